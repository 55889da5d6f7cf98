import type { SimulationSpec } from '../scenario/spec.ts';
import type { Rejection, ReplicationUsage } from '../usage/usage.ts';
import type { Figures } from './figures.ts';
import type { Overload } from './overload.ts';
import { givenUpClause, neededSentence } from './givenUp.ts';
import { duration, grouped, LATENCY_NAMES, percent } from './plainText.ts';
import { isMissedByRejections, type LimitFigures, type SloFigures } from './serviceLevel.ts';

export type BottleneckKind = 'kv' | 'compute' | 'bandwidth' | 'slots' | 'replicas' | 'none';

export interface Bottleneck {
  readonly kind: BottleneckKind;
  /** Id of the pool that binds most; null where nothing binds. */
  readonly pool: string | null;
  /** What binds, the figures that say so, and what would relieve it. */
  readonly sentence: string;
}

/** Requests waiting for room in this share of the working time bind; less does where a service level is missed. */
const BLOCKED_SHARE = 0.05;
const BLOCKED_SHARE_WHEN_LATE = 0.01;
/** Preemptions a completed request from which KV binds, however seldom a request waited for it. */
const PREEMPTIONS_PER_REQUEST = 0.01;
/** From here on more batch slots would only move the queue into memory. */
const KV_FULL_SHARE = 0.9;

/** What binds: room in the batch (first three), the time of a step, the number of replicas, or that requests are too long. */
type Cause =
  | 'kv'
  | 'slots'
  | 'promptBudget'
  | 'stepCompute'
  | 'stepBandwidth'
  | 'replicas'
  | 'tooLongForContext'
  | 'tooLongForKv';

const KINDS: Record<Cause, BottleneckKind> = {
  kv: 'kv',
  slots: 'slots',
  promptBudget: 'compute',
  stepCompute: 'compute',
  stepBandwidth: 'bandwidth',
  replicas: 'replicas',
  // No hardware changes the model's context.
  tooLongForContext: 'none',
  tooLongForKv: 'kv',
};

/** What is known of one pool, gathered once. */
interface Pressure {
  readonly spec: SimulationSpec['pools'][number];
  readonly figures: Figures['pools'][number];
  readonly overload: Overload | undefined;
  /** Service levels missed by workloads of the pool, and the limit kept least often. */
  readonly missed: readonly SloFigures[];
  readonly worst: LimitFigures | undefined;
  readonly workSeconds: number;
  readonly prefillSeconds: number;
  readonly computeBoundSeconds: number;
  /** Shares of the working time with a request waiting for room. */
  readonly kv: number;
  readonly slots: number;
  readonly budget: number;
  readonly preemptionsPerRequest: number;
  /** Shares of the requests that arrived which are turned away. */
  readonly tooLongForContext: number;
  readonly tooLongForKv: number;
}

/**
 * Names what binds, of the pool under most pressure: overloaded before late before busy.
 * Room in the batch comes first, because a request that waits for KV blocks, a slot or prefill
 * budget is late whatever a step takes; where nothing waits and a service level is missed all
 * the same, the step itself is too slow, and it is compute or memory bandwidth.
 */
export function findBottleneck(
  spec: SimulationSpec,
  usage: ReplicationUsage,
  figures: Figures,
  overloads: readonly (Overload | undefined)[],
): Bottleneck {
  const pressures = spec.pools.map((_, pool) => pressureOf(spec, usage, figures, pool, overloads[pool]));
  const found = pressures
    .flatMap((pressure) => {
      const cause = causeOf(pressure);
      return cause === undefined ? [] : [{ pressure, cause }];
    })
    .sort((a, b) => severity(b.pressure) - severity(a.pressure))
    .at(0);
  if (found === undefined) return { kind: 'none', pool: null, sentence: nothingBinds(figures, pressures) };
  const where = spec.pools.length > 1 ? `Pool ${found.pressure.spec.id}: ` : '';
  return {
    kind: KINDS[found.cause],
    pool: found.pressure.spec.id,
    sentence: [where + SENTENCES[found.cause](found.pressure), neededPart(found.pressure)]
      .filter((part) => part !== '')
      .join(' '),
  };
}

function pressureOf(
  spec: SimulationSpec,
  usage: ReplicationUsage,
  figures: Figures,
  pool: number,
  overload: Overload | undefined,
): Pressure {
  const { totals } = usage.pools[pool];
  const workSeconds = totals.prefillSeconds + totals.decodeSeconds;
  const share = (seconds: number): number => (workSeconds > 0 ? seconds / workSeconds : 0);
  const workloads = figures.workloads.filter((workload) => workload.pool === spec.pools[pool].id);
  const completed = workloads.reduce((sum, { requests }) => sum + requests.completed, 0);
  const arrived = workloads.reduce((sum, { requests }) => sum + requests.arrived, 0);
  const turnedAway = (reason: Rejection): number => {
    const count = workloads.reduce((sum, { requests }) => sum + (requests.rejectedBy[reason] ?? 0), 0);
    return arrived > 0 ? count / arrived : 0;
  };
  const missed = figures.slo.filter(
    ({ workload, met }) => met === false && workloads.some(({ id }) => id === workload),
  );
  return {
    spec: spec.pools[pool],
    figures: figures.pools[pool],
    overload,
    missed,
    worst: missed
      .flatMap(({ limits }) => limits)
      .sort((a, b) => (a.within ?? 1) - (b.within ?? 1))
      .at(0),
    workSeconds,
    prefillSeconds: totals.prefillSeconds,
    computeBoundSeconds: totals.computeBoundSeconds,
    kv: share(totals.blockedByKvSeconds),
    slots: share(totals.blockedBySlotsSeconds),
    budget: share(totals.blockedByBudgetSeconds),
    preemptionsPerRequest: completed > 0 ? totals.preemptions / completed : 0,
    tooLongForContext: turnedAway('context'),
    tooLongForKv: turnedAway('kv'),
  };
}

