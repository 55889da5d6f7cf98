import { latencyName } from '../generation.ts';
import { givenUpClause, neededSentence } from './givenUp.ts';
import type { Figures } from '../figures.ts';
import { duration, grouped, percent } from '../plainText.ts';
import { moreReplicas } from '../moreReplicas.ts';
import type { Pressure } from './poolPressure.ts';

/** From here on more batch slots would only move the queue into memory. */
export const KV_FULL_SHARE = 0.9;

/** From here on a front end is told of where requests arrive faster than they are served. */
const FRONT_END_SHARE = 0.9;

/**
 * What binds: room in the batch (first three), the time of a step, the number of replicas, that requests are too long, or that
 * replicas which come and go are not there when they are needed (last three).
 */
export type Cause =
  | 'kv'
  | 'slots'
  | 'promptBudget'
  | 'stepCompute'
  | 'stepBandwidth'
  | 'replicas'
  | 'tooLongForContext'
  | 'tooLongForKv'
  | 'noReplica'
  | 'lostWithReplica'
  | 'lateReplicas';

/** What binds a pool, with the figures that say so and what would relieve it. */
export function causeSentence(cause: Cause, pressure: Pressure): string {
  return [SENTENCES[cause](pressure), neededPart(pressure)].filter((part) => part !== '').join(' ');
}

const SENTENCES: Record<Cause, (pressure: Pressure) => string> = {
  kv: (pressure) =>
    `KV cache memory binds${overloadClause(pressure)}: in ${seldom(pressure.kv)} of the working time a request waited for KV blocks, ` +
    `and ${preemptionsText(pressure)} ` +
    `(${perThousand(pressure.preemptionsPerRequest)} per 1,000 requests) made work be done twice${kvPeak(pressure)}. ` +
    `More memory for KV (larger or more GPUs a replica, a smaller or quantised model), shorter contexts or ${moreReplicas(pressure)} would relieve it.`,
  slots: (pressure) =>
    `Batch slots bind${overloadClause(pressure)}: in ${percent(pressure.slots)} of the working time a request waited because all ` +
    `${grouped(pressure.spec.batching.maxSequences)} slots (maxSequences) of its replica were taken${kvPeak(pressure)}. ` +
    ((pressure.figures.kvPeakShare ?? 0) < KV_FULL_SHARE
      ? `More slots, where time per token allows, or ${moreReplicas(pressure)} would relieve it.`
      : `KV memory has no room for more slots: ${moreReplicas(pressure)} would relieve it.`),
  promptBudget: (pressure) =>
    `Compute for prompts binds${overloadClause(pressure)}: in ${percent(pressure.budget)} of the working time a request waited because ` +
    `prompts had used up a step's ${grouped(pressure.spec.batching.maxBatchedTokens)} tokens (maxBatchedTokens). ` +
    `GPUs with more compute, shorter or cached prompts, a larger step or ${moreReplicas(pressure)} would relieve it.`,
  stepCompute: (pressure) =>
    `Compute binds: ${tooSlow(pressure)}; ${workShares(pressure)}. ` +
    'GPUs with more compute, more GPUs a replica, or shorter or cached prompts would relieve it.',
  stepBandwidth: (pressure) =>
    `Memory bandwidth binds: ${tooSlow(pressure)}; ${workShares(pressure)}. ` +
    `GPUs with more bandwidth, more GPUs a replica, a quantised model, or ${moreReplicas(pressure, ' with smaller batches')} would relieve it.`,
  replicas: (pressure) =>
    `Replicas bind${overloadClause(pressure)}: requests arrive faster than ${grouped(pressure.figures.peakReplicas)} ` +
    `${plural(pressure.figures.peakReplicas, 'replica', 'replicas')} can serve them${inSteps(pressure)}${kvPeak(pressure)}. ${capital(moreReplicas(pressure))} or fewer requests would relieve it.`,
  tooLongForContext: (pressure) =>
    `The model’s context binds: ${percent(pressure.tooLongForContext)} of requests are longer (prompt and output) and are turned ` +
    `away${missing(pressure)}. Other hardware changes nothing: a model with a longer context, or shorter requests, would relieve it.`,
  tooLongForKv: (pressure) =>
    `KV cache memory binds: ${percent(pressure.tooLongForKv)} of requests need more than all KV blocks of a replica and are turned ` +
    `away${missing(pressure)}. More memory for KV (larger or more GPUs a replica, a smaller or quantised model) or shorter requests would relieve it.`,
  noReplica: (pressure) =>
    `Replicas come too late: ${percent(pressure.noReplica)} of requests are turned away since none was ready within ` +
    `${duration(pressure.spec.living?.queueSeconds ?? 0)}${missing(pressure)}. ${capital(moreReplicas(pressure))} would relieve it.`,
  lostWithReplica: (pressure) =>
    `Lost replicas bind: ${percent(pressure.lostWithReplica)} of requests are lost with their replica` +
    `${missing(pressure)}. Starting them again (onLoss: retry) or a longer drain (drainSeconds) would relieve it.`,
  lateReplicas: (pressure) =>
    `Replicas come too late: ${missedWith(pressure)}, and ${percent(pressure.waitingShare)} of the time to the first token is ` +
    `waiting, for hardly any of which a replica was short of room in its batch: requests waited for replicas to be ready` +
    `${lag(pressure)}. ${capital(moreReplicas(pressure))} would relieve it.`,
};

