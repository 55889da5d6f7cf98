import { amountMicros, timesMicros } from '../../pricing/money.ts';
import { isOutOfCommitments, type Ledger, type LedgerSeries } from '../../pricing/ledger.ts';
import { lawMean } from '../../scenario/lengths/lawMean.ts';
import { instantText } from '../../scenario/living/instantText.ts';
import {
  type ControllerSpec,
  type LivingSpec,
  START_UP_STAGES,
  type StartUpStage,
} from '../../scenario/living/livingSpec.ts';
import { gpusPerNode, replicasPerNode } from '../../scenario/living/capacity/paidNode.ts';
import type { PoolSpec, SimulationSpec } from '../../scenario/spec.ts';
import { wholeUnits } from '../../scenario/wholeUnits.ts';
import type { FleetCount } from '../../usage/fleetRecorder.ts';
import { noFleetCounts } from '../../usage/fleetRecorder.ts';
import { replicaHoursOf } from '../../usage/paidHours.ts';
import type { ReplicationUsage } from '../../usage/usage.ts';
import { accountTotals, sumColumn } from '../../usage/usageTotals.ts';
import type { TellAmount } from '../exactAmounts.ts';
import { type AtMost, atMost } from './atMost.ts';
import { type IdealFleet, idealFleet } from './idealFleet.ts';
import { accountsOf } from '../serviceLevel.ts';
import type { PoolCapacity } from '../usedCapacity.ts';

/** How many replicas: asked for, on their way, ready, paid for. */
export const FLEET_LEVELS = ['wanted', 'requested', 'ready', 'paid'] as const;
export type FleetLevel = (typeof FLEET_LEVELS)[number];

