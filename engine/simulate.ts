import { fullLoadHours } from './fleet/fullLoad.ts';
import { createLivingPool } from './fleet/living/createLivingPool.ts';
import { drain } from './fleet/drain.ts';
import { giveUp } from './fleet/giveUp.ts';
import { advanceTo, closePool, offerTo } from './fleet/groups.ts';
import { type FleetObserver, isLiving } from './fleet/living/livingPool.ts';
import { endJobs } from './fleet/living/jobs/endJobs.ts';
import { finishLiving } from './fleet/living/runLiving.ts';
import { mostInHand } from './fleet/mostInHand.ts';
import { overloadStop } from './fleet/overloadStop.ts';
import { createPool, type Pool, poolInFlight } from './fleet/pool.ts';
import { warmUpSeconds } from './fleet/living/warmUpSeconds.ts';
import type { SimulationSpec } from './scenario/spec.ts';
import { compileStepTime } from './serving/stepTime/stepTime.ts';
import { randomStream } from './statistics/random.ts';
import { inArrivalOrder } from './usage/inArrivalOrder.ts';
import { type DayPlan, planDay as planDayWith } from './usage/planDay.ts';
import { type DraftPlan, planDraft as planDraftWith } from './usage/planDraft.ts';
import {
  type ExpectedRequests,
  planWindows as planWindowsWith,
  type WindowPlan,
} from './usage/planWindows.ts';
import { type MergeRow, mergeReplications } from './usage/mergeWindows.ts';
import type { OverloadStop, Usage, WindowUsage } from './usage/usage.ts';
import {
  createWindowRecorder,
  isCounted,
  type RequestRow,
  type WindowRecorder,
} from './usage/windowRecorder.ts';
import { fleetUsage } from './usage/fleetUsage.ts';
import { emptyWindow, type WindowEnd, windowUsage } from './usage/windowUsage.ts';
import { expectedArrivals } from './workload/expectedArrivals.ts';
import { createMergedSource } from './workload/mergedSource.ts';
import {
  appendRequest,
  createRequestBatch,
  type RequestBatch,
  type RequestSource,
} from './workload/requestBatch.ts';
import { createSyntheticSource, WARM_UP_SECONDS } from './workload/syntheticSource.ts';
import { createTraceSource } from './workload/trace/traceSource.ts';

/** Part of every stored window's name: results of another version are never mixed in. */
export const ENGINE_VERSION = '0.1.0';

const BATCH = 4096;
/** Smaller past the window's end, where the run stops as soon as its own requests are done. */
const COOL_DOWN_BATCH = 128;
const HOUR = 3600;
/** What is in flight at a window's end has so many hours to end, or so many times the window's own, if that is more. */
const DRAIN_HOURS = 240;
const DRAIN_WINDOWS = 10;
/** Controllers go on for so long after the horizon's end, seconds; what is not done then stays unfinished. */
const LIVING_DRAIN = 24 * HOUR;

export type { DraftPlan, RequestRow, WindowPlan };

/** Told of each counted request of a window, in order of arrival. */
export type RequestSink = (row: RequestRow) => void;

/** What a window needs of the world outside. */
export interface WindowIo {
  /** The text of a trace, in chunks of any size. */
  openTrace(path: string): AsyncIterable<string>;
  /** Told now and then how many requests have been simulated. */
  onProgress?(simulatedRequests: number): void;
  /** Told of each counted request, in order of arrival. */
  onRequest?: RequestSink;
  /** Told of what happens to a living pool's replicas, by its index. */
  fleetObserver?(pool: number): FleetObserver;
  readonly signal?: { readonly aborted: boolean };
}

/** Thrown by `simulateWindow` once its signal says so. */
class SimulationAborted extends Error {
  constructor() {
    super('the simulation was stopped');
    this.name = 'AbortError';
  }
}

/** The windows of a scenario, in the order in which their results merge. */
export function planWindows(spec: SimulationSpec): readonly WindowPlan[] {
  return planWindowsWith(spec, warmUpSeconds(spec, WARM_UP_SECONDS), expectedOf(spec));
}

