import type { Ledger } from '../../pricing/ledger.ts';
import { sumMicros } from '../../pricing/microsColumn.ts';
import { amountMicros, fromMicros, type Micros, minusMicros, plusMicros } from '../../pricing/money.ts';
import { reservedAt } from '../../scenario/living/capacity/reservedAt.ts';
import { reservedSeconds } from '../../scenario/living/capacity/reservedSeconds.ts';
import type { SimulationSpec } from '../../scenario/spec.ts';
import type { ReplicationUsage } from '../../usage/usage.ts';
import { sumColumn } from '../../usage/usageTotals.ts';
import type { TellAmount } from '../exactAmounts.ts';

/** What a pool has reserved, paid whoever is on it; money is of what has a price of its own, null where nothing has, or where it is unknown. */
export interface ReservedFigures {
  /** Most nodes at a time. */
  readonly nodes: number;
  readonly nodeHours: number;
  /** Of them those in which a replica was on the node, or it was not released yet; null where that is not known. */
  readonly usedNodeHours: number | null;
  readonly usedShare: number | null;
  /** Of whole units. */
  readonly unitHours: number | null;
  readonly cost: number | null;
  /** What the same units would cost on demand, for as long. */
  readonly allOnDemand: number | null;
  /** allOnDemand − cost: below 0 where what is reserved is the dearer one. */
  readonly saved: number | null;
  readonly savedShare: number | null;
}

const HOUR = 3600;
const NO_PRICE = { unitHours: null, cost: null, allOnDemand: null, saved: null, savedShare: null } as const;

/** Figures of what is reserved of a pool, told at `path`; undefined where nothing is. */
export function reservedFigures(
  spec: SimulationSpec,
  usage: ReplicationUsage,
  ledger: Ledger,
  pool: number,
  path: string,
  tell: TellAmount,
): ReservedFigures | undefined {
  const { reserved } = spec.pools[pool].living ?? {};
  if (reserved === undefined) return undefined;
  const end = spec.hours * HOUR;
  const borders = [0, ...reserved.map(({ fromSecond }) => fromSecond)].filter(
    (second) => second >= 0 && second < end,
  );
  const nodesAt = (second: number): number => {
    const { onDemand, inBlocks } = reservedAt(reserved, second);
    return onDemand + inBlocks;
  };
  const nodeHours = reserved.reduce((sum, each) => sum + reservedSeconds(each, 0, end), 0) / HOUR;
  const { reservedUsedSeconds } = usage.pools[pool];
  const usedNodeHours = reservedUsedSeconds === undefined ? null : sumColumn(reservedUsedSeconds) / HOUR;
  return {
    nodes: borders.reduce((most, second) => Math.max(most, nodesAt(second)), 0),
    nodeHours,
    usedNodeHours,
    // Hours of a draft stand for others, in which less may be reserved.
    usedShare: usedNodeHours === null || nodeHours === 0 ? null : Math.min(1, usedNodeHours / nodeHours),
    ...ownPriceFigures(ledger, pool, path, tell),
  };
}

function ownPriceFigures(
  ledger: Ledger,
  pool: number,
  path: string,
  tell: TellAmount,
): Pick<ReservedFigures, keyof typeof NO_PRICE> {
  const of = (category: string) =>
    ledger.series.find((series) => series.pool === pool && series.category === category);
  const [own, onDemand] = [of('reserved compute'), of('compute')];
  if (own === undefined || onDemand === undefined) return NO_PRICE;
  const cost = sumMicros(own.amountMicros);
  // Hour by hour, as the ledger would have it.
  let allOnDemand: Micros = 0;
  for (const units of own.quantity)
    allOnDemand = plusMicros(allOnDemand, amountMicros(onDemand.unitPrice, units));
  const saved = minusMicros(allOnDemand, cost);
  return {
    unitHours: sumColumn(own.quantity),
    cost: tell(`${path}cost`, cost),
    allOnDemand: tell(`${path}allOnDemand`, allOnDemand),
    saved: tell(`${path}saved`, saved),
    savedShare: allOnDemand > 0 ? fromMicros(saved) / fromMicros(allOnDemand) : null,
  };
}
