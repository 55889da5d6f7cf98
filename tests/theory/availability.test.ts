import { it } from 'vitest';
import type { LengthLawSpec } from '../../engine/scenario/lengths/lengthLawSpec.ts';
import { COMMITTED_OR_ON_DEMAND, type PaidHours } from '../../engine/usage/paidHours.ts';
import { idlePool, poolsOf } from './noLoad.ts';
import { expectTheory, expectToMiss } from './replications.ts';

const REPLICATIONS = 16;
const REPLICAS = 4;
const HOURS = 12_000;
/** Left out: at the start all are up. */
const WARM_HOURS = 100;
const MEAN_UP = 10;
const MEAN_REPAIR = 2;

const repairs: readonly (readonly [string, LengthLawSpec])[] = [
  ['exponential', { type: 'exponential', mean: 3600 * MEAN_REPAIR }],
  ['fixed', { type: 'fixed', value: 3600 * MEAN_REPAIR }],
];

/** Share of the time with exactly so many replicas up: those in repair are not paid. */
function shareAt({ hour, kind, level, seconds }: PaidHours, replicas: number): number {
  let sum = 0;
  for (let row = 0; row < hour.length; row++) {
    if (hour[row] >= WARM_HOURS && kind[row] === COMMITTED_OR_ON_DEMAND && level[row] === replicas)
      sum += seconds[row];
  }
  return sum / (3600 * (HOURS - WARM_HOURS));
}

function binomial(n: number, successes: number, probability: number): number {
  let ways = 1;
  for (let i = 0; i < successes; i++) ways = (ways * (n - i)) / (i + 1);
  return ways * probability ** successes * (1 - probability) ** (n - successes);
}

/**
 * Replicas that fail by themselves are up for an exponential time and in repair for any: each is up with A = m / (m + r) of its
 * time, whatever the law of repairs, and so many of N are up as a binomial law has it.
 */
it.each(repairs)(
  'so many of N replicas are up as Binomial(N, m / (m + r)), repairs %s',
  async (_, repairSeconds) => {
    const failures = { at: [], meanSeconds: 3600 * MEAN_UP, repairSeconds };
    const pools = await poolsOf(idlePool(REPLICAS, HOURS, { failures }, REPLICATIONS));
    const availability = MEAN_UP / (MEAN_UP + MEAN_REPAIR);
    for (let up = 1; up <= REPLICAS; up++) {
      const shares = pools.map(({ paid }) => shareAt(paid, up));
      expectTheory(shares, binomial(REPLICAS, up, availability), up === 1 ? 0.15 : 0.06);
      // Repairs that are longer by an eighth are told where most of the time is.
      const longer = MEAN_UP / (MEAN_UP + 1.125 * MEAN_REPAIR);
      if (up === REPLICAS) expectToMiss(shares, binomial(REPLICAS, up, longer));
    }
  },
);
