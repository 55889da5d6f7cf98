import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { FileRefusal, notPlain } from './fileKind.ts';

/** A plain file, opened for reading. Whoever opens it closes it. */
export interface InputFile {
  readonly descriptor: number;
  /** As its directory says; what the system makes up while it is read (`/proc`) says 0. */
  readonly bytes: number;
  readonly modifiedMs: number;
}

const READ_BYTES = 1 << 16;

/**
 * Opens what a person named as an input: the one way in, for scenarios, traces, prices, measurements and cost files
 * alike. Anything but a plain file is refused, links followed: a pipe (`/dev/stdin` behind one, too) can be read
 * once and inputs are read again, a device never ends. What was opened is looked at, not only what was there
 * before, so that nothing can be put in its place; and opening waits for nobody who might write into a pipe.
 * Throws `FileRefusal` and what the file system says (`readReason` has the words of both).
 */
export function openInput(path: string): InputFile {
  // Before it is opened, for some devices do something when they are.
  refuseUnlessPlain(statSync(path));
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(descriptor);
    refuseUnlessPlain(found);
    return { descriptor, bytes: found.size, modifiedMs: found.mtimeMs };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function refuseUnlessPlain(found: Stats): void {
  const reason = notPlain(found);
  if (reason === undefined) return;
  const way = found.isFIFO() ? ': write what comes out of it into one, and name that' : '';
  throw new FileRefusal('not a file', `${reason}${way}`);
}

/** The bytes of an input that has at most `mostBytes`. Throws as `openInput` does, and `FileRefusal` where it has more. */
export function readInput(path: string, mostBytes: number): Buffer<ArrayBuffer> {
  const { descriptor, bytes } = openInput(path);
  try {
    if (bytes > mostBytes) throw tooLarge(mostBytes);
    // As much as it says it has, and one more, for its end to be seen; it may grow, or have said nothing.
    let chunk = Buffer.allocUnsafe(Math.max(READ_BYTES, bytes + 1));
    let filled = 0;
    const full: Buffer[] = [];
    for (let total = 0; ; ) {
      const read = readSync(descriptor, chunk, { offset: filled });
      filled += read;
      total += read;
      if (total > mostBytes) throw tooLarge(mostBytes);
      if (read === 0 && full.length === 0) return chunk.subarray(0, filled);
      if (read === 0) return Buffer.concat([...full, chunk.subarray(0, filled)], total);
      if (filled < chunk.byteLength) continue;
      full.push(chunk);
      chunk = Buffer.allocUnsafe(READ_BYTES);
      filled = 0;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Whether reading ended with an input being too large. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof FileRefusal && error.kind === 'too large';
}

function tooLarge(mostBytes: number): FileRefusal {
  return new FileRefusal(
    'too large',
    `it is larger than ${mostBytes / 1e6} MB, the most that is read of its kind`,
  );
}
