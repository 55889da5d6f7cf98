import type { OracleRequest } from '../oracle.ts';
import { bookKinds, secondsByHour } from './bookPaid.ts';
import {
  COUNTED,
  type Counts,
  type FleetJobResult,
  type FleetPoolResult,
  type FleetSpec,
  type JobRun,
} from './fleetTypes.ts';
import { createRuns } from './jobRuns.ts';
import { createPoolState, type PoolState } from './poolState.ts';
import { runLivingPool } from './runLivingPool.ts';

const HOUR_SECONDS = 3600;

function countsOf(counted: PoolState['counted']): Counts {
  const of = (what: string): number => counted.filter((one) => one.what === what).length;
  return Object.fromEntries(COUNTED.map((what) => [what, of(what)])) as Counts;
}

function coldStartSeconds({ coldStarts, replicas }: PoolState, hours: number): number[] {
  const unfinished = replicas
    .filter(({ state, isPaid }) => state === 'starting' && isPaid)
    .map(({ paidAt }) => ({ from: paidAt, to: Number.POSITIVE_INFINITY }));
  const byHour = [...coldStarts, ...unfinished].map(({ from, to }) => secondsByHour(from, to, hours));
  return Array.from({ length: hours }, (_, hour) => byHour.reduce((sum, seconds) => sum + seconds[hour], 0));
}

function jobResult({ job, items, reason, endedAt, owed }: JobRun): FleetJobResult {
  const done = items.filter(({ row }) => row.outcome === 'completed').length;
  return { id: job.id, done, listed: items.length - done, reason, endedAt, owed, items };
}

/**
 * A window of pools whose replicas come and go, step by step: slow, and meant to be read beside the contract. Each pool's
 * requests are in order of arrival; its answer stands at its place. Throws at what it does not know: laws that draw, other
 * step times than linear ones, forecasts.
 */
export function oracleFleet(
  spec: FleetSpec,
  requestsByPool: readonly (readonly OracleRequest[])[],
): FleetPoolResult[] {
  return spec.pools.map((poolSpec, index) => {
    const requests = requestsByPool[index];
    const pool = createPoolState(
      poolSpec,
      spec.hours * HOUR_SECONDS,
      spec.startEpochSeconds,
      requests.length,
      (outstanding) => {
        if (spec.choose === undefined) throw new Error(`nobody draws lots for ${poolSpec.balance}`);
        return spec.choose(index, outstanding);
      },
      spec.retries?.[index],
      createRuns(
        (spec.jobs ?? []).filter(({ job }) => job.pool === index),
        spec.hours * HOUR_SECONDS,
      ),
    );
    runLivingPool(
      pool,
      requests.map((request, i) => ({ ...request, row: pool.rows[i], emitted: 0, retried: 0 })),
    );
    const { rows, timeline, events, looks, counted } = pool;
    return {
      rows,
      jobs: pool.runs.map(jobResult),
      booked: bookKinds(pool.paidChanges, spec.hours),
      timeline,
      events,
      looks,
      counts: countsOf(counted),
      countsByHour: Array.from({ length: spec.hours }, (_, hour) =>
        countsOf(counted.filter(({ at }) => Math.floor(at / HOUR_SECONDS) === hour)),
      ),
      preemptions: pool.tally.preemptions,
      coldStartSeconds: coldStartSeconds(pool, spec.hours),
    };
  });
}