/**
 * What to simulate for a quick estimate of about `mostRequests`, of days cut to no fewer hours than `fewestHours`;
 * undefined where it cannot be had for that.
 */
export function planDraft(
  spec: SimulationSpec,
  mostRequests: number,
  fewestHours?: number,
): DraftPlan | undefined {
  return planDraftWith(
    spec,
    mostRequests,
    warmUpSeconds(spec, WARM_UP_SECONDS),
    expectedOf(spec),
    fewestHours,
  );
}

/** The busiest day by itself, or as much of it as is no more than `mostRequests`; undefined where a trace is replayed. */
export function planDay(spec: SimulationSpec, mostRequests: number): DayPlan | undefined {
  return planDayWith(spec, mostRequests, warmUpSeconds(spec, WARM_UP_SECONDS), expectedOf(spec));
}

function expectedOf(spec: SimulationSpec): ExpectedRequests {
  return (from, to) =>
    spec.workloads.reduce((sum, { arrivals }) => sum + expectedArrivals(spec, arrivals, from, to), 0);
}

/**
 * Joins the windows' results, by their place in the plans; each is asked for when it is added, so that they need not all
 * be in memory. The first that was given up as overloaded (`stopped`) ends the run: its replication stands alone, those
 * after it do not count and are not asked for, and those up to it count as what they are, once, on their own days:
 * minutes of a queue stand for no other day.
 */
export function collectUsage(
  spec: SimulationSpec,
  plans: readonly WindowPlan[],
  windowAt: (index: number) => WindowUsage,
  stopped = -1,
): Usage {
  const row = (index: number, days: readonly number[]): MergeRow => ({
    get window() {
      return windowAt(index);
    },
    days,
  });
  if (stopped < 0) {
    const rowsOf = (replication: number): MergeRow[] =>
      plans.flatMap((plan, index) =>
        plan.replication === replication ? [row(index, plan.standsForHours)] : [],
      );
    return mergeReplications(
      Array.from({ length: spec.fidelity.replications }, (_, replication) => rowsOf(replication)),
      spec.hours,
    );
  }
  const { replication } = plans[stopped];
  const alone = plans.flatMap((plan, index) => (plan.replication === replication ? [{ plan, index }] : []));
  const rows = alone.flatMap(({ plan, index }): MergeRow[] => {
    const { firstHour, hours, standsForHours } = plan;
    const isReached = index <= stopped;
    const others = standsForHours.filter((day) => !(isReached && day === firstHour));
    return [
      ...(isReached ? [row(index, [firstHour])] : []),
      ...(others.length > 0 ? [{ window: emptyWindow(spec, firstHour, hours), days: others }] : []),
    ];
  });
  return { ...mergeReplications([rows], spec.hours), windows: alone.length, stoppedWindow: stopped };
}

/**
 * Simulates one window: its warm-up, its own requests, and as much of what comes after as keeps
 * their company until they are done. A pool whose queue grows without end ends it early (`stop`): more requests
 * in hand than `mostInHand`, or no prospect of being done DRAIN_HOURS after the end. A pure function of spec and plan: nothing
 * depends on which windows ran before, or where.
 * Throws `SimulationAborted`, and the trace reader's problem when a row is wrong.
 */
