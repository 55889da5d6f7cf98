import { createHash } from 'node:crypto';
import { closeSync, createReadStream, readSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type InputFile, openInput } from './inputFile.ts';
import { readReason } from './systemReason.ts';

/** The file could not be read; `message` is the reason alone, for a sentence with the path in it. */
export class TraceFileError extends Error {
  readonly path: string;

  constructor(path: string, reason: string) {
    super(reason);
    this.name = 'TraceFileError';
    this.path = path;
  }
}

/** What tells whether a file is still the one that was looked at. */
export interface FileStamp {
  readonly bytes: number;
  readonly modifiedMs: number;
}

const GZIP_MAGIC = [0x1f, 0x8b];
const READ_BYTES = 1 << 18;

/**
 * The text of a trace in chunks as they are read: gzip is recognised by its first bytes,
 * whatever the name, and a character cut by a chunk's edge comes whole with the next.
 * Throws `TraceFileError` where the file is missing, unreadable, damaged, or no longer
 * what `expected` says of it.
 */
export async function* openTrace(
  path: string,
  expected?: FileStamp,
): AsyncGenerator<string, void, undefined> {
  const file = opened(path);
  if (expected !== undefined && !isSame(file, expected)) {
    closeSync(file.descriptor);
    throw new TraceFileError(path, 'the file changed while it was being simulated');
  }
  yield* decoded(contentOf(path, file));
}

function isSame(found: FileStamp, expected: FileStamp): boolean {
  return found.bytes === expected.bytes && found.modifiedMs === expected.modifiedMs;
}

/** Size and time of last change. Throws `TraceFileError` where there is no such file. */
export function stampOf(path: string): FileStamp {
  const { descriptor, bytes, modifiedMs } = opened(path);
  closeSync(descriptor);
  return { bytes, modifiedMs };
}

function opened(path: string): InputFile {
  try {
    return openInput(path);
  } catch (error) {
    throw asTraceFileError(path, error);
  }
}

/** A trace read once: what `inspect` made of its text, and the SHA-256 (hex) of that text. */
export interface InspectedTrace<T> {
  readonly result: T;
  readonly contentHash: string;
  readonly stamp: FileStamp;
}

export interface Inspecting {
  readonly signal: AbortSignal;
  /** Told now and then how much of the file, as it lies on the disk, was read. */
  onRead?(bytes: number, ofBytes: number): void;
}

/**
 * Lets `inspect` read the whole trace and hashes it on the way. The hash is of the text,
 * so a compressed copy of a file is the same trace. Throws what `inspect` throws,
 * `TraceFileError`, and the signal's reason.
 */
export async function inspectTraceFile<T>(
  path: string,
  inspect: (chunks: AsyncIterable<string>) => Promise<T>,
  { signal, onRead }: Inspecting,
): Promise<InspectedTrace<T>> {
  const file = opened(path);
  const { bytes, modifiedMs } = file;
  const hash = createHash('sha256');
  const chunks = contentOf(path, file, (read) => {
    signal.throwIfAborted();
    onRead?.(read, bytes);
  });
  const result = await inspect(decoded(hashed(chunks, hash)));
  return { result, contentHash: hash.digest('hex'), stamp: { bytes, modifiedMs } };
}

async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: { update(chunk: Uint8Array): unknown },
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/** `onRead` is told the bytes of the file read so far, at every chunk; it may throw. Closes the file. */
async function* contentOf(
  path: string,
  { descriptor }: InputFile,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  // It closes the file, however it ends.
  const file = createReadStream(path, { fd: descriptor, start: 0, highWaterMark: READ_BYTES });
  try {
    const isGzip = startsAsGzip(descriptor);
    // The callback is only there to keep a failure, which iteration throws too, from going unhandled.
    const content = isGzip ? pipeline(file, createGunzip({ chunkSize: READ_BYTES }), () => undefined) : file;
    for await (const chunk of content as AsyncIterable<Uint8Array>) {
      onRead?.(file.bytesRead);
      yield chunk;
    }
  } catch (error) {
    throw asTraceFileError(path, error);
  } finally {
    file.destroy();
  }
}

function startsAsGzip(descriptor: number): boolean {
  const first = new Uint8Array(GZIP_MAGIC.length);
  readSync(descriptor, first, 0, first.length, 0);
  return GZIP_MAGIC.every((byte, index) => first[index] === byte);
}

function asTraceFileError(path: string, error: unknown): unknown {
  if (error instanceof TraceFileError) return error;
  const reason = readReason(error);
  return reason === undefined ? error : new TraceFileError(path, reason);
}