/** Of the hourly means of a number of replicas: their mean, the lowest and the highest. */
export interface LevelFigures {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** As many replicas as the autoscaler ever asked for over an hour, throughout: not simulated, only priced. */
export interface FixedFleet {
  readonly replicas: number;
  /** On demand. Null without a price, and under commitments, which would cover more of it than of the fleet that was simulated. */
  readonly cost: number | null;
}

/** Counts that are told only of pools with spot or capacity blocks, and with jobs. */
const OF_SPOT = ['interruptions', 'fallbacks'] as const;
const OF_JOBS = ['redone'] as const;
type SeldomCount = (typeof OF_SPOT)[number] | (typeof OF_JOBS)[number];

/** What became of the replicas of a pool whose number changes. Counts are means over replications. */
export interface FleetFigures
  extends Readonly<Record<Exclude<FleetCount, SeldomCount>, number>>,
    Readonly<Partial<Record<SeldomCount, number>>> {
  /** What sets the number; null where it is given. */
  readonly autoscaler: ControllerSpec['kind'] | null;
  readonly replicas: Readonly<Record<FleetLevel, LevelFigures>>;
  /** Replicas that stand by beside those that are wanted; absent where none do. */
  readonly warmStandby?: number;
  /** When all replicas are replaced, instants in UTC; absent where they are not. */
  readonly rollouts?: readonly string[];
  /** By hour of the day (UTC), from 0; null for an hour that the horizon has not. */
  readonly byHourOfDay: Readonly<Record<FleetLevel, readonly (LevelFigures | null)[]>>;
  /** What the stages of a new replica take on average. */
  readonly startUpSeconds: Readonly<Record<StartUpStage, number>>;
  /**
   * From the instant at which a replica is asked for until it is ready, on average: replica-seconds on the way ÷ replicas
   * asked for. Those let go on the way count, and time in repair does. Null where none was asked for.
   */
  readonly scaleUpLagSeconds: number | null;
  /** Replica-seconds paid before the replica was ready; what they cost stands in `idleByReason`. */
  readonly startingSeconds: number;
  /** Replica-seconds in which a replica took nothing new and did what it had, or was lost with it. */
  readonly drainingSeconds: number;
  /** Requests turned away since no replica was ready in time, and with their replica. */
  readonly rejectedNoReplica: number;
  readonly rejectedLost: number;
  /** Times that clients asked again after either; absent where none do. */
  readonly retries?: number;
  /** Requests of the pool neither done nor turned away by the end. */
  readonly unfinished: number;
  /** Null where nothing bounds the number. */
  readonly atMost: AtMost | null;
  /** Null where no autoscaler sets the number. */
  readonly fixedFleet: FixedFleet | null;
  readonly ideal: IdealFleet;
}

const HOUR = 3600;
/** A whole number of replicas that rounding left above it is not one more. */
const ROUNDING = 1e-9;

/** Figures of a living pool, whose amounts are told at `path`; undefined of one that keeps its number. */
export function fleetFigures(
  spec: SimulationSpec,
  usage: ReplicationUsage,
  ledger: Ledger,
  pool: number,
  capacity: PoolCapacity,
  path: string,
  tell: TellAmount,
): FleetFigures | undefined {
  const own = spec.pools[pool];
  const { living } = own;
  const {
    wantedSeconds,
    requestedSeconds,
    startingSeconds,
    readySeconds,
    drainingSeconds,
    paid,
    fleetCounts,
    retries,
  } = usage.pools[pool];
  if (
    living === undefined ||
    wantedSeconds === undefined ||
    requestedSeconds === undefined ||
    startingSeconds === undefined ||
    readySeconds === undefined ||
    drainingSeconds === undefined
  )
    return undefined;
  const inReplicas = (seconds: Float64Array): Float64Array => seconds.map((each) => each / HOUR);
  const columns: Record<FleetLevel, Float64Array> = {
    wanted: inReplicas(wantedSeconds),
    requested: inReplicas(requestedSeconds),
    ready: inReplicas(readySeconds),
    paid: replicaHoursOf(paid, spec.hours, replicasPerNode(own)),
  };
  const counts = fleetCounts ?? noFleetCounts();
  const workloads = spec.workloads.flatMap((workload, w) => (workload.pool === pool ? [w] : []));
  const rejected = (reason: 'no-replica' | 'lost'): number =>
    workloads.reduce((sum, w) => sum + usage.workloads[w].rejectedBy[reason], 0);
  const requests = accountTotals(
    usage,
    workloads.flatMap((w) => accountsOf(spec, w)),
  );
  const { requestedReplicas } = counts;
  return {
    autoscaler: living.controller?.kind ?? null,
    ...((living.warmStandby ?? 0) > 0 && { warmStandby: living.warmStandby }),
    ...(living.rollout && {
      rollouts: living.rollout.seconds.map((second) => instantText(spec.startEpochSeconds + second)),
    }),
    replicas: byLevel((level) => levelOf(columns[level]) ?? { mean: 0, least: 0, most: 0 }),
    byHourOfDay: byLevel((level) => hoursOfDay(columns[level], spec.startEpochSeconds)),
    startUpSeconds: Object.fromEntries(
      START_UP_STAGES.map((stage) => [stage, lawMean(living.startUp[stage])]),
    ) as Record<StartUpStage, number>,
    scaleUpLagSeconds: requestedReplicas > 0 ? sumColumn(requestedSeconds) / requestedReplicas : null,
    startingSeconds: sumColumn(startingSeconds),
    drainingSeconds: sumColumn(drainingSeconds),
    ...told(counts, hasInterruptions(living), usage.pools[pool].jobs !== undefined),
    rejectedNoReplica: rejected('no-replica'),
    rejectedLost: rejected('lost'),
    ...(retries !== undefined && { retries }),
    // Means over replications are not whole, so the difference may be off 0 by rounding.
    unfinished: Math.max(
      0,
      Math.round((requests.arrived - requests.completed - requests.rejected) * 1e6) / 1e6,
    ),
    atMost: atMost(spec, usage, pool) ?? null,
    fixedFleet:
      living.controller === undefined
        ? null
        : fixedFleet(
            own,
            columns.wanted,
            ledger.series.filter((series) => series.pool === pool && !isOutOfCommitments(series)),
            path,
            tell,
          ),
    ideal: idealFleet(own, usage.pools[pool], capacity, `${path}ideal.`, tell),
  };
}

/** The highest hourly mean, in whole replicas, paid all hours at the pool's price on demand. */
function fixedFleet(
  pool: PoolSpec,
  wanted: Float64Array,
  series: readonly LedgerSeries[],
  path: string,
  tell: TellAmount,
): FixedFleet {
  const most = wanted.reduce((largest, each) => Math.max(largest, each), 0);
  const replicas = Math.ceil(most - ROUNDING);
  const [only, ...others] = series;
  if (only === undefined || others.length > 0) return { replicas, cost: null };
  const nodes = Math.ceil(replicas / replicasPerNode(pool) - ROUNDING);
  const units = wholeUnits(nodes, gpusPerNode(pool), only.gpusPerUnit);
  const micros = timesMicros(amountMicros(only.unitPrice, units), wanted.length);
  return { replicas, cost: tell(`${path}fixedFleet.cost`, micros) };
}

function hoursOfDay(column: Float64Array, startEpochSeconds: number): readonly (LevelFigures | null)[] {
  const first = Math.floor(startEpochSeconds / HOUR);
  return Array.from(
    { length: 24 },
    (_, hour) => levelOf(column.filter((_each, h) => (first + h) % 24 === hour)) ?? null,
  );
}

function levelOf(column: Float64Array): LevelFigures | undefined {
  if (column.length === 0) return undefined;
  return {
    mean: sumColumn(column) / column.length,
    least: column.reduce((least, each) => Math.min(least, each)),
    most: column.reduce((most, each) => Math.max(most, each)),
  };
}

function byLevel<Value>(of: (level: FleetLevel) => Value): Record<FleetLevel, Value> {
  return Object.fromEntries(FLEET_LEVELS.map((level) => [level, of(level)])) as Record<FleetLevel, Value>;
}

/** Counts without those that the pool cannot have. */
function told(
  counts: Readonly<Record<FleetCount, number>>,
  isInterrupted: boolean,
  hasJobs: boolean,
): Pick<FleetFigures, FleetCount> {
  const left: readonly FleetCount[] = [...(isInterrupted ? [] : OF_SPOT), ...(hasJobs ? [] : OF_JOBS)];
  return Object.fromEntries(
    Object.entries(counts).filter(([name]) => !left.includes(name as FleetCount)),
  ) as Pick<FleetFigures, FleetCount>;
}

/** Whether machines may be taken away with a notice. */
function hasInterruptions({ spot, reserved = [] }: LivingSpec): boolean {
  return spot !== undefined || reserved.some(({ kind }) => kind === 'capacity-block');
}
