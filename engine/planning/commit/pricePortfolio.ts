import type { HeldCommitment } from '../../pricing/commitments/heldCommitment.ts';
import { heldInHour, settleUnits } from '../../pricing/commitments/settleUnits.ts';
import {
  amountMicros,
  fromMicros,
  type Micros,
  minusMicros,
  plusMicros,
  timesMicros,
  totalMicros,
} from '../../pricing/money.ts';
import type { PoolPrice } from '../../pricing/poolPrice.ts';
import { type Period, periodsOf, type UseBin, useBins } from './useBins.ts';
import type { UseCase } from './useCase.ts';

/** A case under a portfolio, by the providers' rules. */
export interface PricedCase {
  readonly onDemandMicros: Micros;
  /** Of the on-demand equivalent: what is covered. */
  readonly coveredOnDemandMicros: Micros;
  readonly committedUsedMicros: Micros;
  readonly committedUnusedMicros: Micros;
  /** used + unused + what no commitment covered, exactly. */
  readonly totalMicros: Micros;
  /** By index of the commitment. */
  readonly usedByCommitment: readonly Micros[];
  readonly unusedByCommitment: readonly Micros[];
  /** On demand, by month. */
  readonly restByMonth: readonly Micros[];
}

export interface PricedUse {
  readonly prices: readonly (PoolPrice | undefined)[];
  readonly cases: readonly UseCase[];
  readonly hours: number;
  /** First hour of each month. */
  readonly monthStarts: readonly number[];
}

/** Prices all cases under commitments, which are in the order in which they apply. */
export type PortfolioPricer = (commitments: readonly HeldCommitment[]) => readonly PricedCase[];

/**
 * A pricer of every hour of the cases. Hours are settled by themselves, so that equal ones come to the same: of a month
 * they are settled once and multiplied, which is exact. With `most` given, hours of a month and between changes of
 * commitments are put into so many bins first, which is quick and approximate (`useBins`).
 */
export function createPortfolioPricer(
  { prices, cases, hours, monthStarts }: PricedUse,
  most = Number.POSITIVE_INFINITY,
): PortfolioPricer {
  const unitPrices = prices.map((price) => price?.unitPrice ?? 0);
  const known = new Map<string, { periods: readonly Period[]; bins: readonly UseBin[] }>();
  return (commitments) => {
    const changes = commitments.flatMap(({ fromHour, untilHour }) => [fromHour, untilHour]);
    const periods = periodsOf(hours, [...monthStarts, ...changes]);
    const key = periods.map(({ from }) => from).join(' ');
    const cut = known.get(key) ?? { periods, bins: useBins(cases, periods, unitPrices, most) };
    known.set(key, cut);
    return priceBins(prices, commitments, cut.periods, cut.bins, cases.length, monthStarts);
  };
}

function priceBins(
  prices: PricedUse['prices'],
  commitments: readonly HeldCommitment[],
  periods: readonly Period[],
  bins: readonly UseBin[],
  cases: number,
  monthStarts: readonly number[],
): readonly PricedCase[] {
  const zeros = (count: number): Micros[] => new Array<Micros>(count).fill(0);
  const sums = Array.from({ length: cases }, () => ({
    onDemand: 0 as Micros,
    used: zeros(commitments.length),
    unused: zeros(commitments.length),
    restByMonth: zeros(monthStarts.length),
  }));
  const settled = new Map<string, ReturnType<typeof settleUnits>>();
  const heldIn = periods.map(({ from }) => heldInHour(commitments, from));
  const monthOf = periods.map(({ from }) => monthStarts.findLastIndex((start) => start <= from));
  for (const { caseIndex, period, hours, units } of bins) {
    const key = units.every(Number.isInteger) ? `${heldIn[period].key} ${units.join(' ')}` : undefined;
    const hour =
      (key === undefined ? undefined : settled.get(key)) ?? settleUnits(prices, heldIn[period], units);
    if (key !== undefined) settled.set(key, hour);
    const sum = sums[caseIndex];
    for (const { micros } of hour.onDemand) book(sum.restByMonth, monthOf[period], micros, hours);
    for (let c = 0; c < commitments.length; c++) {
      book(sum.unused, c, hour.unusedMicros[c], hours);
      for (const { micros } of hour.covered[c]) book(sum.used, c, micros, hours);
    }
    units.forEach((count, pool) => {
      const price = prices[pool];
      if (price === undefined) return;
      sum.onDemand = plusMicros(sum.onDemand, timesMicros(amountMicros(price.unitPrice, count), hours));
    });
  }
  return sums.map(({ onDemand, used, unused, restByMonth }) => {
    const rest = totalMicros(restByMonth);
    const [allUsed, allUnused] = [totalMicros(used), totalMicros(unused)];
    return {
      onDemandMicros: onDemand,
      coveredOnDemandMicros: minusMicros(onDemand, rest),
      committedUsedMicros: allUsed,
      committedUnusedMicros: allUnused,
      totalMicros: totalMicros([allUsed, allUnused, rest]),
      usedByCommitment: used,
      unusedByCommitment: unused,
      restByMonth,
    };
  });
}

/** Adds so many hours' amounts to a sum. */
function book(sums: Micros[], index: number, micros: Micros, hours: number): void {
  sums[index] = plusMicros(sums[index], timesMicros(micros, hours));
}

/** What commitments cost after the last hour of a horizon, in money: stranded if nothing needs them then. */
export function committedAfter(commitments: readonly HeldCommitment[], hours: number): number {
  return commitments.reduce(
    (all, { hourly, fromHour, untilHour }) =>
      all + fromMicros(amountMicros(hourly, Math.max(0, untilHour - Math.max(hours, fromHour)))),
    0,
  );
}
