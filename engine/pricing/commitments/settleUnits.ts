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
  readonly unusedMicros: readonly number[];
}

interface UnitsAndMicros {
  readonly units: number;
  readonly micros: number;
}

/** Settles hours; equal hours are settled once, for fleets seldom change from one hour to the next. */
export function unitsSettler(
  prices: readonly (PoolPrice | undefined)[],
  commitments: readonly HeldCommitment[],
): (hour: number, units: readonly number[]) => SettledUnits {
  const known = new Map<string, SettledUnits>();
  return (hour, units) => {
    const held = commitments.map(({ fromHour, untilHour }) => hour >= fromHour && hour < untilHour);
    const key = `${held.map(Number).join('')} ${units.join(' ')}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const settled = settleUnits(prices, commitments, held, units);
    known.set(key, settled);
    return settled;
  };
}

function settleUnits(
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
    found: { readonly unitHours: number; readonly micros: number } | undefined,
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
