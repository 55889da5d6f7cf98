import type { PlacedProblem } from '../reading/problems.ts';

/** When something holds: days, the last one exclusive; open where left out. */
export interface Period {
  readonly validFrom?: string | undefined;
  readonly validTo?: string | undefined;
}

const EVER = '0000-01-01';
const NEVER = '9999-12-31';
const from = ({ validFrom }: Period): string => validFrom ?? EVER;
const until = ({ validTo }: Period): string => validTo ?? NEVER;

/** Whether a day is in a period. */
export function holdsOn(period: Period, day: string): boolean {
  return from(period) <= day && day < until(period);
}

/**
 * What is wrong with the periods of prices: one that ends before it begins, two of one instance that hold on the same day.
 * `path` is that of the list.
 */
export function periodProblems(
  rows: readonly (Period & { readonly instance?: unknown })[],
  path: readonly PropertyKey[],
): PlacedProblem[] {
  return rows.flatMap((row, index): PlacedProblem[] => {
    if (until(row) <= from(row)) {
      return [
        {
          path: [...path, index, 'validTo'],
          message: `must come after validFrom, ${from(row)}`,
          suggestion: 'it is the first day on which the price does not hold any more',
        },
      ];
    }
    const other = rows
      .slice(0, index)
      .findIndex(
        (before) =>
          before.instance === row.instance && from(before) < until(row) && from(row) < until(before),
      );
    if (other < 0) return [];
    const end = until(rows[other]) < until(row) ? until(rows[other]) : until(row);
    const start = from(rows[other]) > from(row) ? from(rows[other]) : from(row);
    const days = `${start === EVER ? 'ever' : start} ${end === NEVER ? 'on' : `to ${end}`}`;
    return [
      {
        path: [...path, index],
        message: `is a second price of ${String(row.instance)} from ${days}; the first is ${String(path.at(-1))}.${other}`,
        suggestion: 'end the earlier one with validTo, the day on which this one begins',
      },
    ];
  });
}
