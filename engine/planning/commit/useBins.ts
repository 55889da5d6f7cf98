import type { UseCase } from './useCase.ts';

/** Hours [from, until) in which the same commitments can hold. */
export interface Period {
  readonly from: number;
  readonly until: number;
}

/** Hours of one case and period with (about) the same use of every pool. */
export interface UseBin {
  readonly caseIndex: number;
  readonly period: number;
  readonly hours: number;
  /** Units by pool. */
  readonly units: readonly number[];
}

/** Cuts [0, hours) at every instant at which a commitment may begin or end. */
export function periodsOf(hours: number, changes: readonly number[]): readonly Period[] {
  const inside = changes.filter((hour) => hour > 0 && hour < hours);
  const edges = [...new Set([0, ...inside, hours])].sort((a, b) => a - b);
  return edges.slice(1).map((until, index) => ({ from: edges[index], until }));
}

/**
 * Duration curves: the hours of each case and period, by their use. Hours of equal use are one bin, which is exact;
 * where more than `most` differ, hours in order of their on-demand value are put together into `most` bins at their mean.
 * A mean of hours hides how they differ, so that a programme on it sees slightly too little cost: whatever it
 * chooses is priced hour by hour afterwards.
 */
export function useBins(
  cases: readonly UseCase[],
  periods: readonly Period[],
  unitPrices: readonly number[],
  most: number,
): readonly UseBin[] {
  return cases.flatMap(({ units }, caseIndex) =>
    periods.flatMap(({ from, until }, period) => {
      const equal = equalHours(units, from, until);
      const bins = equal.length <= most ? equal : merged(equal, unitPrices, most);
      return bins.map((bin) => ({ caseIndex, period, ...bin }));
    }),
  );
}

type Hours = Pick<UseBin, 'hours' | 'units'>;

function equalHours(units: readonly Float64Array[], from: number, until: number): readonly Hours[] {
  const found = new Map<string, { hours: number; units: readonly number[] }>();
  const alone: Hours[] = [];
  for (let h = from; h < until; h++) {
    const row = units.map((column) => column[h]);
    // Hours in which some unit was there for a part of them are hardly ever equal.
    if (!row.every(Number.isInteger)) {
      alone.push({ hours: 1, units: row });
      continue;
    }
    const key = row.join(' ');
    const known = found.get(key);
    if (known === undefined) found.set(key, { hours: 1, units: row });
    else known.hours++;
  }
  return [...found.values(), ...alone];
}

function merged(equal: readonly Hours[], unitPrices: readonly number[], most: number): readonly Hours[] {
  const value = ({ units }: Hours): number => units.reduce((sum, each, p) => sum + each * unitPrices[p], 0);
  const sorted = [...equal].sort((a, b) => value(a) - value(b));
  const all = sorted.reduce((sum, { hours }) => sum + hours, 0);
  const groups = Array.from({ length: most }, () => ({ hours: 0, sums: unitPrices.map(() => 0) }));
  let before = 0;
  for (const { hours, units } of sorted) {
    const group = groups[Math.min(most - 1, Math.floor(((before + hours / 2) / all) * most))];
    group.hours += hours;
    for (let p = 0; p < units.length; p++) group.sums[p] += units[p] * hours;
    before += hours;
  }
  return groups.flatMap(({ hours, sums }) =>
    hours === 0 ? [] : [{ hours, units: sums.map((sum) => sum / hours) }],
  );
}