export async function simulateWindow(
  spec: SimulationSpec,
  plan: WindowPlan,
  io: WindowIo,
): Promise<WindowUsage> {
  const from = plan.firstHour * HOUR - plan.warmUpSeconds;
  const to = (plan.firstHour + plan.hours) * HOUR;
  const order = io.onRequest === undefined ? undefined : inArrivalOrder(io.onRequest);
  const recorder = createWindowRecorder(spec, plan.firstHour, plan.hours, order?.observer);
  const progress = { simulated: 0, items: 0 };
  const onItems = (items: number): void => {
    if (io.signal?.aborted === true) throw new SimulationAborted();
    progress.items += items;
    io.onProgress?.(progress.simulated + progress.items);
  };
  const pools = spec.pools.map((_, index) => openPool(spec, plan, io, recorder, index, onItems));
  const run = { spec, plan, io, recorder, pools, poolOfAccount: poolOfAccount(spec), progress, counted: 0 };

  const fullLoad = (): Float64Array[] => pools.map((pool) => fullLoadHours(pool, spec));
  const stopped = (pool: Pool, cause: OverloadStop['cause'], lastArrivalSeconds?: number): WindowUsage => {
    for (const each of pools) closePool(each);
    const ends = pools.map(poolInFlight);
    const found = overloadStop(pool, cause, lastArrivalSeconds);
    const hours = Math.max(0, Math.ceil(Math.min(found.atSeconds, to) / HOUR));
    const stop = { ...found, hours };
    giveUp(pools, order?.observer);
    order?.flush();
    return windowUsage(
      recorder,
      spec,
      endsOf(run, ends, found.atSeconds),
      fullLoad(),
      progress.simulated,
      stop,
    );
  };

  const full = await serveAll(run, sourceOf(run, from, to), createRequestBatch(BATCH), () => false);
  if (full !== undefined) return stopped(full, 'queue');
  for (const pool of pools) advanceTo(pool, to);
  const ends = pools.map(poolInFlight);
  const inFlight = (): boolean => pools.some(({ state }) => state.countedInFlight > 0);
  if (plan.firstHour + plan.hours < spec.hours && inFlight()) {
    // The next window's first requests keep the last ones of this one company.
    const late = await serveAll(
      run,
      sourceOf(run, to, to + WARM_UP_SECONDS),
      createRequestBatch(COOL_DOWN_BATCH),
      (batch) => {
        for (const pool of pools) advanceTo(pool, batch.arrivalSeconds[batch.count - 1]);
        return !inFlight();
      },
    );
    if (late !== undefined) return stopped(late, 'queue');
  }
  if (inFlight()) {
    const lastArrivals = pools.map(({ state }) => state.clock[0]);
    const plain = pools.filter((pool) => !isLiving(pool));
    const drainSeconds = HOUR * Math.max(DRAIN_HOURS, DRAIN_WINDOWS * plan.hours);
    const undone = drain(plain, to, drainSeconds);
    if (undone !== undefined) return stopped(undone, 'drain', lastArrivals[pools.indexOf(undone)]);
    for (const pool of plain) advanceTo(pool, Number.POSITIVE_INFINITY);
    const horizonEnd = spec.hours * HOUR;
    const until = Math.min(horizonEnd, to + drainSeconds) + LIVING_DRAIN;
    const unfinished = pools.filter((pool) => isLiving(pool) && !finishLiving(pool, until));
    giveUp(unfinished, order?.observer);
    order?.flush();
  }
  const stood = endsOf(run, ends, to + LIVING_DRAIN);
  return windowUsage(recorder, spec, stood, fullLoad(), progress.simulated + itemsDone(stood));
}

/** Items of jobs that were computed, each time it was. */
function itemsDone(ends: readonly WindowEnd[]): number {
  return ends.reduce(
    (sum, { fleet }) => (fleet?.jobs ?? []).reduce((total, { done, redone }) => total + done + redone, sum),
    0,
  );
}

/** How pools stood at the window's end, with what was booked of living ones; jobs that are not done by an instant are given up. */
function endsOf(
  run: WindowRun,
  ends: readonly { inFlight: number; waiting: number }[],
  givenUpAt: number,
): readonly WindowEnd[] {
  const { plan, io } = run;
  const to = (plan.firstHour + plan.hours) * HOUR;
  const { onRequest } = io;
  // Items come after the requests, job by job: when they arrive hangs on all before them.
  const tell = onRequest && ((row: RequestRow): void => onRequest({ ...row, sequence: run.counted++ }));
  return run.pools.map((pool, index) => {
    if (!isLiving(pool)) return ends[index];
    const jobs = endJobs(pool, givenUpAt, tell);
    return {
      ...ends[index],
      fleet: { ...fleetUsage(pool, pool.recorder, pool.paid, to), ...(jobs && { jobs }) },
    };
  });
}

