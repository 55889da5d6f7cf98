import type { WindowUsage } from '../../engine/usage/usage.ts';
import { expectedWindow } from './expectedUsage.ts';
import { pack, unpack } from './packed.ts';

/** A window's usage as bytes: 4 bytes of magic, 1 of version, then the packed value (packed.ts). */
const MAGIC = Buffer.from('FCWU');
const VERSION = 2;
const HEADER_BYTES = MAGIC.length + 1;

/** Encodes exactly: every float64 comes back bit for bit. The buffer is its own, fit for transfer. */
export function encodeWindow(window: WindowUsage): Uint8Array<ArrayBuffer> {
  const body = pack(window);
  const blob = new Uint8Array(HEADER_BYTES + body.length);
  blob.set(MAGIC);
  blob[MAGIC.length] = VERSION;
  blob.set(body, HEADER_BYTES);
  return blob;
}

/**
 * The window of a blob, or undefined where it is damaged, of another version, or not of the shape of `model`: a
 * window of the same scenario, as long and from the same hour.
 */
export function decodeWindow(blob: Uint8Array, model: WindowUsage): WindowUsage | undefined {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  if (bytes.length <= HEADER_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  if (bytes[MAGIC.length] !== VERSION) return undefined;
  return unpack(bytes.subarray(HEADER_BYTES), expectedWindow(model));
}
