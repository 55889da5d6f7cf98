import { writeSync } from 'node:fs';

/** Writes bytes to an open file, all of them, however many the system takes at a time. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.byteLength; ) at += writeSync(file, bytes, at);
}
