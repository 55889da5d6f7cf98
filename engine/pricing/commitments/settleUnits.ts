import type { Micros } from '../money.ts';
import type { PoolPrice } from '../poolPrice.ts';
import type { HeldCommitment } from './heldCommitment.ts';
import type { ResourceCommitment } from './resourceCommitment.ts';
import type { EligibleUse } from './eligibleUse.ts';
import { type HeldCommitments, settleHour } from './settleHour.ts';
import type { SpendCommitment } from './spendCommitment.ts';

/** What an hour's units come to, by pool and by commitment; money in micro-units. */
export interface SettledUnits {
  /** By index of the pool: units on demand and their cost. */
  readonly onDemand: readonly UnitsAndMicros[];
  /** By index of the commitment, then of the pool: units covered and their share of the commitment. */
  readonly covered: readonly (readonly UnitsAndMicros[])[];
  /** By index of the commitment. */
  readonly unusedMicros: readonly Micros[];
}

export interface UnitsAndMicros {
  readonly units: number;
  readonly micros: Micros;
}

/** Of nothing there is nothing. */
const NOTHING: UnitsAndMicros = { units: 0, micros: 0 };

/**
 * Settles every hour of a horizon; `paid` are the unit-hours of each pool by hour. Equal hours are settled once, and are
 * the same object: fleets seldom change from one hour to the next. Those in which some unit was there for a part of the
 * hour are hardly ever equal, and are only compared with the hour before.
 */
export function settledHours(
  prices: readonly (PoolPrice | undefined)[],
  commitments: readonly HeldCommitment[],
  paid: readonly Float64Array[],
  hours: number,
): readonly SettledUnits[] {
  const known = new Map<string, SettledUnits>();
  const changes = new Set(
    commitments.flatMap(({ fromHour, untilHour }) => [Math.ceil(fromHour), Math.ceil(untilHour)]),
  );
  const settled: SettledUnits[] = [];
  let held: HeldInHour | undefined;
  for (let hour = 0; hour < hours; hour++) {
    const isSame = hour > 0 && !changes.has(hour) && paid.every((units) => units[hour] === units[hour - 1]);
    if (isSame) {
      settled.push(settled[hour - 1]);
      continue;
    }
    if (held === undefined || changes.has(hour)) held = heldInHour(commitments, hour);
    const units = paid.map((column) => column[hour]);
    if (!units.every(Number.isInteger)) {
      settled.push(settleUnits(prices, held, units));
      continue;
    }
    const key = `${held.key} ${units.join(' ')}`;
    const found = known.get(key) ?? settleUnits(prices, held, units);
    known.set(key, found);
    settled.push(found);
  }
  return settled;
}

/** The commitments that hold in an hour, made ready to be applied. */
export interface HeldInHour extends HeldCommitments {
  /** Index of each commitment by its id, those that do not hold, too. */
  readonly indexOf: ReadonlyMap<string, number>;
  /** The same for hours in which the same hold. */
  readonly key: string;
}

/** Which of some commitments, given in the order in which they apply, hold in an hour of the horizon. */
export function heldInHour(commitments: readonly HeldCommitment[], hour: number): HeldInHour {
  const holds = ({ fromHour, untilHour }: HeldCommitment): boolean => hour >= fromHour && hour < untilHour;
  const active = commitments.filter(holds);
  return {
    resources: active.filter(({ kind }) => kind === 'resource').map(resourceOf),
    spends: active.filter(({ kind }) => kind === 'spend').map(spendOf),
    indexOf: new Map(commitments.map(({ id }, index) => [id, index])),
    key: commitments.map((each) => Number(holds(each))).join(''),
  };
}

/** Settles one hour under the commitments that hold in it; `units` are the unit-hours paid by pool. */
export function settleUnits(
  prices: readonly (PoolPrice | undefined)[],
  held: HeldInHour,
  units: readonly number[],
): SettledUnits {
  const uses: EligibleUse[] = [];
  units.forEach((unitHours, pool) => {
    const price = prices[pool];
    if (price !== undefined && unitHours > 0)
      uses.push({ id: String(pool), unitHours, onDemandPrice: price.unitPrice });
  });
  const hour = settleHour(uses, held);
  const nothing = units.map(() => NOTHING);
  const onDemand = nothing.slice();
  for (const { use, unitHours, onDemandMicros } of hour.onDemand) {
    onDemand[Number(use)] = { units: unitHours, micros: onDemandMicros };
  }
  const covered = Array.from({ length: held.indexOf.size }, () => nothing);
  for (const { use, commitment, unitHours, effectiveMicros } of hour.covered) {
    const index = held.indexOf.get(commitment) ?? -1;
    if (covered[index] === nothing) covered[index] = nothing.slice();
    covered[index][Number(use)] = { units: unitHours, micros: effectiveMicros };
  }
  const unusedMicros = new Array<Micros>(held.indexOf.size).fill(0);
  for (const { commitment, unusedMicros: unused } of hour.commitments) {
    unusedMicros[held.indexOf.get(commitment) ?? -1] = unused;
  }
  return { onDemand, covered, unusedMicros };
}

function resourceOf({ id, units, hourly, prices }: HeldCommitment): ResourceCommitment {
  return {
    id,
    units,
    unitPrice: hourly / units,
    unitsOf: (use) => (prices[Number(use)] === undefined ? undefined : 1),
  };
}

function spendOf({ id, hourly, prices }: HeldCommitment): SpendCommitment {
  return { id, hourly, committedPrice: (use) => prices[Number(use)] };
}
