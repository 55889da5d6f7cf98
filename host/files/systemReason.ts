import { FileRefusal } from './fileKind.ts';

/** What the system or the database answers, in words; codes of the database go by their beginning. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EEXIST: 'it is there already',
  EBUSY: 'another program uses it',
  ETXTBSY: 'another program uses it',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  EXDEV: 'it lies on another disk',
  EIO: 'the disk cannot be read or written',
  ERR_WORKER_OUT_OF_MEMORY: 'a worker ran out of memory; fewer --workers need less',
  SQLITE_FULL: 'there is no space left on its disk',
  SQLITE_IOERR: 'its disk cannot be read or written',
  SQLITE_READONLY: 'it cannot be written',
  SQLITE_CANTOPEN: 'it cannot be opened',
  SQLITE_BUSY: 'another Fleetcast is writing to it and does not let go',
  SQLITE_LOCKED: 'another Fleetcast is writing to it and does not let go',
  SQLITE_CORRUPT: 'it is damaged',
  SQLITE_NOTADB: 'it is damaged',
};

/** Why something failed, in words of ours: those of the system and of libraries are not passed on. Errors without a code are ours. */
export function systemReason(error: unknown): string {
  if (error instanceof FileRefusal || !(error instanceof Error)) {
    return error instanceof Error ? error.message : 'no reason is given';
  }
  const { code } = error as { readonly code?: unknown };
  if (typeof code !== 'string') return error.message;
  const known = Object.keys(REASONS).find((each) =>
    each.startsWith('SQLITE') ? code.startsWith(each) : code === each,
  );
  return known === undefined ? `the system says ${code}` : REASONS[known];
}
