/**
 * Kinds of paid capacity, by their number in a row: what commitments may cover; spot, which they never do; and what was reserved at a
 * price of its own, paid whether or not anybody is on it. Each kind has levels of its own.
 */
export const PAID_KINDS = ['committed-or-on-demand', 'spot', 'reserved'] as const;
export const COMMITTED_OR_ON_DEMAND = 0;
export const SPOT = 1;
export const RESERVED = 2;

/** Spells shorter than these are short, seconds: the minimums that clouds bill. */
export const SHORTEST_SPELLS = [60, 3600] as const;

/**
 * How many replicas of a pool were paid (nodes, where its replicas stand on nodes of another size), as sparse rows: one an hour, kind and level n ≥ 1 of which something is to be
 * said, ascending by hour, then kind, then level. Columns of equal length. No money is in them, so that units of
 * any size, billed by the second with a minimum, can be priced without simulating again; every column but the first three
 * adds up and averages.
 */
export interface PaidHours {
  /** Counted from the first hour of the window (of the horizon) that the rows belong to. */
  readonly hour: Int32Array;
  /** Index into PAID_KINDS. */
  readonly kind: Uint8Array;
  readonly level: Int32Array;
  /** Seconds of the hour with exactly `level` replicas paid. */
  readonly seconds: Float64Array;
  /** Changes in the hour from fewer than `level` to `level` or more. */
  readonly rises: Float64Array;
  /** Seconds by which spells at `level` or more that ended in the hour fell short of a minute, and of an hour. */
  readonly shortOfMinute: Float64Array;
  readonly shortOfHour: Float64Array;
}

/** The figures of a row. */
export const PAID_FIGURES = [
  'seconds',
  'rises',
  'shortOfMinute',
  'shortOfHour',
] as const satisfies readonly (keyof PaidHours)[];

/** So many empty rows. */
export function emptyPaid(rows: number): PaidHours {
  return {
    hour: new Int32Array(rows),
    kind: new Uint8Array(rows),
    level: new Int32Array(rows),
    seconds: new Float64Array(rows),
    rises: new Float64Array(rows),
    shortOfMinute: new Float64Array(rows),
    shortOfHour: new Float64Array(rows),
  };
}

/** The first `count` rows, and room for more where that is more than there are. */
export function copyPaid(paid: PaidHours, count: number): PaidHours {
  const copy = emptyPaid(count);
  const rows = Math.min(count, paid.hour.length);
  copy.hour.set(paid.hour.subarray(0, rows));
  copy.kind.set(paid.kind.subarray(0, rows));
  copy.level.set(paid.level.subarray(0, rows));
  for (const figure of PAID_FIGURES) copy[figure].set(paid[figure].subarray(0, rows));
  return copy;
}

/**
 * The rows of a pool whose number never changes, over hours [firstHour, firstHour + hours) of the horizon: it rises
 * from 0 at the horizon's start.
 */
export function steadyPaid(replicas: number, firstHour: number, hours: number): PaidHours {
  if (replicas === 0) return emptyPaid(0);
  const below = firstHour === 0 ? replicas - 1 : 0;
  const paid = emptyPaid(hours + below);
  for (let row = 0; row < below; row++) paid.level[row] = row + 1;
  for (let h = 0; h < hours; h++) {
    paid.hour[below + h] = h;
    paid.level[below + h] = replicas;
    paid.seconds[below + h] = 3600;
  }
  if (firstHour === 0) paid.rises.fill(1, 0, replicas);
  return paid;
}

/**
 * Replica-hours that are paid in each hour: of a kind, or all kinds together. Of a pool whose replicas stand on nodes of another size the
 * levels are nodes, which carry `replicasPerNode` each.
 */
export function replicaHoursOf(
  { hour, kind: kinds, level, seconds }: PaidHours,
  hours: number,
  replicasPerNode = 1,
  kind?: number,
): Float64Array {
  const column = new Float64Array(hours);
  for (let row = 0; row < hour.length; row++) {
    if (kind === undefined || kinds[row] === kind) column[hour[row]] += level[row] * seconds[row];
  }
  for (let h = 0; h < hours; h++) column[h] = (column[h] * replicasPerNode) / 3600;
  return column;
}
