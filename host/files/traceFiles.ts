import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { readReason } from './readReason.ts';

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
  if (expected !== undefined) {
    const found = await stampOf(path);
    if (found.bytes !== expected.bytes || found.modifiedMs !== expected.modifiedMs) {
      throw new TraceFileError(path, 'the file changed while it was being simulated');
    }
  }
  yield* decoded(contentOf(path));
}

/** Size and time of last change. Throws `TraceFileError` where there is no such file. */
export async function stampOf(path: string): Promise<FileStamp> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new TraceFileError(path, 'it is not a file');
    return { bytes: found.size, modifiedMs: found.mtimeMs };
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

/**
 * Lets `inspect` read the whole trace and hashes it on the way. The hash is of the text,
 * so a compressed copy of a file is the same trace. Throws what `inspect` throws,
 * `TraceFileError`.
 */
export async function inspectTraceFile<T>(
  path: string,
  inspect: (chunks: AsyncIterable<string>) => Promise<T>,
  signal: AbortSignal,
): Promise<InspectedTrace<T>> {
  const stamp = await stampOf(path);
  const hash = createHash('sha256');
  const result = await inspect(decoded(hashed(contentOf(path), hash, signal)));
  return { result, contentHash: hash.digest('hex'), stamp };
}

async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: { update(chunk: Uint8Array): unknown },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    signal.throwIfAborted();
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

async function* contentOf(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    const gzip = await isGzip(path);
    const file = createReadStream(path, { highWaterMark: READ_BYTES });
    // The callback is only there to keep a failure, which iteration throws too, from going unhandled.
    yield* gzip ? pipeline(file, createGunzip({ chunkSize: READ_BYTES }), () => undefined) : file;
  } catch (error) {
    throw asTraceFileError(path, error);
  }
}

async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const first = new Uint8Array(GZIP_MAGIC.length);
    await handle.read(first, 0, first.length, 0);
    return GZIP_MAGIC.every((byte, index) => first[index] === byte);
  } finally {
    await handle.close();
  }
}

function asTraceFileError(path: string, error: unknown): unknown {
  if (error instanceof TraceFileError) return error;
  const reason = readReason(error);
  return reason === undefined ? error : new TraceFileError(path, reason);
}
