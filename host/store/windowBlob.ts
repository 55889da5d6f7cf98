import { deserialize, serialize } from 'node:v8';
import { deflateSync, inflateSync } from 'node:zlib';
import type { WindowUsage } from '../../engine/usage/usage.ts';

/**
 * A window's usage as bytes: 4 bytes of magic, 1 of version, then V8's structured
 * serialization deflated. zlib's checksum catches bytes that went bad on disk.
 */
const MAGIC = Buffer.from('FCWU');
const VERSION = 1;
const HEADER_BYTES = MAGIC.length + 1;

/** Histograms are mostly zeros: the fastest level already takes them to a few per cent. */
const DEFLATE_LEVEL = 1;

/** Encodes exactly: every float64 comes back bit for bit. The buffer is its own, fit for transfer. */
export function encodeWindow(window: WindowUsage): Uint8Array<ArrayBuffer> {
  const body = deflateSync(serialize(window), { level: DEFLATE_LEVEL });
  const blob = new Uint8Array(HEADER_BYTES + body.length);
  blob.set(MAGIC);
  blob[MAGIC.length] = VERSION;
  blob.set(body, HEADER_BYTES);
  return blob;
}

/** The window of a blob, or undefined where it is damaged or of another version. */
export function decodeWindow(blob: Uint8Array): WindowUsage | undefined {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  if (bytes.length <= HEADER_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  if (bytes[MAGIC.length] !== VERSION) return undefined;
  try {
    return deserialize(inflateSync(bytes.subarray(HEADER_BYTES))) as WindowUsage;
  } catch {
    return undefined;
  }
}
