import type { Ledger } from '../../pricing/ledger.ts';
import { sumMicros } from '../../pricing/microsColumn.ts';
import { amountMicros, fromMicros, type Micros, minusMicros, plusMicros } from '../../pricing/money.ts';
import type { SimulationSpec } from '../../scenario/spec.ts';
import { RESERVED, replicaHoursOf } from '../../usage/paidHours.ts';
import type { ReplicationUsage } from '../../usage/usage.ts';
import { sumColumn } from '../../usage/usageTotals.ts';
import type { TellAmount } from '../exactAmounts.ts';

/** What a pool has reserved at prices of its own, paid whoever is on it; money is null where a price is unknown. */
export interface ReservedFigures {
  /** Most nodes at a time. */
  readonly nodes: number;
  readonly nodeHours: number;
  /** Of whole units. */
  readonly unitHours: number | null;
  readonly cost: number | null;
  /** What the same units would cost on demand, for as long. */
  readonly allOnDemand: number | null;
  /** allOnDemand − cost: below 0 where what is reserved is the dearer one. */
  readonly saved: number | null;
  readonly savedShare: number | null;
}

/** Figures of what is reserved of a pool at prices of its own, told at `path`; undefined where nothing is. */
export function reservedFigures(
  spec: SimulationSpec,
  usage: ReplicationUsage,
  ledger: Ledger,
  pool: number,
  path: string,
  tell: TellAmount,
): ReservedFigures | undefined {
  const reserved = spec.pools[pool].living?.reserved ?? [];
  if (!reserved.some(({ hasOwnPrice }) => hasOwnPrice)) return undefined;
  const { paid } = usage.pools[pool];
  let nodes = 0;
  for (let row = 0; row < paid.level.length; row++) {
    if (paid.kind[row] === RESERVED && paid.seconds[row] > 0) nodes = Math.max(nodes, paid.level[row]);
  }
  const nodeHours = sumColumn(replicaHoursOf(paid, spec.hours, 1, RESERVED));
  const of = (category: string) =>
    ledger.series.find((series) => series.pool === pool && series.category === category);
  const [own, onDemand] = [of('reserved compute'), of('compute')];
  if (own === undefined || onDemand === undefined) {
    return {
      nodes,
      nodeHours,
      unitHours: null,
      cost: null,
      allOnDemand: null,
      saved: null,
      savedShare: null,
    };
  }
  const cost = sumMicros(own.amountMicros);
  // Hour by hour, as the ledger would have it.
  let allOnDemand: Micros = 0;
  for (const units of own.quantity)
    allOnDemand = plusMicros(allOnDemand, amountMicros(onDemand.unitPrice, units));
  const saved = minusMicros(allOnDemand, cost);
  return {
    nodes,
    nodeHours,
    unitHours: sumColumn(own.quantity),
    cost: tell(`${path}cost`, cost),
    allOnDemand: tell(`${path}allOnDemand`, allOnDemand),
    saved: tell(`${path}saved`, saved),
    savedShare: allOnDemand > 0 ? fromMicros(saved) / fromMicros(allOnDemand) : null,
  };
}
