import type { SimulationSpec, WorkloadSpec } from '../../engine/scenario/spec.ts';
import type { Controller } from '../../engine/fleet/living/looks/controller.ts';
import type { FleetObserver } from '../../engine/fleet/living/livingPool.ts';
import { planWindows, type RequestRow, simulateWindow } from '../../engine/simulate.ts';
import { COMMITTED_OR_ON_DEMAND, PAID_KINDS, RESERVED, SPOT } from '../../engine/usage/paidHours.ts';
import type { JobUsage } from '../../engine/usage/jobUsage.ts';
import type { PoolUsage, WindowUsage } from '../../engine/usage/usage.ts';
import { STILL } from './fleetOracle/poolState.ts';
import {
  type BookedHour,
  type BookedLevel,
  COUNTED,
  type Counts,
  type FleetEvent,
  type FleetJob,
  type FleetJobResult,
  type FleetPoolResult,
  type FleetRow,
  type FleetSpec,
  type Look,
  type Reading,
  type TimelineRow,
} from './fleetOracle/fleetTypes.ts';
import type { OracleRequest } from './oracle.ts';

/** The engine's window of the same pools, each asked by a trace of its own, in the shape of the oracle's answer. */
export async function runFleet(
  fleet: FleetSpec,
  requests: readonly (readonly OracleRequest[])[],
): Promise<FleetPoolResult[]> {
  const spec = simulationOf(fleet, requests);
  const watched = fleet.pools.map(() => watchFleet());
  const rows: RequestRow[][] = fleet.pools.map(() => []);
  const items: RequestRow[][] = fleet.pools.map(() => []);
  const [plan] = planWindows(spec);
  const usage = await simulateWindow(spec, plan, {
    openTrace: (path) => csvOf(requests[Number(path)]),
    onRequest: (row) => (row.account < fleet.pools.length ? rows[row.account] : items[row.pool]).push(row),
    fleetObserver: (pool) => watched[pool].observer,
  });
  return fleet.pools.map((_, pool) => ({
    rows: rows[pool].map(fleetRow),
    jobs: jobResults(fleet, usage.pools[pool].jobs ?? [], items[pool]),
    booked: bookedOf(usage.pools[pool], fleet.hours),
    timeline: watched[pool].timeline,
    events: watched[pool].events,
    looks: watched[pool].looks,
    counts: countsOf(rows[pool], usage.pools[pool]),
    countsByHour: [],
    preemptions: usage.pools[pool].totals.preemptions,
    coldStartSeconds: [...(usage.pools[pool].startingSeconds ?? [])],
  }));
}

/** What the engine books of the same pools, where nobody watches their requests and replicas. */
export async function unwatchedUsage(
  fleet: FleetSpec,
  requests: readonly (readonly OracleRequest[])[],
  onRequest?: (row: RequestRow) => void,
): Promise<WindowUsage> {
  const spec = simulationOf(fleet, requests);
  const openTrace = (path: string) => csvOf(requests[Number(path)]);
  const [plan] = planWindows(spec);
  return simulateWindow(spec, plan, { openTrace, ...(onRequest && { onRequest }) });
}

function simulationOf(
  { hours, startEpochSeconds, pools, jobs = [], retries = [] }: FleetSpec,
  requests: readonly (readonly OracleRequest[])[],
): SimulationSpec {
  return {
    seed: 1,
    startEpochSeconds,
    hours,
    fidelity: { mode: 'every', daysPerMonth: 1, replications: 1, windows: 'one' },
    workloads: [
      ...pools.map(({ id }, pool) => ({
        ...workloadOf(id, pool, requests[pool]),
        ...(retries[pool] && { retry: retries[pool] }),
      })),
      ...jobs.map(jobWorkload),
    ],
    // A pool that serves a job is a living one.
    pools: pools.map((pool, index) =>
      pool.living === undefined && jobs.some(({ job }) => job.pool === index)
        ? { ...pool, living: STILL }
        : pool,
    ),
    accounts: Array.from({ length: pools.length + jobs.length }, (_, workload) => ({
      workload,
      tenant: 't',
    })),
  };
}

function jobWorkload({ job: { id, pool, ...job }, items }: FleetJob): WorkloadSpec {
  const lengths = { prompt: items.map(({ prompt }) => prompt), output: items.map(({ output }) => output) };
  return { id, pool, arrivals: { kind: 'job', ...job, lengths } };
}

/** Items come in the order of their runs. */
function jobResults(
  { pools, jobs = [] }: FleetSpec,
  runs: readonly JobUsage[],
  rows: readonly RequestRow[],
): FleetJobResult[] {
  let from = 0;
  return runs.map(({ workload, items, done, reason, endSeconds, owed }) => {
    const own = rows.slice(from, from + items);
    from += items;
    return {
      id: jobs[workload - pools.length].job.id,
      done,
      listed: items - done,
      reason,
      endedAt: endSeconds,
      owed,
      items: own.map((row) => ({
        prompt: row.promptTokens,
        output: row.outputTokens,
        arrival: row.arrivalSeconds,
        row: fleetRow(row),
      })),
    };
  });
}

