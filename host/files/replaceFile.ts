import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FileRefusal, notPlain } from './fileKind.ts';
import { temporaryName } from './temporaryName.ts';
import { writeAll } from './writeAll.ts';

/** As many symbolic links in a row as Linux follows. */
const MOST_LINKS = 40;

/**
 * Gives a file new content so that its old content is there until the new one is whole: into a temporary file
 * beside it, on to the disk, then renamed. A file that is there keeps its mode, and its owner where we may give
 * it away; one that only a symbolic link leads to is replaced where it lies. A new one gets `mode`, whatever the
 * umask; without, what the umask says. (Other hard links to the file keep the old content.)
 * Throws `FileRefusal` where no plain file is there, and what the file system says; no temporary file stays.
 */
export function replaceFile(path: string, content: string | Uint8Array, mode?: number): void {
  const target = endOfLinks(path);
  const before = whatIsReplaced(target);
  // Should this process be killed, `lookAfter` of staging.ts knows it by its name.
  const temporary = join(dirname(target), `${temporaryName()}.part`);
  try {
    const file = openSync(temporary, 'wx', before === undefined ? (mode ?? 0o666) : 0o600);
    try {
      writeAll(file, typeof content === 'string' ? Buffer.from(content) : content);
      takeRights(file, before, mode);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    // Nobody knows of the temporary file.
    throw error instanceof Error && 'syscall' in error ? Object.assign(error, { path: target }) : error;
  }
  syncDirectory(dirname(target));
}

/** Where a path leads: through every symbolic link, the last of which may point to nothing yet. */
export function endOfLinks(path: string): string {
  let end = resolve(path);
  for (let links = 0; links < MOST_LINKS; links++) {
    if (!isLink(end)) return end;
    end = resolve(realpathSync(dirname(end)), readlinkSync(end));
  }
  throw new FileRefusal('not a file', 'its symbolic links lead in a circle');
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    // What keeps us from looking keeps us from writing, and is told then.
    return false;
  }
}

/** The file that a new one takes the place of, if any. Throws `FileRefusal` for anything else, and where it may not be written. */
export function whatIsReplaced(target: string): Stats | undefined {
  const before = statSync(target, { throwIfNoEntry: false });
  if (before === undefined) return undefined;
  const reason = notPlain(before);
  if (reason !== undefined) throw new FileRefusal('not a file', reason);
  // Renaming asks for the directory's rights alone: a file that was locked stays so.
  accessSync(target, constants.W_OK);
  return before;
}

/** Gives an open file the mode and owner of the one that it replaces, or `mode`. Rights never grow by it. */
export function takeRights(file: number, before: Stats | undefined, mode?: number): void {
  if (before === undefined) {
    if (mode !== undefined) fchmodSync(file, mode);
    return;
  }
  const { uid, gid } = fstatSync(file);
  let rights = before.mode & 0o777;
  if (uid !== before.uid || gid !== before.gid) {
    try {
      fchownSync(file, before.uid, before.gid);
    } catch {
      // Its group is another now, which gets no more than everybody has.
      if (gid !== before.gid) rights = (rights & ~0o070) | (rights & 0o070 & ((rights & 0o007) << 3));
    }
  }
  fchmodSync(file, mode ?? rights);
}

/** A rename is on the disk once its directory is. Where directories cannot be opened (Windows), it is there anyway. */
export function syncDirectory(path: string): void {
  try {
    const directory = openSync(path, 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  } catch {
    // Nothing is lost but the certainty after a power cut.
  }
}
