import { asMicros, type Micros } from './money.ts';

/**
 * Amounts by hour. As long as a float64 counts every one of them they stand in a typed array; a column in which one is larger
 * is an array of both kinds, ten times as slow and four times as large, but the same to read.
 */
export type MicrosColumn = Float64Array | Micros[];

/** A column of zeros for amounts up to `largest`. */
export function microsColumn(hours: number, largest: Micros): MicrosColumn {
  return typeof largest === 'number' ? new Float64Array(hours) : new Array<Micros>(hours).fill(0);
}

/** Books an hour's amount, which is no larger than the column was made for. */
export function bookMicros(column: MicrosColumn, hour: number, micros: Micros): void {
  // A column of numbers never gets anything else: it would throw.
  (column as Micros[])[hour] = micros;
}

/** Exact sum of a column over those of its hours in [from, before); no amount is negative. */
export function sumMicros(column: MicrosColumn, from = 0, before = column.length): Micros {
  const until = Math.min(before, column.length);
  if (column instanceof Float64Array) {
    let sum = 0;
    for (let h = from; h < until; h++) sum += column[h];
    // Sums only grow: where the last one is counted exactly, all were.
    if (sum <= Number.MAX_SAFE_INTEGER) return sum;
  }
  let counted = 0n;
  let sum = 0;
  for (let h = from; h < until; h++) {
    const micros = column[h];
    if (typeof micros === 'bigint') {
      counted += micros;
    } else if (sum + micros <= Number.MAX_SAFE_INTEGER) {
      sum += micros;
    } else {
      counted += BigInt(sum);
      sum = micros;
    }
  }
  return asMicros(counted + BigInt(sum));
}