function workloadOf(id: string, pool: number, requests: readonly OracleRequest[]): WorkloadSpec {
  const last = requests.at(-1);
  if (last === undefined) {
    // A trace has rows; a batch of none is nothing.
    const tokens = { law: { type: 'fixed' as const, value: 1 }, min: 1, max: 1 };
    const arrivals = { kind: 'batch' as const, count: 0, atSeconds: 0, everyDays: 1 };
    return { id, pool, arrivals, promptTokens: tokens, outputTokens: tokens };
  }
  return {
    id,
    pool,
    arrivals: {
      kind: 'trace',
      path: `${pool}`,
      format: 'csv',
      columns: {
        arrivalSeconds: 'at',
        promptTokens: 'prompt',
        outputTokens: 'output',
        cachedTokens: 'cached',
      },
      rateScale: 1,
      promptScale: 1,
      outputScale: 1,
      repeat: false,
      keepClock: true,
      maxDisorderSeconds: 0,
      spreadTiesSeconds: 0,
      summary: {
        rows: requests.length,
        firstSeconds: requests[0].arrival,
        lastSeconds: last.arrival,
        tenants: [],
        skipped: {},
      },
      accountOfTenant: { '': pool },
    },
  };
}

async function* csvOf(requests: readonly OracleRequest[]): AsyncIterable<string> {
  yield 'at,prompt,output,cached\n';
  for (const { arrival, prompt, output, cached = 0 } of requests) {
    yield `${arrival},${prompt},${output},${cached}\n`;
  }
}

function fleetRow(row: RequestRow): FleetRow {
  const isDone = row.endSeconds >= 0;
  const outcome =
    row.rejection === undefined
      ? isDone
        ? 'completed'
        : 'unfinished'
      : (`rejected:${row.rejection}` as const);
  return {
    replica: row.replica,
    start: row.startSeconds,
    firstToken: row.firstTokenSeconds,
    end: row.endSeconds,
    outcome,
  };
}

function bookedOf({ paid }: PoolUsage, hours: number): BookedHour[] {
  const ofKind = (hour: number, kind: number): BookedLevel[] => {
    const levels: BookedLevel[] = [];
    paid.level.forEach((level, row) => {
      if (paid.hour[row] !== hour || paid.kind[row] !== kind) return;
      while (levels.length < level) levels.push({ seconds: 0, rises: 0, shortOfMinute: 0, shortOfHour: 0 });
      levels[level - 1] = {
        seconds: paid.seconds[row],
        rises: paid.rises[row],
        shortOfMinute: paid.shortOfMinute[row],
        shortOfHour: paid.shortOfHour[row],
      };
    });
    return levels;
  };
  return Array.from({ length: hours }, (_, hour) => ({
    'committed-or-on-demand': ofKind(hour, COMMITTED_OR_ON_DEMAND),
    spot: ofKind(hour, SPOT),
    reserved: ofKind(hour, RESERVED),
  }));
}

function countsOf(rows: readonly RequestRow[], { fleetCounts, retries = 0 }: PoolUsage): Counts {
  const counts = {
    arrived: rows.length,
    completed: rows.filter(({ endSeconds }) => endSeconds >= 0).length,
    rejected: rows.filter(({ rejection }) => rejection !== undefined).length,
    failures: 0,
    losses: 0,
    lostRequests: 0,
    lossRetries: 0,
    interruptions: 0,
    fallbacks: 0,
    retries,
    redone: 0,
  };
  return Object.fromEntries(COUNTED.map((name) => [name, { ...counts, ...fleetCounts }[name]])) as Counts;
}

/** What an observer of a living pool has seen. */
function watchFleet(): {
  readonly observer: FleetObserver;
  readonly timeline: TimelineRow[];
  readonly events: FleetEvent[];
  readonly looks: Look[];
} {
  const timeline: TimelineRow[] = [];
  const events: FleetEvent[] = [];
  const looks: Look[] = [];
  return {
    timeline,
    events,
    looks,
    observer: {
      event: (at, what, replica, kind) => void events.push([at, what, replica, PAID_KINDS[kind]]),
      look: (at, current, desired, controller) => {
        if (controller.kind === 'hpa' || controller.kind === 'keda')
          looks.push(lookOf(at, current, desired, controller));
      },
      standing: (at, [wanted, requested, , ready, draining], paid) => {
        if (timeline.at(-1)?.[0] === at) timeline.pop();
        const row = [
          at,
          wanted,
          requested,
          ready,
          draining,
          paid[COMMITTED_OR_ON_DEMAND],
          paid[SPOT],
        ] as const;
        const before = timeline.at(-1)?.slice(1) ?? [0, 0, 0, 0, 0, 0];
        if (row.slice(1).some((value, i) => value !== before[i])) timeline.push(row);
      },
    },
  };
}

function lookOf(
  at: number,
  current: number,
  desired: number,
  { hpa }: Extract<Controller, { kind: 'hpa' | 'keda' }>,
): Look {
  const readings = hpa.metrics.map(
    ({ value, proposal }): Reading => [
      Number.isNaN(value) ? undefined : value,
      Number.isNaN(proposal) ? undefined : proposal,
    ],
  );
  return { at, current, desired, reason: hpa.reason, readings };
}
