import { copyPaid, emptyPaid, PAID_FIGURES, type PaidHours } from './paidHours.ts';

/** Rows, and the hour that they count from. */
export interface PaidPart {
  readonly paid: PaidHours;
  readonly firstHour: number;
}

/** The rows of stretches of which no two share an hour, in order of time. */
export function joinPaid(parts: readonly PaidPart[]): PaidHours {
  const joined = emptyPaid(parts.reduce((rows, { paid }) => rows + paid.hour.length, 0));
  let at = 0;
  for (const { paid, firstHour } of [...parts].sort((a, b) => a.firstHour - b.firstHour)) {
    for (let row = 0; row < paid.hour.length; row++) joined.hour[at + row] = firstHour + paid.hour[row];
    joined.kind.set(paid.kind, at);
    joined.level.set(paid.level, at);
    for (const figure of PAID_FIGURES) joined[figure].set(paid[figure], at);
    at += paid.hour.length;
  }
  return joined;
}

/**
 * The mean of replications: their rows merge, and each figure is the mean over all of them, those that lack the row
 * included. So what is a sum over rows, as a price is, comes to the mean of what each replication comes to.
 */
export function meanPaid(parts: readonly PaidHours[]): PaidHours {
  const mean = emptyPaid(parts.reduce((rows, { hour }) => rows + hour.length, 0));
  const next = new Int32Array(parts.length);
  let count = 0;
  for (let first = firstOf(parts, next); first >= 0; first = firstOf(parts, next)) {
    const { hour, kind, level } = parts[first];
    const row = next[first];
    mean.hour[count] = hour[row];
    mean.kind[count] = kind[row];
    mean.level[count] = level[row];
    for (let part = first; part < parts.length; part++) {
      const at = next[part];
      if (compareRows(parts[part], at, mean, count) !== 0) continue;
      for (const figure of PAID_FIGURES) mean[figure][count] += parts[part][figure][at];
      next[part]++;
    }
    for (const figure of PAID_FIGURES) mean[figure][count] /= parts.length;
    count++;
  }
  return copyPaid(mean, count);
}

/** Which part has the row that comes next, the first of those that have the same; −1 where all are at their end. */
function firstOf(parts: readonly PaidHours[], next: Int32Array): number {
  let first = -1;
  for (let part = 0; part < parts.length; part++) {
    if (next[part] >= parts[part].hour.length) continue;
    if (first < 0 || compareRows(parts[part], next[part], parts[first], next[first]) < 0) first = part;
  }
  return first;
}

/** The order of rows; not a number where there is no such row. */
function compareRows(a: PaidHours, row: number, b: PaidHours, other: number): number {
  return a.hour[row] - b.hour[other] || a.kind[row] - b.kind[other] || a.level[row] - b.level[other];
}