function severity({ overload, missed, kv, slots, budget }: Pressure): number {
  return (overload === undefined ? 0 : 100) + (missed.length > 0 ? 10 : 0) + kv + slots + budget;
}

/** Undefined where nothing binds. */
function causeOf(pressure: Pressure): Cause | undefined {
  const { overload, missed, worst, kv, slots, budget, preemptionsPerRequest, workSeconds } = pressure;
  const { tooLongForContext, tooLongForKv } = pressure;
  const isTurningAway = overload?.givenUp === undefined && tooLongForContext + tooLongForKv > 0;
  if (isTurningAway && (workSeconds === 0 || (missed.length > 0 && missed.every(isMissedByRejections)))) {
    return tooLongForContext > tooLongForKv ? 'tooLongForContext' : 'tooLongForKv';
  }
  // No work was done, and yet it is overloaded: it was given up before the window's own time began.
  if (workSeconds === 0) return overload === undefined ? undefined : 'replicas';
  // What is preempted is prefilled again, so that want of memory shows as want of prefill budget.
  if (preemptionsPerRequest >= PREEMPTIONS_PER_REQUEST) return 'kv';
  const room = Math.max(kv, slots, budget);
  const cause = room === kv ? 'kv' : room === slots ? 'slots' : 'promptBudget';
  if (overload !== undefined) return isRelievedByRoom(pressure, cause) ? cause : 'replicas';
  // Waiting for room does not slow the tokens of a running request: that is the step's own time.
  if (worst?.latency === 'tpot') return stepCause(pressure);
  if (room >= (missed.length > 0 ? BLOCKED_SHARE_WHEN_LATE : BLOCKED_SHARE)) return cause;
  return missed.length > 0 ? stepCause(pressure) : undefined;
}

/** Whether an overloaded pool would serve more if only it had more of what its requests wait for. */
function isRelievedByRoom({ kv, slots, budget, worst, figures }: Pressure, cause: Cause): boolean {
  // Half of the time in which anything waited, and not of all: quiet hours say nothing of an overload.
  const blocked = kv + slots + budget;
  if (blocked === 0 || Math.max(kv, slots, budget) < blocked / 2) return false;
  if (cause === 'promptBudget') return true;
  if (worst?.latency === 'tpot') return false;
  return cause === 'kv' || (figures.kvPeakShare ?? 0) < KV_FULL_SHARE;
}

function stepCause({ spec, worst, workSeconds, prefillSeconds, computeBoundSeconds }: Pressure): Cause {
  if (spec.stepTime.kind === 'roofline') {
    // The first token is a matter of prefill, which is where compute-bound time is.
    const of = worst?.latency === 'ttft' ? prefillSeconds : workSeconds;
    return computeBoundSeconds >= of / 2 ? 'stepCompute' : 'stepBandwidth';
  }
  return worst?.latency === 'ttft' || prefillSeconds >= workSeconds / 2 ? 'stepCompute' : 'stepBandwidth';
}

