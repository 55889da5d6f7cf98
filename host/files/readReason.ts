import { FileRefusal } from './fileKind.ts';
import { systemReason } from './systemReason.ts';

/** What the usual reasons of a failed read are in words. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a directory, not a file',
  EACCES: 'it may not be read (permission denied)',
  EPERM: 'it may not be read (permission denied)',
  ELOOP: 'its symbolic links lead in a circle',
  Z_DATA_ERROR: 'its gzip data is damaged',
  Z_BUF_ERROR: 'its gzip data ends too early',
};

/** Why a file could not be read, in words; undefined for an error that is not the file's. */
export function readReason(error: unknown): string | undefined {
  if (error instanceof FileRefusal) return error.message;
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  // What aborts a signal has a number.
  return typeof code === 'string' ? (REASONS[code] ?? systemReason(error)) : undefined;
}
