import { PAID_FIGURES, PAID_KINDS, type PaidHours } from '../../engine/usage/paidHours.ts';

/** Whether a value is paid rows over so many hours: columns of one length in their order, every figure a number of 0 or more. */
export function isPaidHours(value: unknown, hours: number): value is PaidHours {
  if (typeof value !== 'object' || value === null) return false;
  const { hour, kind, level, ...figures } = value as Readonly<Record<keyof PaidHours, unknown>>;
  if (!(hour instanceof Int32Array && kind instanceof Uint8Array && level instanceof Int32Array))
    return false;
  const rows = hour.length;
  if (kind.length !== rows || level.length !== rows) return false;
  for (let row = 0; row < rows; row++) {
    if (!(hour[row] >= 0 && hour[row] < hours && kind[row] < PAID_KINDS.length && level[row] >= 1))
      return false;
    if (row === 0) continue;
    const step = hour[row] - hour[row - 1] || kind[row] - kind[row - 1] || level[row] - level[row - 1];
    if (step <= 0) return false;
  }
  return PAID_FIGURES.every((name) => {
    const column = figures[name];
    return (
      column instanceof Float64Array &&
      column.length === rows &&
      column.every((figure) => figure >= 0 && Number.isFinite(figure))
    );
  });
}
