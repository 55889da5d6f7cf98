import { unitHours } from '../../pricing/paidUnits.ts';
import type { PoolPrice } from '../../pricing/poolPrice.ts';
import { gpusPerNode, type NodedPool } from '../../scenario/living/capacity/paidNode.ts';
import { wholeUnits } from '../../scenario/wholeUnits.ts';
import type { PlannedFleet } from './plannedFleets.ts';

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
  readonly pools: readonly NodedPool[];
  /** In the order of the pools; a pool without a price pays for nothing. */
  readonly prices: readonly (PoolPrice | undefined)[];
  /** By replication and pool; replicas whole or not. */
  readonly fleets: readonly (readonly PlannedFleet[])[];
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
 * replicas and whole units paid. Spot is no part of it, and what is on demand beside spot does not grow. Replications with the same fleets are one case.
 */
export function projectUse(input: ProjectInput): readonly UseCase[] {
  const { fleets, growth } = input;
  const distinct = new Map<string, { replicas: readonly PlannedFleet[]; count: number }>();
  for (const replicas of fleets) {
    const key = replicas.map(fleetKey).join('|');
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

function fleetKey({
  paid: { hour, kind, level, seconds, shortOfMinute, shortOfHour },
}: PlannedFleet): string {
  return [hour, kind, level, seconds, shortOfMinute, shortOfHour].map((column) => column.join(' ')).join(';');
}

function projectPool(
  { pools, monthStarts, hours }: ProjectInput,
  pool: number,
  price: PoolPrice,
  { hours: simulated, paid }: PlannedFleet,
  growthPerMonth: number,
): Float64Array {
  const units = new Float64Array(hours);
  const own = pools[pool];
  const cycle = simulated >= WEEK ? WEEK : simulated >= DAY ? DAY : 1;
  const repeated = Math.floor(simulated / cycle) * cycle;
  const firstRow = firstRowOf(paid.hour, simulated);
  let month = 0;
  let growth = 1;
  const unitsAt = (replicas: number): number =>
    wholeUnits(Math.ceil(replicas * growth - ROUNDING), gpusPerNode(own), price.gpusPerUnit);
  for (let h = 0; h < hours; h++) {
    // Beside spot so many are on demand as the document gives: growth is spot’s, which no commitment covers.
    if (monthStarts[month + 1] === h) growth = (1 + (own.living?.spot ? 0 : growthPerMonth)) ** ++month;
    const now = h < simulated ? h : h % repeated;
    units[h] = unitHours(paid, firstRow[now], firstRow[now + 1], price, unitsAt);
  }
  return units;
}

/** By hour: its first row, and last how many there are. */
function firstRowOf(hour: Int32Array, hours: number): Int32Array {
  const first = new Int32Array(hours + 1);
  for (const each of hour) first[each + 1]++;
  for (let h = 0; h < hours; h++) first[h + 1] += first[h];
  return first;
}
