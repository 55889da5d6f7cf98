import type { JobFigures } from '../finance/fleets/jobFigures.ts';
import { QUANTILES } from '../finance/latencySummary.ts';
import { isMissedByRejections } from '../finance/serviceLevel.ts';
import type { Forecast } from '../forecast.ts';
import { wholeUnits } from '../scenario/wholeUnits.ts';
import { keepsPromise } from './promise.ts';

/** What the room of a deployment is worked out from. */
export type RoomedForecast = Pick<
  Forecast,
  | 'slo'
  | 'overloaded'
  | 'givenUp'
  | 'workloads'
  | 'pools'
  | 'cost'
  | 'costPerMonth'
  | 'performance'
  | 'intervals'
> &
  Partial<Pick<Forecast, 'prices' | 'jobs'>>;

/** A pool’s room for step times other than predicted. */
export interface PromiseRoom {
  readonly pool: string;
  readonly replicas: number;
  /** Share of the deployment’s cost. */
  readonly costShare: number;
  /**
   * By how many times step times may grow until a service level of the pool is missed; below 1 where one is missed: so
   * many times as long they may be for it to be kept. Infinite without a service level, 0 where no step time would do.
   */
  readonly factor: number;
  /** Chance alone may tip it: the interval of what is reached has what is asked in it. */
  readonly isTossUp: boolean;
}

/**
 * How far off the step times of each pool may be before its service levels turn. Times of requests are taken to grow as
 * steps do, as in `performanceFigures`: queues grow faster, so near saturation there is less room than is said here. A
 * quantile between those known is read off a line through their logarithms over −ln(1 − q), as of an exponential tail.
 */
export function promiseRoom(forecast: RoomedForecast): readonly PromiseRoom[] {
  const { pools, workloads, slo, cost, jobs = [] } = forecast;
  const isLost = forecast.overloaded || forecast.givenUp !== undefined;
  return pools.map(({ id, peakReplicas }) => {
    const levels = slo.filter(({ workload }) =>
      workloads.some((each) => each.id === workload && each.pool === id),
    );
    const factors = [
      ...levels.map((level) => roomOf(level, forecast)),
      ...jobs.flatMap((job) => (job.pool === id ? roomOfJob(job) : [])),
    ];
    return {
      pool: id,
      replicas: peakReplicas,
      costShare: cost.total === null || cost.total === 0 ? 0 : (cost.byPool[id] ?? 0) / cost.total,
      factor: isLost ? 0 : Math.min(...factors, Number.POSITIVE_INFINITY),
      isTossUp: levels.some((level) => isTossUp(level, forecast)),
    };
  });
}

/**
 * A job takes as long as its steps do, and so does what it costs, which a cap counts: one that is stopped halfway would be done with
 * steps half as long. How long replicas take to start is left out.
 */
function roomOfJob({ runs, items, done, doneAfterSeconds, deadline }: JobFigures): number {
  if (runs === 0) return Number.POSITIVE_INFINITY;
  const inTime =
    deadline === null || doneAfterSeconds === null
      ? Number.POSITIVE_INFINITY
      : deadline.seconds / doneAfterSeconds.most;
  return done < items ? Math.min(done / items, inTime) : inTime;
}

function roomOf(level: Forecast['slo'][number], { workloads }: RoomedForecast): number {
  const { workload, percentile, limits, met } = level;
  if (met === null) return Number.POSITIVE_INFINITY;
  // More or fewer steps a second do not let in what is turned away.
  if (isMissedByRejections(level)) return 0;
  const { latencySeconds } = workloads.find(({ id }) => id === workload) ?? {};
  const factors = limits.flatMap(({ latency, seconds }) => {
    const reached =
      latencySeconds === undefined ? undefined : quantileOf(latencySeconds[latency], percentile);
    return reached === undefined || reached <= 0 ? [] : [seconds / reached];
  });
  const factor = Math.min(...factors, Number.POSITIVE_INFINITY);
  // What was counted request by request goes before what is read off quantiles.
  return met ? Math.max(1, factor) : Math.min(factor, 1 - 1e-9);
}

function isTossUp(
  { workload, percentile, met }: Forecast['slo'][number],
  { intervals }: Pick<Forecast, 'intervals'>,
): boolean {
  const interval = intervals[`slo.${workload}.attained`];
  if (met === null || typeof interval !== 'object' || interval === null) return false;
  return met ? interval[0] < percentile : interval[1] >= percentile;
}

/** Undefined without data. */
function quantileOf(
  figures: Readonly<Record<keyof typeof QUANTILES, number | null>>,
  q: number,
): number | undefined {
  const points = (Object.keys(QUANTILES) as (keyof typeof QUANTILES)[]).flatMap((key) => {
    const seconds = figures[key];
    return seconds === null || seconds <= 0 ? [] : [{ x: tail(QUANTILES[key]), y: Math.log(seconds) }];
  });
  if (points.length === 0) return undefined;
  if (points.length === 1) return Math.exp(points[0].y);
  const x = tail(Math.min(q, 0.9999));
  const above = points.findIndex((point) => point.x >= x - 1e-12);
  const right = above < 0 ? points.length - 1 : Math.max(1, above);
  const [a, b] = [points[right - 1], points[right]];
  return Math.exp(a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x));
}

function tail(q: number): number {
  return -Math.log(1 - q);
}

/**
 * What a deployment costs, as a multiple of what it costs as it is, once it keeps its promise with step times `factor`
 * times as long as predicted: with as many more replicas, in whole units, as steps are longer than it has room for. One that
 * misses its promise as predicted keeps it as it is, or never (infinite): more replicas might not help it.
 */
export function costToKeep(forecast: RoomedForecast, rooms: readonly PromiseRoom[], factor: number): number {
  const isKept = keepsPromise(forecast) !== false;
  return rooms.reduce((sum, { pool, replicas, costShare, factor: room }) => {
    const growth = factor / room;
    if (growth <= 1) return sum;
    if (!isKept) return Number.POSITIVE_INFINITY;
    return (
      sum + costShare * (growthOfPaid(forecast, pool, replicas, Math.ceil(replicas * growth - 1e-9)) - 1)
    );
  }, 1);
}

/** What so many replicas cost, as a multiple of what those now cost: units, as instances are, are paid whole. */
export function growthOfPaid(
  { pools, prices = [] }: Pick<RoomedForecast, 'pools' | 'prices'>,
  id: string,
  now: number,
  wanted: number,
): number {
  const pool = pools.find((each) => each.id === id);
  const price = prices.find((each) => each.pool === id);
  const gpus = pool === undefined ? 0 : Math.round(pool.gpuHours / pool.replicaHours);
  if (price === undefined || !(gpus > 0)) return wanted / Math.max(1, now);
  const units = (replicas: number): number => wholeUnits(replicas, gpus, price.gpusPerUnit);
  return units(wanted) / Math.max(1, units(now));
}
