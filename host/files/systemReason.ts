import { FileRefusal } from './fileKind.ts';

/** Whose a trouble is: of the file that was named, of the store, of a disk, or of the machine otherwise. Never ours. */
export type Whose = 'file' | 'store' | 'disk' | 'machine';

/** Why something failed, in words, and whose matter that is. */
export interface Trouble {
  readonly reason: string;
  readonly whose: Whose;
}

interface KnownTrouble extends Trouble {
  /** Where a file was to be read, if that has better words. */
  readonly reading?: string;
}

/** What the system, a library or the database answers, by its code; codes of the database go by their beginning. */
const TROUBLES: Readonly<Record<string, KnownTrouble>> = {
  ENOSPC: { reason: 'there is no space left on the disk', whose: 'disk' },
  EDQUOT: { reason: 'the disk quota is used up', whose: 'disk' },
  EROFS: { reason: 'the file system is read-only', whose: 'disk' },
  EIO: { reason: 'the disk cannot be read or written', whose: 'disk' },
  EACCES: {
    reason: 'permission denied',
    reading: 'it may not be read (permission denied)',
    whose: 'machine',
  },
  EPERM: {
    reason: 'permission denied',
    reading: 'it may not be read (permission denied)',
    whose: 'machine',
  },
  EMFILE: { reason: 'too many files are open', whose: 'machine' },
  ENFILE: { reason: 'too many files are open', whose: 'machine' },
  ENOENT: {
    reason: 'there is no such file or folder',
    reading: 'there is no such file',
    whose: 'machine',
  },
  ENOTDIR: {
    reason: 'a part of its path is no folder',
    reading: 'there is no such file',
    whose: 'machine',
  },
  EISDIR: { reason: 'it is a folder', reading: 'it is a directory, not a file', whose: 'machine' },
  EEXIST: { reason: 'it is there already', whose: 'machine' },
  EBUSY: { reason: 'another program uses it', whose: 'machine' },
  ETXTBSY: { reason: 'another program uses it', whose: 'machine' },
  ELOOP: { reason: 'its symbolic links lead in a circle', whose: 'machine' },
  ENAMETOOLONG: { reason: 'its name is too long', whose: 'machine' },
  EXDEV: { reason: 'it lies on another disk', whose: 'machine' },
  ERR_WORKER_OUT_OF_MEMORY: {
    reason: 'a worker ran out of memory; fewer --workers need less',
    whose: 'machine',
  },
  Z_DATA_ERROR: { reason: 'its gzip data is damaged', whose: 'file' },
  Z_BUF_ERROR: { reason: 'its gzip data ends too early', whose: 'file' },
  SQLITE_FULL: { reason: 'there is no space left on its disk', whose: 'store' },
  SQLITE_IOERR: { reason: 'its disk cannot be read or written', whose: 'store' },
  SQLITE_READONLY: { reason: 'it cannot be written', whose: 'store' },
  SQLITE_CANTOPEN: { reason: 'it cannot be opened', whose: 'store' },
  SQLITE_BUSY: { reason: 'another Fleetcast is writing to it and does not let go', whose: 'store' },
  SQLITE_LOCKED: { reason: 'another Fleetcast is writing to it and does not let go', whose: 'store' },
  SQLITE_CORRUPT: { reason: 'it is damaged', whose: 'store' },
  SQLITE_NOTADB: { reason: 'it is damaged', whose: 'store' },
};

/** The trouble that an error tells of; undefined for one that may be a fault of ours. */
export function troubleOf(error: unknown): Trouble | undefined {
  return error instanceof FileRefusal ? { reason: error.message, whose: 'file' } : knownTrouble(error);
}

/** Why something failed, in words of ours: those of the system and of libraries are not passed on. Errors without a code are ours. */
export function systemReason(error: unknown): string {
  const trouble = troubleOf(error);
  if (trouble !== undefined) return trouble.reason;
  if (!(error instanceof Error)) return 'no reason is given';
  const code = codeOf(error);
  return code === undefined ? error.message : `the system says ${code}`;
}

/** Why a file could not be read, in words; undefined for an error that is not the file's. */
export function readReason(error: unknown): string | undefined {
  // What aborts a signal has a number for a code.
  if (!(error instanceof FileRefusal) && codeOf(error) === undefined) return undefined;
  return knownTrouble(error)?.reading ?? systemReason(error);
}

function knownTrouble(error: unknown): KnownTrouble | undefined {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  const known = Object.keys(TROUBLES).find((each) =>
    each.startsWith('SQLITE') ? code.startsWith(each) : code === each,
  );
  return known === undefined ? undefined : TROUBLES[known];
}

function codeOf(error: unknown): string | undefined {
  const { code } = error instanceof Error ? (error as { readonly code?: unknown }) : {};
  return typeof code === 'string' ? code : undefined;
}
