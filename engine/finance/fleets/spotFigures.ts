import type { Ledger, LedgerSeries } from '../../pricing/ledger.ts';
import { sumMicros } from '../../pricing/microsColumn.ts';
import {
  amountMicros,
  fromMicros,
  type Micros,
  minusMicros,
  plusMicros,
  totalMicros,
} from '../../pricing/money.ts';
import { replicasPerNode } from '../../scenario/living/capacity/paidNode.ts';
import type { SimulationSpec } from '../../scenario/spec.ts';
import type { FleetCount } from '../../usage/fleetRecorder.ts';
import { COMMITTED_OR_ON_DEMAND, replicaHoursOf, SPOT } from '../../usage/paidHours.ts';
import type { ReplicationUsage } from '../../usage/usage.ts';
import { sumColumn } from '../../usage/usageTotals.ts';
import type { TellAmount } from '../exactAmounts.ts';

/** What was paid of one kind of capacity; null without a price. */
export interface KindFigures {
  readonly replicaHours: number;
  /** Of whole units, with what short spells are billed beyond them. */
  readonly unitHours: number | null;
  readonly cost: number | null;
}

/** What spot comes to against capacity on demand; money is null where a price is unknown. */
export interface SpotSavings {
  /** What all units that were paid would cost on demand: the same hours, though replicas that nobody takes away start once and are never away. */
  readonly allOnDemand: number | null;
  /** allOnDemand − cost: below 0 where spot is the dearer one. */
  readonly saved: number | null;
  readonly savedShare: number | null;
}

/** A pool that has spot, by kind of capacity. */
export interface SpotFigures extends SpotSavings {
  /** Committed capacity is in it, and so are replicas that stand in for spot. */
  readonly onDemand: KindFigures;
  readonly spot: KindFigures;
  /**
   * Whether another machine is to be had at once whenever one is taken away: of a preset, a mean or a law, which tell lives and
   * know no shortage. A fallback never acts then.
   */
  readonly alwaysToBeHad: boolean;
}

/** All pools that have spot. Counts are means over replications. */
export interface SpotSummary extends SpotSavings, Readonly<Record<(typeof SPOT_COUNTS)[number], number>> {
  /** Of the pools that have spot, on demand, committed and as spot. */
  readonly cost: number | null;
}

const SPOT_COUNTS = [
  'interruptions',
  'fallbacks',
  'lostRequests',
  'lossRetries',
] as const satisfies readonly FleetCount[];

interface SpotMicros {
  readonly cost: Micros;
  readonly allOnDemand: Micros;
}

/** Figures of a pool's spot, told at `path`; undefined of a pool that has none. */
export function spotFigures(
  spec: SimulationSpec,
  usage: ReplicationUsage,
  ledger: Ledger,
  pool: number,
  path: string,
  tell: TellAmount,
): SpotFigures | undefined {
  const own = spec.pools[pool];
  if (own.living?.spot === undefined) return undefined;
  const { paid } = usage.pools[pool];
  const micros = spotMicros(ledger, pool);
  const kind = (of: number, name: string): KindFigures => {
    const series = ledger.series.filter(
      (each) =>
        each.pool === pool &&
        each.category !== 'reserved compute' &&
        (each.category === 'spot compute') === (of === SPOT),
    );
    return {
      replicaHours: sumColumn(replicaHoursOf(paid, spec.hours, replicasPerNode(own), of)),
      unitHours:
        micros === undefined ? null : series.reduce((sum, each) => sum + sumColumn(each.quantity), 0),
      cost: micros === undefined ? null : tell(`${path}${name}.cost`, costOf(series)),
    };
  };
  return {
    onDemand: kind(COMMITTED_OR_ON_DEMAND, 'onDemand'),
    spot: kind(SPOT, 'spot'),
    alwaysToBeHad: own.living.spot.supply.kind === 'lives',
    ...savings(micros, path, tell),
  };
}

/** What spot comes to in all pools that have it; undefined where none has. */
export function spotSummary(
  { pools }: SimulationSpec,
  usage: ReplicationUsage,
  ledger: Ledger,
  tell: TellAmount,
): SpotSummary | undefined {
  const those = pools.flatMap(({ living }, pool) => (living?.spot === undefined ? [] : [pool]));
  if (those.length === 0) return undefined;
  const counted = SPOT_COUNTS.map((name) => [
    name,
    those.reduce((sum, pool) => sum + (usage.pools[pool].fleetCounts?.[name] ?? 0), 0),
  ]);
  const each = those.flatMap((pool) => spotMicros(ledger, pool) ?? []);
  const micros =
    each.length < those.length
      ? undefined
      : {
          cost: totalMicros(each.map(({ cost }) => cost)),
          allOnDemand: totalMicros(each.map(({ allOnDemand }) => allOnDemand)),
        };
  return {
    ...(Object.fromEntries(counted) as Record<(typeof SPOT_COUNTS)[number], number>),
    cost: micros === undefined ? null : tell('spot.cost', micros.cost),
    ...savings(micros, 'spot.', tell),
  };
}

/** Cost of a pool but for what is reserved, and what it would be at its price on demand; undefined without a price of spot. */
function spotMicros(ledger: Ledger, pool: number): SpotMicros | undefined {
  const series = ledger.series.filter((each) => each.pool === pool && each.category !== 'reserved compute');
  const spot = series.find(({ category }) => category === 'spot compute');
  const onDemand = series.find(({ category }) => category === 'compute');
  if (spot === undefined || onDemand === undefined) return undefined;
  const cost = costOf(series);
  // Hour by hour, as the ledger would have it.
  let instead: Micros = 0;
  for (const units of spot.quantity) instead = plusMicros(instead, amountMicros(onDemand.unitPrice, units));
  return { cost, allOnDemand: plusMicros(minusMicros(cost, costOf([spot])), instead) };
}

function costOf(series: readonly LedgerSeries[]): Micros {
  return totalMicros(series.map(({ amountMicros: column }) => sumMicros(column)));
}

function savings(micros: SpotMicros | undefined, path: string, tell: TellAmount): SpotSavings {
  if (micros === undefined) return { allOnDemand: null, saved: null, savedShare: null };
  const { cost, allOnDemand } = micros;
  const saved = minusMicros(allOnDemand, cost);
  return {
    allOnDemand: tell(`${path}allOnDemand`, allOnDemand),
    saved: tell(`${path}saved`, saved),
    savedShare: allOnDemand > 0 ? fromMicros(saved) / fromMicros(allOnDemand) : null,
  };
}
