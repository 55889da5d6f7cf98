import type { Micros } from '../money.ts';
import type { PoolPrice } from '../poolPrice.ts';
import type { HeldCommitment } from './heldCommitment.ts';
import type { ResourceCommitment } from './resourceCommitment.ts';
import { settleHour } from './settleHour.ts';
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

/**
 * Settles every hour of a horizon; `paid` are the units of each pool by hour. Equal hours are settled once, and are
 * the same object: fleets seldom change from one hour to the next.
 */
export function settledHours(
  prices: readonly (PoolPrice | undefined)[],
  commitments: readonly HeldCommitment[],
  paid: readonly Float64Array[],
  hours: number,
): readonly SettledUnits[] {
  const known = new Map<string, SettledUnits>();
  const changes = commitments.flatMap(({ fromHour, untilHour }) => [fromHour, untilHour]);
  const settled: SettledUnits[] = [];
  for (let hour = 0; hour < hours; hour++) {
    const isSame =
      hour > 0 && !changes.includes(hour) && paid.every((units) => units[hour] === units[hour - 1]);
    if (isSame) {
      settled.push(settled[hour - 1]);
      continue;
    }
    const held = commitments.map(({ fromHour, untilHour }) => hour >= fromHour && hour < untilHour);
    const units = paid.map((column) => column[hour]);
    const key = `${held.map(Number).join('')} ${units.join(' ')}`;
    const found = known.get(key) ?? settleUnits(prices, commitments, held, units);
    known.set(key, found);
    settled.push(found);
  }
  return settled;
}

/** Settles one hour: `held` says which commitments hold in it, `units` are those paid by pool. */
export function settleUnits(
  prices: readonly (PoolPrice | undefined)[],
  commitments: readonly HeldCommitment[],
  held: readonly boolean[],
  units: readonly number[],
): SettledUnits {
  const uses = units.flatMap((unitHours, pool) => {
    const price = prices[pool];
    return price === undefined || unitHours <= 0
      ? []
      : [{ id: String(pool), unitHours, onDemandPrice: price.unitPrice }];
  });
  const active = commitments.filter((_, index) => held[index]);
  const {
    covered,
    onDemand,
    commitments: hours,
  } = settleHour(uses, {
    resources: active.filter(({ kind }) => kind === 'resource').map(resourceOf),
    spends: active.filter(({ kind }) => kind === 'spend').map(spendOf),
  });
  const of = (
    found: { readonly unitHours: number; readonly micros: Micros } | undefined,
  ): UnitsAndMicros => ({
    units: found?.unitHours ?? 0,
    micros: found?.micros ?? 0,
  });
  return {
    onDemand: units.map((_, pool) => {
      const rest = onDemand.find(({ use }) => use === String(pool));
      return of(rest && { unitHours: rest.unitHours, micros: rest.onDemandMicros });
    }),
    covered: commitments.map(({ id }) =>
      units.map((_, pool) => {
        const part = covered.find(({ use, commitment }) => use === String(pool) && commitment === id);
        return of(part && { unitHours: part.unitHours, micros: part.effectiveMicros });
      }),
    ),
    unusedMicros: commitments.map(
      ({ id }) => hours.find(({ commitment }) => commitment === id)?.unusedMicros ?? 0,
    ),
  };
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
