import { deserialize, serialize } from 'node:v8';
import { deflateSync, inflateSync } from 'node:zlib';

/** Histograms are mostly zeros: the fastest level already takes them to a few per cent. */
const DEFLATE_LEVEL = 1;

/** What packed bytes are to hold. */
export interface Expected<T> {
  /** Written out, it has at most so many. */
  readonly mostBytes: number;
  is(value: unknown): value is T;
}

/** A value as bytes: V8's structured serialization, deflated. Every float64 comes back bit for bit. */
export function pack(value: unknown): Buffer<ArrayBuffer> {
  return deflateSync(serialize(value), { level: DEFLATE_LEVEL });
}

/**
 * The value of some bytes; undefined where they are damaged (zlib's checksum catches bytes that went bad on disk),
 * or hold anything but what is expected, however much that would be.
 */
export function unpack<T>(bytes: Uint8Array, expected: Expected<T>): T | undefined {
  try {
    const value: unknown = deserialize(inflateSync(bytes, { maxOutputLength: expected.mostBytes }));
    return expected.is(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