function missing({ missed: [slo] }: Pressure): string {
  return slo === undefined ? '' : `, so that ${slo.workload} misses its service level`;
}

function neededPart({ overload }: Pressure): string {
  return overload?.givenUp === undefined ? '' : neededSentence(overload.givenUp);
}

/** Of the horizon; of one that was given up nothing is known. */
function inSteps({ overload, figures, frontEndShare }: Pressure): string {
  const front =
    frontEndShare >= FRONT_END_SHARE
      ? `, with front ends that take one request after the other at work ${percent(frontEndShare)} of it (frontEnd)`
      : '';
  return overload?.givenUp === undefined
    ? `, with replicas in steps ${percent(figures.busyShare ?? 0)} of the time${front}`
    : '';
}

function overloadClause({ overload }: Pressure): string {
  if (overload === undefined) return '';
  if (overload.givenUp !== undefined)
    return ` and the pool is overloaded (${givenUpClause(overload.givenUp)})`;
  const { inHours } = overload;
  if (inHours !== undefined) {
    return (
      ` and the pool is overloaded in ${grouped(inHours.hours)} ${plural(inHours.hours, 'hour', 'hours')} ` +
      `(what arrived in the worst one waited ${duration(inHours.worstQueueSeconds)} on average)`
    );
  }
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

/** That the KV memory of a pool was full as well, where it was; a sentence of its own, else empty. */
export function tightPart({ isKvTight, figures, preemptions, ...pressure }: Pressure, of = ''): string {
  if (!isKvTight) return '';
  const full = figures.kvPeakShare === null ? undefined : `was at most ${percent(figures.kvPeakShare)} full`;
  const again =
    preemptions > 0 ? `${preemptionsText({ preemptions, ...pressure })} made work be done twice` : undefined;
  return `KV cache ${of}${[full, again].filter((part) => part !== undefined).join(', and ')}.`;
}

/** A share that may be smaller than a percentage tells, and is not 0. */
function seldom(share: number): string {
  return share > 0 && share < 0.000005 ? 'less than 0.001%' : percent(share);
}

function perThousand(each: number): string {
  return each > 0 && each < 0.00005 ? 'less than 0.1' : grouped(each * 1000, 1);
}

/** A mean over replications need not be whole. */
function preemptionsText({ preemptions }: Pick<Pressure, 'preemptions'>): string {
  const decimals = preemptions < 1 && preemptions > 0 ? 1 : 0;
  return `${grouped(preemptions, decimals)} ${plural(preemptions, 'preemption', 'preemptions')}`;
}

function tooSlow(pressure: Pressure): string {
  return `${missedWith(pressure)}, and not for want of room in the batch: a step itself takes too long`;
}

/** Who misses a service level, and on what. */
function missedWith({ missed, worst, generates }: Pressure): string {
  const [slo] = missed;
  const limit =
    worst === undefined
      ? ''
      : ` (worst on ${latencyName(worst.latency, generates).long}: ${percent(worst.within ?? 0)} within ${duration(worst.seconds)})`;
  return `${slo.workload} misses its service level${limit}`;
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

/** That nothing binds, with the figures of the pool that is nearest to it. */
export function nothingBinds({ slo }: Figures, pressures: readonly Pressure[]): string {
  const working = pressures.filter(({ workSeconds }) => workSeconds > 0);
  if (working.length === 0) return 'Nothing binds: no work was done.';
  const blocked = Math.max(...working.map(({ kv, slots, budget }) => Math.max(kv, slots, budget)));
  const peaks = working.flatMap(({ figures }) => figures.kvPeakShare ?? []);
  const kv = peaks.length === 0 ? '' : `KV cache was at most ${percent(Math.max(...peaks))} full, `;
  const busy = Math.max(...working.map(({ figures }) => figures.busyShare ?? 0));
  const level =
    slo.length === 0
      ? 'no service level is set'
      : slo.length === 1
        ? 'the service level is met'
        : 'all service levels are met';
  return (
    `Nothing binds: requests waited for room in at most ${percent(blocked)} of the working time, ${kv}` +
    `replicas were in steps ${percent(busy)} of the time, and ${level}.`
  );
}

/** How long replicas are on their way. */
function lag({ figures }: Pressure): string {
  const seconds = figures.fleet?.scaleUpLagSeconds ?? null;
  return seconds === null || seconds === 0 ? '' : ` (${duration(seconds)} from being asked for, on average)`;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}
