import { chmodSync, closeSync, fchmodSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;

/** Makes a directory, and those above it that are missing, for its owner alone, whatever the umask. One that is there stays as it is. */
export function makePrivateDirectory(path: string): void {
  if (mkdirSync(path, { recursive: true, mode: PRIVATE_DIRECTORY }) !== undefined) {
    chmodSync(path, PRIVATE_DIRECTORY);
  }
}

/** Makes an empty file for its owner alone, whatever the umask. One that is there keeps its content. */
export function makePrivateFile(path: string): void {
  const file = openSync(path, 'a', PRIVATE_FILE);
  try {
    tighten(() => fchmodSync(file, PRIVATE_FILE));
  } finally {
    closeSync(file);
  }
}

/** Takes from everybody but the owner what earlier versions, or a copy, left open: of a file, or a directory. */
export function makePrivate(path: string, extent: 'with all below' | 'itself' = 'with all below'): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory()) {
    if (found.isFile() && (found.mode & 0o077) !== 0) tighten(() => chmodSync(path, PRIVATE_FILE));
    return;
  }
  if ((found.mode & 0o077) !== 0) tighten(() => chmodSync(path, PRIVATE_DIRECTORY));
  if (extent === 'itself') return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    // What a link leads to is somebody else's matter.
    if (!entry.isSymbolicLink()) makePrivate(join(path, entry.name));
  }
}

/** Where modes cannot be changed (another's files, a file system without modes), all is left as it is. */
function tighten(change: () => void): void {
  try {
    change();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EPERM' && code !== 'EROFS' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
  }
}
