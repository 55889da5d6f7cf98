import { advancePool, createPool, offerRequests, type Pool, poolInFlight } from './fleet/pool.ts';
import type { SimulationSpec } from './scenario/spec.ts';
import { compileStepTime } from './serving/stepTime/stepTime.ts';
import { randomStream } from './statistics/random.ts';
import { inArrivalOrder } from './usage/inArrivalOrder.ts';
import { type DraftPlan, planDraft as planDraftWith } from './usage/planDraft.ts';
import {
  type ExpectedRequests,
  planWindows as planWindowsWith,
  type WindowPlan,
} from './usage/planWindows.ts';
import { mergeReplications } from './usage/mergeWindows.ts';
import type { Usage, WindowUsage } from './usage/usage.ts';
import {
  createWindowRecorder,
  isCounted,
  type RequestRow,
  type WindowRecorder,
} from './usage/windowRecorder.ts';
import { windowUsage } from './usage/windowUsage.ts';
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
  return planWindowsWith(spec, WARM_UP_SECONDS, expectedOf(spec));
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
  return planDraftWith(spec, mostRequests, WARM_UP_SECONDS, expectedOf(spec), fewestHours);
}

function expectedOf(spec: SimulationSpec): ExpectedRequests {
  return (from, to) =>
    spec.workloads.reduce((sum, { arrivals }) => sum + expectedArrivals(spec, arrivals, from, to), 0);
}

/** Joins the windows' results, given in the order of their plans. */
export function collectUsage(
  spec: SimulationSpec,
  plans: readonly WindowPlan[],
  windows: readonly WindowUsage[],
): Usage {
  const replications = Array.from({ length: spec.fidelity.replications }, (_, replication) =>
    plans.flatMap((plan, index) =>
      plan.replication === replication ? [{ window: windows[index], days: plan.standsForHours }] : [],
    ),
  );
  return mergeReplications(replications, spec.hours);
}

/**
 * Simulates one window: its warm-up, its own requests, and as much of what comes after as keeps
 * their company until they are done. A pure function of spec and plan: nothing depends on which
 * windows ran before, or where.
 * Throws `SimulationAborted`, and the trace reader's problem when a row is wrong.
 */
export async function simulateWindow(
  spec: SimulationSpec,
  plan: WindowPlan,
  io: WindowIo,
): Promise<WindowUsage> {
  const from = plan.firstHour * HOUR - plan.warmUpSeconds;
  const to = (plan.firstHour + plan.hours) * HOUR;
  const observer = io.onRequest === undefined ? undefined : inArrivalOrder(io.onRequest);
  const recorder = createWindowRecorder(spec, plan.firstHour, plan.hours, observer);
  const pools = spec.pools.map((pool, index) =>
    createPool(
      pool,
      index,
      compileStepTime(pool.stepTime, pool.batching.maxSequences),
      recorder,
      from,
      randomStream(`${spec.seed}/${pool.id}/balance/${plan.firstHour}/${plan.replication}`),
    ),
  );
  const run = {
    spec,
    plan,
    io,
    recorder,
    pools,
    poolOfAccount: poolOfAccount(spec),
    simulated: 0,
    counted: 0,
  };

  await serveAll(run, sourceOf(run, from, to), createRequestBatch(BATCH), () => false);
  for (const pool of pools) advancePool(pool, to);
  const ends = pools.map(poolInFlight);
  const inFlight = (): boolean => pools.some(({ state }) => state.countedInFlight > 0);
  if (plan.firstHour + plan.hours < spec.hours && inFlight()) {
    // The next window's first requests keep the last ones of this one company.
    await serveAll(
      run,
      sourceOf(run, to, to + WARM_UP_SECONDS),
      createRequestBatch(COOL_DOWN_BATCH),
      (batch) => {
        for (const pool of pools) advancePool(pool, batch.arrivalSeconds[batch.count - 1]);
        return !inFlight();
      },
    );
  }
  if (inFlight()) for (const pool of pools) advancePool(pool, Number.POSITIVE_INFINITY);
  return windowUsage(recorder, spec, ends, run.simulated);
}

interface WindowRun {
  readonly spec: SimulationSpec;
  readonly plan: WindowPlan;
  readonly io: WindowIo;
  readonly recorder: WindowRecorder;
  readonly pools: readonly Pool[];
  readonly poolOfAccount: Int32Array;
  simulated: number;
  counted: number;
}

function poolOfAccount(spec: SimulationSpec): Int32Array {
  return Int32Array.from(spec.accounts, ({ workload }) => spec.workloads[workload].pool);
}

function sourceOf(run: WindowRun, from: number, to: number): RequestSource {
  const { spec, plan, io } = run;
  return createMergedSource(
    spec.workloads.map(({ arrivals }, workload) =>
      arrivals.kind === 'trace'
        ? createTraceSource(spec, workload, io.openTrace, to)
        : createSyntheticSource(spec, workload, plan.replication, from, to),
    ),
  );
}

/** Offers all of a source to the pools, until `enough` says of a batch that it was the last. */
async function serveAll(
  run: WindowRun,
  source: RequestSource,
  batch: RequestBatch,
  enough: (batch: RequestBatch) => boolean,
): Promise<void> {
  const { pools, io } = run;
  const parts = pools.length > 1 ? pools.map(() => createRequestBatch(batch.capacity)) : [];
  for (;;) {
    const waiting = source.fill(batch);
    if (waiting !== undefined) await waiting;
    if (batch.count === 0) return;
    if (io.signal?.aborted === true) throw new SimulationAborted();
    if (io.onRequest !== undefined) numberRequests(run, batch);
    if (parts.length === 0) offerRequests(pools[0], batch, 0, batch.count);
    else offerParts(run, batch, parts);
    run.simulated += batch.count;
    io.onProgress?.(run.simulated);
    if (enough(batch)) return;
  }
}

function numberRequests(run: WindowRun, batch: RequestBatch): void {
  for (let i = 0; i < batch.count; i++) {
    batch.sequence[i] = isCounted(run.recorder, batch.arrivalSeconds[i]) ? run.counted++ : -1;
  }
}

function offerParts(run: WindowRun, batch: RequestBatch, parts: readonly RequestBatch[]): void {
  for (const part of parts) part.count = 0;
  for (let i = 0; i < batch.count; i++) appendRequest(parts[run.poolOfAccount[batch.account[i]]], batch, i);
  parts.forEach((part, pool) => offerRequests(run.pools[pool], part, 0, part.count));
}
