import type { SimulationSpec } from '../../scenario/spec.ts';
import type { ReplicationUsage } from '../../usage/usage.ts';
import { type Cause, causeSentence, KV_FULL_SHARE, nothingBinds, tightPart } from './bottleneckSentences.ts';
import type { Figures } from '../figures.ts';
import type { Overload } from './overload.ts';
import { type Pressure, pressureOf } from './poolPressure.ts';
import { isMissedByRejections } from '../serviceLevel.ts';

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
/** Preemptions a completed request from which KV binds before anything else, however seldom a request waited for it. */
const PREEMPTIONS_PER_REQUEST = 0.01;

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
  noReplica: 'replicas',
  lostWithReplica: 'replicas',
  lateReplicas: 'replicas',
};

/** Requests of a living pool wait for replicas where so much of the time to the first token is waiting. */
const WAITING_SHARE = 0.5;

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
    kind: found.cause === 'tooLongForContext' && found.pressure.isKvTight ? 'kv' : KINDS[found.cause],
    pool: found.pressure.spec.id,
    sentence: [
      where + causeSentence(found.cause, found.pressure),
      found.cause === 'kv' ? '' : tightPart(found.pressure),
      ...pressures
        .filter((pressure) => pressure !== found.pressure)
        .map((pressure) => tightPart(pressure, `of pool ${pressure.spec.id} `)),
    ]
      .filter((part) => part !== '')
      .join(' '),
  };
}

function severity({ overload, missed, kv, slots, budget }: Pressure): number {
  return (overload === undefined ? 0 : 100) + (missed.length > 0 ? 10 : 0) + kv + slots + budget;
}

/** Undefined where nothing binds. */
function causeOf(pressure: Pressure): Cause | undefined {
  const { overload, missed, worst, kv, slots, budget, workSeconds } = pressure;
  const { preemptionsPerRequest, isKvTight } = pressure;
  const turningAway = turnedAwayFor(pressure);
  const isTurningAway = overload?.givenUp === undefined && turningAway !== undefined;
  if (isTurningAway && (workSeconds === 0 || (missed.length > 0 && missed.every(isMissedByRejections))))
    return turningAway;
  // No work was done, and yet it is overloaded: it was given up before the window's own time began.
  if (workSeconds === 0) return overload === undefined ? undefined : 'replicas';
  if (overload === undefined && isWaitingForReplicas(pressure)) return 'lateReplicas';
  // What is preempted is prefilled again, so that want of memory shows as want of prefill budget.
  if (preemptionsPerRequest >= PREEMPTIONS_PER_REQUEST) return 'kv';
  const room = Math.max(kv, slots, budget);
  const cause = room === kv ? 'kv' : room === slots ? 'slots' : 'promptBudget';
  if (overload !== undefined) return isRelievedByRoom(pressure, cause) ? cause : 'replicas';
  // Waiting for room does not slow the tokens of a running request: that is the step's own time.
  if (worst?.latency === 'tpot') return stepCause(pressure);
  if (room >= (missed.length > 0 ? BLOCKED_SHARE_WHEN_LATE : BLOCKED_SHARE)) return cause;
  if (missed.length > 0) return stepCause(pressure);
  return isKvTight ? 'kv' : undefined;
}

/**
 * Whether a service level is missed since requests waited for replicas to be ready: those are busy when they come, so that
 * hardly any of their time is spent with requests waiting for room.
 */
function isWaitingForReplicas({ spec, missed, worst, kv, slots, budget, waitingShare }: Pressure): boolean {
  const isLate = missed.length > 0 && worst?.latency !== 'tpot' && waitingShare >= WAITING_SHARE;
  return spec.living !== undefined && isLate && Math.max(kv, slots, budget) < BLOCKED_SHARE_WHEN_LATE;
}

/** Why most of those are turned away that are; undefined where none is. */
function turnedAwayFor(pressure: Pressure): Cause | undefined {
  const causes = ['tooLongForKv', 'tooLongForContext', 'noReplica', 'lostWithReplica'] as const;
  const most = causes.reduce((a, b) => (pressure[b] > pressure[a] ? b : a));
  return pressure[most] > 0 ? most : undefined;
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