const SENTENCES: Record<Cause, (pressure: Pressure) => string> = {
  kv: (pressure) =>
    `KV cache memory binds${overloadClause(pressure)}: in ${percent(pressure.kv)} of the working time a request waited for KV blocks, ` +
    `and ${grouped(pressure.figures.preemptions)} ${plural(pressure.figures.preemptions, 'preemption', 'preemptions')} ` +
    `(${grouped(pressure.preemptionsPerRequest * 1000, 1)} per 1,000 requests) made work be done twice${kvPeak(pressure)}. ` +
    'More memory for KV (larger or more GPUs a replica, a smaller or quantised model), shorter contexts or more replicas would relieve it.',
  slots: (pressure) =>
    `Batch slots bind${overloadClause(pressure)}: in ${percent(pressure.slots)} of the working time a request waited because all ` +
    `${grouped(pressure.spec.batching.maxSequences)} slots (maxSequences) of its replica were taken${kvPeak(pressure)}. ` +
    ((pressure.figures.kvPeakShare ?? 0) < KV_FULL_SHARE
      ? 'More slots, where time per token allows, or more replicas would relieve it.'
      : 'KV memory has no room for more slots: more replicas would relieve it.'),
  promptBudget: (pressure) =>
    `Compute for prompts binds${overloadClause(pressure)}: in ${percent(pressure.budget)} of the working time a request waited because ` +
    `prompts had used up a step's ${grouped(pressure.spec.batching.maxBatchedTokens)} tokens (maxBatchedTokens). ` +
    'GPUs with more compute, shorter or cached prompts, a larger step or more replicas would relieve it.',
  stepCompute: (pressure) =>
    `Compute binds: ${tooSlow(pressure)}; ${workShares(pressure)}. ` +
    'GPUs with more compute, more GPUs a replica, or shorter or cached prompts would relieve it.',
  stepBandwidth: (pressure) =>
    `Memory bandwidth binds: ${tooSlow(pressure)}; ${workShares(pressure)}. ` +
    'GPUs with more bandwidth, more GPUs a replica, a quantised model, or more replicas with smaller batches would relieve it.',
  replicas: (pressure) =>
    `Replicas bind${overloadClause(pressure)}: requests arrive faster than ${grouped(pressure.figures.peakReplicas)} ` +
    `${plural(pressure.figures.peakReplicas, 'replica', 'replicas')} can serve them${inSteps(pressure)}${kvPeak(pressure)}. More replicas or fewer requests would relieve it.`,
  tooLongForContext: (pressure) =>
    `The model’s context binds: ${percent(pressure.tooLongForContext)} of requests are longer (prompt and output) and are turned ` +
    `away${missing(pressure)}. Other hardware changes nothing: a model with a longer context, or shorter requests, would relieve it.`,
  tooLongForKv: (pressure) =>
    `KV cache memory binds: ${percent(pressure.tooLongForKv)} of requests need more than all KV blocks of a replica and are turned ` +
    `away${missing(pressure)}. More memory for KV (larger or more GPUs a replica, a smaller or quantised model) or shorter requests would relieve it.`,
};

function missing({ missed: [slo] }: Pressure): string {
  return slo === undefined ? '' : `, so that ${slo.workload} misses its service level`;
}

function neededPart({ overload }: Pressure): string {
  return overload?.givenUp === undefined ? '' : neededSentence(overload.givenUp);
}

/** Of the horizon; of one that was given up nothing is known. */
function inSteps({ overload, figures }: Pressure): string {
  return overload?.givenUp === undefined
    ? `, with replicas in steps ${percent(figures.busyShare ?? 0)} of the time`
    : '';
}

function overloadClause({ overload }: Pressure): string {
  if (overload === undefined) return '';
  if (overload.givenUp !== undefined)
    return ` and the pool is overloaded (${givenUpClause(overload.givenUp)})`;
  if (overload.waitingAtEnd < 1)
    return ` and the pool is overloaded (mean wait ${duration(overload.meanQueueSeconds)})`;
  return (
    ` and the pool is overloaded (${grouped(overload.waitingAtEnd)} requests, ${percent(overload.waitingShare)} of those that ` +
    `had arrived, still waited when arrivals ended and took ${duration(overload.drainSeconds)} to finish)`
  );
}

function kvPeak({ figures }: Pressure): string {
  return figures.kvPeakShare === null ? '' : `; KV cache was at most ${percent(figures.kvPeakShare)} full`;
}

function tooSlow({ missed, worst }: Pressure): string {
  const [slo] = missed;
  const limit =
    worst === undefined
      ? ''
      : ` (worst on ${LATENCY_NAMES[worst.latency].long}: ${percent(worst.within ?? 0)} within ${duration(worst.seconds)})`;
  return `${slo.workload} misses its service level${limit}, and not for want of room in the batch: a step itself takes too long`;
}

function workShares({ spec, workSeconds, prefillSeconds, computeBoundSeconds }: Pressure): string {
  if (spec.stepTime.kind === 'roofline') {
    return `${percent(computeBoundSeconds / workSeconds)} of the working time is limited by compute, the rest by reading memory`;
  }
  return (
    `${percent(prefillSeconds / workSeconds)} of the working time goes into steps with prompts (taken as compute), the rest into ` +
    'steps that only produce tokens (taken as reading memory: this step-time model does not tell)'
  );
}

function nothingBinds({ slo }: Figures, pressures: readonly Pressure[]): string {
  const working = pressures.filter(({ workSeconds }) => workSeconds > 0);
  if (working.length === 0) return 'Nothing binds: no work was done.';
  const blocked = Math.max(...working.map(({ kv, slots, budget }) => Math.max(kv, slots, budget)));
  const kv = Math.max(...working.map(({ figures }) => figures.kvPeakShare ?? 0));
  const busy = Math.max(...working.map(({ figures }) => figures.busyShare ?? 0));
  const level =
    slo.length === 0
      ? 'no service level is set'
      : slo.length === 1
        ? 'the service level is met'
        : 'all service levels are met';
  return (
    `Nothing binds: requests waited for room in at most ${percent(blocked)} of the working time, KV cache was at most ` +
    `${percent(kv)} full, replicas were in steps ${percent(busy)} of the time, and ${level}.`
  );
}

function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}
