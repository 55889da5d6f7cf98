import { wantedRange } from '../../scenario/living/replicaRange.ts';
import type { SimulationSpec } from '../../scenario/spec.ts';
import type { OverloadStop } from '../../usage/usage.ts';
import type { ExactAmounts } from '../exactAmounts.ts';
import type { Figures } from '../figures.ts';
import { NO_CAPACITY } from '../idleFigures.ts';
import type { LatencySummary } from '../latencySummary.ts';
import { duration, grouped } from '../plainText.ts';
import type { UnitCost } from '../unitCost.ts';

const HOUR = 3600;

/** Why and where a simulation was given up; null where no time passed in which a rate could be told. */
export interface GivenUp {
  /** The overloaded pool. */
  readonly pool: string;
  readonly cause: OverloadStop['cause'];
  /** Second of the horizon. */
  readonly atSeconds: number;
  /** Requests that the pool had in hand then, and those of them that waited for a batch. */
  readonly inFlight: number;
  readonly waiting: number;
  /** How long requests had been worked off by then without any coming; null where they still came. */
  readonly drainedSeconds: number | null;
  /** While the queue grew. */
  readonly arrivedPerSecond: number | null;
  readonly servedPerSecond: number | null;
  readonly replicas: number;
  /**
   * About so many would keep up: as many times those there are as arrivals are of what was served. Null where batches had
   * room for all that was in hand: more replicas would not have been quicker; and where an autoscaler sets the number.
   */
  readonly replicasNeeded: number | null;
  /** The most that an autoscaler may ask for; absent without one. */
  readonly mostReplicas?: number;
}

/** What a simulation that was given up says of itself. */
export function givenUpOf({ pools }: Pick<SimulationSpec, 'pools'>, stop: OverloadStop): GivenUp {
  const { id, replicas, living } = pools[stop.pool];
  const {
    cause,
    atSeconds,
    hours,
    inFlight,
    waiting,
    arrivedPerSecond = null,
    servedPerSecond = null,
  } = stop;
  const mostReplicas = living?.controller && wantedRange({ replicas, living }).most;
  const isKnown =
    mostReplicas === undefined &&
    waiting > 0 &&
    arrivedPerSecond !== null &&
    servedPerSecond !== null &&
    servedPerSecond > 0;
  return {
    pool: id,
    cause,
    atSeconds,
    inFlight,
    waiting,
    drainedSeconds: cause === 'drain' ? atSeconds - hours * HOUR : null,
    arrivedPerSecond,
    servedPerSecond,
    replicas,
    replicasNeeded: isKnown ? Math.ceil((replicas * arrivedPerSecond) / servedPerSecond) : null,
    ...(mostReplicas === undefined ? {} : { mostReplicas }),
  };
}

/** Where it was given up and with what in hand, to stand within a sentence. */
export function givenUpClause({ atSeconds, drainedSeconds, inFlight, waiting }: GivenUp): string {
  return drainedSeconds === null
    ? `the simulation was given up ${duration(Math.max(0, atSeconds))} into the horizon, when ${grouped(waiting)} requests waited`
    : `the simulation was given up ${duration(drainedSeconds)} after requests had stopped coming, ` +
        `with ${grouped(inFlight)} of them in hand, more than can be worked off in ten days`;
}

/** What would keep up, as a sentence; empty where that cannot be told. */
export function neededSentence({
  arrivedPerSecond,
  servedPerSecond,
  replicas,
  replicasNeeded,
  mostReplicas,
}: GivenUp): string {
  if (arrivedPerSecond !== null && servedPerSecond !== null && mostReplicas !== undefined)
    return (
      `Of ${perSecond(arrivedPerSecond)} requests a second ${perSecond(servedPerSecond)} were served. The autoscaler may ask for ` +
      `${grouped(mostReplicas)} replicas at the most: to keep up takes a higher maximum, an earlier start, or a lower rate.`
    );
  if (arrivedPerSecond === null || servedPerSecond === null || replicasNeeded === null) return '';
  return (
    `Of ${perSecond(arrivedPerSecond)} requests a second ${perSecond(servedPerSecond)} were served: to keep up takes about ` +
    `${grouped(replicasNeeded)} replicas instead of ${grouped(replicas)}, or at most that rate.`
  );
}

function perSecond(rate: number): string {
  const decimals = rate >= 100 ? 0 : Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(rate))));
  return grouped(rate, decimals);
}

/**
 * The figures of a simulation that was given up. What was counted by then is told as such; latencies, service
 * levels, shares, what tenants used and whatever a served request cost would be those of a few minutes of an
 * ever longer queue, and are null. The fleet was there for the whole horizon: what it costs stays.
 */
export function figuresGivenUp(found: Figures): Figures {
  return {
    ...found,
    ...NO_CAPACITY,
    latencySeconds: withoutLatencies(found.latencySeconds),
    slo: found.slo.map((slo) => ({
      ...slo,
      attained: null,
      met: null,
      limits: slo.limits.map((limit) => ({ ...limit, within: null })),
      ...(slo.batch && { batch: { doneBySeconds: slo.batch.doneBySeconds, doneAtSeconds: null } }),
    })),
    goodputPerSecond: null,
    workloads: found.workloads.map((workload) => ({
      ...workload,
      latencySeconds: withoutLatencies(workload.latencySeconds),
      cost: null,
    })),
    pools: found.pools.map((pool) => ({
      ...pool,
      ...NO_CAPACITY,
      busyShare: null,
      kvPeakShare: null,
      outputTokensPerSecondPerGpu: null,
      // Where replicas stood is known of the time before only.
      ...(pool.fleet && { fleet: undefined }),
      ...(pool.spot && { spot: undefined }),
      ...(pool.reserved && { reserved: undefined }),
      ...(pool.energy && { energy: undefined }),
    })),
    cost: {
      ...found.cost,
      idle: null,
      idleByPool: withoutValues(found.cost.idleByPool),
      byTenant: {},
      byWorkload: {},
    },
    ...(found.spot && { spot: undefined }),
    unitCost: { ...withoutValues<keyof UnitCost>(found.unitCost), perGpuHour: found.unitCost.perGpuHour },
    months: found.months.map((month) => ({ ...month, requests: null, completed: null })),
  };
}

/** Decimals of what the fleet costs; all of it would stand as idle. */
export function amountsGivenUp(exact: ExactAmounts | undefined): ExactAmounts | undefined {
  return (
    exact &&
    Object.fromEntries(
      Object.entries(exact).filter(
        ([path]) =>
          !/^cost\.idle|(^|\.)(usedCost$|idleByReason\.|fixedFleet\.|ideal\.|spot\.|reserved\.)/.test(path),
      ),
    )
  );
}

function withoutLatencies(summary: LatencySummary): LatencySummary {
  return Object.fromEntries(
    Object.entries(summary).map(([latency, figures]) => [latency, withoutValues(figures)]),
  ) as unknown as LatencySummary;
}

function withoutValues<Key extends string>(values: Readonly<Record<Key, unknown>>): Record<Key, null> {
  return Object.fromEntries(Object.keys(values).map((key) => [key, null])) as Record<Key, null>;
}
