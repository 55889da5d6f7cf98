import type { Stats } from 'node:fs';

/** A path names something that is not read or written as a file; `message` is the reason alone, for a sentence. */
export class FileRefusal extends Error {
  readonly kind: 'not a file' | 'too large';

  constructor(kind: FileRefusal['kind'], reason: string) {
    super(reason);
    this.name = 'FileRefusal';
    this.kind = kind;
  }
}

/** Why what is there is no plain file, in words; undefined where it is one. */
export function notPlain(found: Stats): string | undefined {
  if (found.isFile()) return undefined;
  if (found.isDirectory()) return 'it is a directory, not a file';
  if (found.isFIFO()) return 'it is a pipe, not a file';
  if (found.isSocket()) return 'it is a socket, not a file';
  return 'it is a device, not a file';
}
