import type { PoolPrice } from '../../pricing/poolPrice.ts';
import { wholeUnits } from '../../scenario/wholeUnits.ts';

/** One way in which the future may go: units paid by pool and hour of the planning horizon, and how likely it is. */
export interface UseCase {
  /** Cases of one name (replications of a growth) are told together. */
  readonly name: string;
  readonly probability: number;
  readonly units: readonly Float64Array[];
}

/** How demand may grow, a month, and how likely that is. */
export interface GrowthCase {
  readonly name: string;
  readonly growthPerMonth: number;
  readonly probability: number;
}

export interface ProjectInput {
  readonly pools: readonly { readonly gpusPerReplica: number }[];
  /** In the order of the pools; a pool without a price pays for nothing. */
  readonly prices: readonly (PoolPrice | undefined)[];
  /** By replication and pool: replicas of each simulated hour, whole or not. */
  readonly fleets: readonly (readonly Float64Array[])[];
  readonly growth: readonly GrowthCase[];
  /** First hour of each month of the planning horizon, and its length in hours. */
  readonly monthStarts: readonly number[];
  readonly hours: number;
}

const WEEK = 168;
const DAY = 24;
/** A replica-hour below this is rounding, not a replica. */
const ROUNDING = 1e-9;

/**
 * The fleets of a simulation, carried on over a planning horizon: hours beyond the simulated ones repeat its whole
 * weeks (its whole days, its hours, where it is shorter), and replicas grow month by month, rounded up to whole
 * replicas and whole units paid. Replications with the same fleets are one case.
 */
export function projectUse(input: ProjectInput): readonly UseCase[] {
  const { fleets, growth } = input;
  const distinct = new Map<string, { replicas: readonly Float64Array[]; count: number }>();
  for (const replicas of fleets) {
    const key = replicas.map((column) => column.join(' ')).join('|');
    const known = distinct.get(key);
    if (known === undefined) distinct.set(key, { replicas, count: 1 });
    else known.count++;
  }
  const sum = growth.reduce((all, { probability }) => all + probability, 0);
  return growth.flatMap((each) =>
    [...distinct.values()].map(({ replicas, count }) => ({
      name: each.name,
      probability: ((each.probability / sum) * count) / fleets.length,
      units: input.prices.map((price, pool) =>
        price === undefined
          ? new Float64Array(input.hours)
          : projectPool(input, pool, price, replicas[pool], each.growthPerMonth),
      ),
    })),
  );
}

function projectPool(
  { pools, monthStarts, hours }: ProjectInput,
  pool: number,
  { gpusPerUnit }: PoolPrice,
  replicas: Float64Array,
  growthPerMonth: number,
): Float64Array {
  const units = new Float64Array(hours);
  const simulated = replicas.length;
  const cycle = simulated >= WEEK ? WEEK : simulated >= DAY ? DAY : 1;
  const repeated = Math.floor(simulated / cycle) * cycle;
  let month = 0;
  for (let h = 0; h < hours; h++) {
    if (monthStarts[month + 1] === h) month++;
    const now = replicas[h < simulated ? h : h % repeated];
    const grown = Math.ceil(now * (1 + growthPerMonth) ** month - ROUNDING);
    units[h] = wholeUnits(grown, pools[pool].gpusPerReplica, gpusPerUnit);
  }
  return units;
}
