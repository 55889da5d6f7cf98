type Column = Float64Array | Int32Array | Uint16Array | Uint8Array;

/** A column of `length` places (no fewer than there are) that begins as `from` does; what is new is 0. */
export function widened<T extends Column>(from: T, length: number): T {
  const to = new (from.constructor as new (length: number) => T)(length);
  to.set(from);
  return to;
}