function openPool(
  spec: SimulationSpec,
  plan: WindowPlan,
  io: WindowIo,
  recorder: WindowRecorder,
  index: number,
  onItems: (items: number) => void,
): Pool {
  const pool = spec.pools[index];
  const from = plan.firstHour * HOUR - plan.warmUpSeconds;
  const most = mostInHand(spec, index);
  if (pool.living !== undefined) {
    const observer = io.fleetObserver?.(index);
    return createLivingPool(spec, index, recorder, from, most, plan.replication, observer, onItems);
  }
  return createPool(
    pool,
    index,
    compileStepTime(pool.stepTime, pool.batching.maxSequences),
    recorder,
    from,
    most,
    randomStream(`${spec.seed}/${pool.id}/balance/${plan.firstHour}/${plan.replication}`),
  );
}

interface WindowRun {
  readonly spec: SimulationSpec;
  readonly plan: WindowPlan;
  readonly io: WindowIo;
  readonly recorder: WindowRecorder;
  readonly pools: readonly Pool[];
  readonly poolOfAccount: Int32Array;
  /** Requests of sources, and items of jobs as far as was told of them. */
  readonly progress: { simulated: number; items: number };
  counted: number;
}

function poolOfAccount(spec: SimulationSpec): Int32Array {
  return Int32Array.from(spec.accounts, ({ workload }) => spec.workloads[workload].pool);
}

function sourceOf(run: WindowRun, from: number, to: number): RequestSource {
  const { spec, plan, io } = run;
  return createMergedSource(
    spec.workloads.flatMap(({ arrivals }, workload) => {
      // Its items come as fast as the pool takes them.
      if (arrivals.kind === 'job') return [];
      if (arrivals.kind === 'trace') return [createTraceSource(spec, workload, io.openTrace, to)];
      return [createSyntheticSource(spec, workload, plan.replication, from, to)];
    }),
  );
}

/**
 * Offers all of a source to the pools, until `enough` says of a batch that it was the last. Answers the pool that
 * could not hold them all, if one could not.
 */
async function serveAll(
  run: WindowRun,
  source: RequestSource,
  batch: RequestBatch,
  enough: (batch: RequestBatch) => boolean,
): Promise<Pool | undefined> {
  const { pools, io } = run;
  const parts = pools.length > 1 ? pools.map(() => createRequestBatch(batch.capacity)) : [];
  for (;;) {
    const waiting = source.fill(batch);
    if (waiting !== undefined) await waiting;
    if (batch.count === 0) return undefined;
    if (io.signal?.aborted === true) throw new SimulationAborted();
    if (io.onRequest !== undefined) numberRequests(run, batch);
    const full = parts.length === 0 ? offerWhole(pools[0], batch) : offerParts(run, batch, parts);
    const { progress } = run;
    progress.simulated += batch.count;
    io.onProgress?.(progress.simulated + progress.items);
    if (full !== undefined) return full;
    if (enough(batch)) return undefined;
  }
}

function numberRequests(run: WindowRun, batch: RequestBatch): void {
  for (let i = 0; i < batch.count; i++) {
    batch.sequence[i] = isCounted(run.recorder, batch.arrivalSeconds[i]) ? run.counted++ : -1;
  }
}

/** Answers the pool where it could not hold them all. */
function offerWhole(pool: Pool, batch: RequestBatch): Pool | undefined {
  return offerTo(pool, batch, 0, batch.count) ? undefined : pool;
}

/** As `offerWhole`, each pool its own; what comes after a pool that is full is offered to nobody. */
function offerParts(run: WindowRun, batch: RequestBatch, parts: readonly RequestBatch[]): Pool | undefined {
  for (const part of parts) part.count = 0;
  for (let i = 0; i < batch.count; i++) appendRequest(parts[run.poolOfAccount[batch.account[i]]], batch, i);
  return run.pools.find((pool, index) => offerWhole(pool, parts[index]) !== undefined);
}
