import { leastCapOf, type UnitPrices } from '../scenario/jobs/resolveJobs.ts';
import type { PlacedProblem } from '../scenario/reading/problems.ts';
import type { ScenarioDocument } from '../scenario/schema.ts';
import type { SimulationSpec } from '../scenario/spec.ts';
import { minimumSecondsOf } from './billedMinimum.ts';
import type { PoolPrice } from './poolPrice.ts';
import { hourlySpotPrices } from './spotPrice.ts';

/** What a job's cap is counted by, over so many hours; undefined without a price. */
export function unitPricesOf(price: PoolPrice | undefined, hours: number): UnitPrices | undefined {
  if (price === undefined) return undefined;
  const { gpusPerUnit, unitPrice, spot } = price;
  return {
    gpusPerUnit,
    minimumSeconds: minimumSecondsOf(price),
    onDemandPerHour: unitPrice,
    spotPerHour:
      spot === undefined
        ? unitPrice
        : spot.steps === undefined
          ? spot.unitPrice
          : [...hourlySpotPrices(spot, hours)],
  };
}

/** Caps for which not one replica can be started. */
export function capMinimumProblems(
  { jobs = [], currency }: Pick<ScenarioDocument, 'jobs' | 'currency'>,
  { pools, hours }: SimulationSpec,
  prices: readonly (PoolPrice | undefined)[],
): PlacedProblem[] {
  return jobs.flatMap(({ costCap, target }, i) => {
    const pool = pools.findIndex(({ id }) => id === target);
    const unitPrices = costCap === undefined ? undefined : unitPricesOf(prices[pool], hours);
    if (costCap === undefined || unitPrices === undefined) return [];
    const least = leastCapOf(pools[pool], unitPrices);
    if (costCap >= least) return [];
    return [
      {
        path: ['jobs', i, 'costCap'],
        message: `${costCap} ${currency} is less than one replica costs for as short as it is billed, ${Number(least.toPrecision(4))} ${currency}: nothing would ever start`,
      },
    ];
  });
}
