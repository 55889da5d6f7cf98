import type { KnativeSpec } from '../../../../engine/scenario/living/autoscale/knativeSpec.ts';
import type { Controller } from './controllerOfPool.ts';
import { currentNumber, servingReplicas } from '../inService.ts';
import { outstandingOf, type PoolState } from '../poolState.ts';
import { setWanted } from '../setWanted.ts';

/** All of it is scraped once a second. */
const SCRAPE_SECONDS = 1;
/** After a progress deadline of ten minutes and half a minute an activation has failed. */
const ACTIVATION_SECONDS = 630;

/** What a revision remembers (OTHER_AUTOSCALERS.md, Knative). */
export interface Revision {
  panicsSince: number | undefined;
  panicReplicas: number;
  wishes: { readonly at: number; readonly replicas: number }[];
  condition: 'activating' | 'active' | 'inactive';
  conditionSince: number;
  activatorSince: number | undefined;
}

/** 1 to 5, and 6: what is desired at a tick, and how much room for a burst there is. */
export function decide(
  spec: KnativeSpec,
  revision: Revision,
  now: number,
  readyNow: number,
  stable: number,
  panic: number,
): { desired: number; excessBurst: number } {
  const ready = Math.max(1, readyNow);
  const low = Math.floor(ready / spec.maxScaleDownRate);
  const high = Math.ceil(spec.maxScaleUpRate * ready);
  const [stableWish, panicWish] = [stable, panic].map((value) => {
    const asked = Math.ceil(value / spec.target);
    const clamped = Math.min(Math.max(asked, low), high);
    return spec.activationScale > 1 && asked > 0 && clamped < spec.activationScale
      ? spec.activationScale
      : clamped;
  });
  if (Math.ceil(panic / spec.target) / ready >= spec.panicThreshold) revision.panicsSince = now;
  else if (revision.panicsSince !== undefined && now > revision.panicsSince + spec.stableWindowSeconds) {
    revision.panicsSince = undefined;
    revision.panicReplicas = 0;
  }
  let desired = stableWish;
  if (revision.panicsSince !== undefined) {
    desired = Math.max(stableWish, panicWish, revision.panicReplicas);
    revision.panicReplicas = desired;
  }
  if (spec.scaleDownDelaySeconds > 0) {
    revision.wishes.push({ at: now, replicas: desired });
    revision.wishes = revision.wishes.filter(({ at }) => now - at < spec.scaleDownDelaySeconds);
    desired = Math.max(...revision.wishes.map(({ replicas }) => replicas));
  }
  const burst = spec.targetBurstCapacity;
  const excessBurst = burst > 0 ? Math.floor(readyNow * spec.capacity - burst - panic) : burst;
  return { desired, excessBurst };
}

/** 7 and “to zero”: what is wanted of it, and whether that is written. −1: nothing is known. */
function scale(
  spec: KnativeSpec,
  { condition, conditionSince, activatorSince }: Revision,
  now: number,
  desired: number,
): { wanted: number; isWritten: boolean } {
  const wanted = Math.min(Math.max(desired, spec.min), spec.max);
  if (wanted > 0) return { wanted, isWritten: true };
  const lasted = now - conditionSince;
  if (condition === 'activating') {
    return lasted >= ACTIVATION_SECONDS ? { wanted: 0, isWritten: true } : { wanted: -1, isWritten: false };
  }
  if (condition === 'active') {
    return lasted < spec.stableWindowSeconds
      ? { wanted: 1, isWritten: true }
      : { wanted: 0, isWritten: false };
  }
  const grace = spec.scaleToZeroGraceSeconds;
  const isBehindActivator = activatorSince !== undefined && now - activatorSince >= grace;
  return {
    wanted: 0,
    isWritten:
      lasted >= Math.max(grace, spec.retentionSeconds) ||
      (lasted >= spec.retentionSeconds && isBehindActivator),
  };
}

/** Whether it is active, and whether the activator is in the path, from this tick on. */
function note(revision: Revision, now: number, wanted: number, isReady: boolean, excessBurst: number): void {
  const before = revision.condition;
  if (wanted === 0) revision.condition = 'inactive';
  else if (wanted > 0 || before !== 'inactive') revision.condition = isReady ? 'active' : 'activating';
  if (revision.condition !== before) revision.conditionSince = now;
  if (wanted === 0 || excessBurst < 0) revision.activatorSince ??= now;
  else revision.activatorSince = undefined;
}

/** What all of it has in hand, what waits for a replica included. */
export function inHandOfPool(pool: PoolState): number {
  return servingReplicas(pool).reduce((sum, replica) => sum + outstandingOf(replica), pool.queue.length);
}

/** Looks at multiples of `tickSeconds`, at what was scraped at whole seconds before, with a decider made at second 0. */
export function knativeController(spec: KnativeSpec, start: number): Controller {
  const revision: Revision = {
    panicsSince: start > 1 ? 0 : undefined,
    panicReplicas: start,
    wishes: [],
    condition: start === 0 ? 'inactive' : start < Math.max(1, spec.min) ? 'activating' : 'active',
    conditionSince: 0,
    activatorSince: start === 0 ? 0 : undefined,
  };
  const scraped: { at: number; value: number }[] = [];
  let received = 0;
  let ticks = 1;
  const mean = (now: number, seconds: number): number => {
    const last = scraped.slice(-Math.ceil(seconds / SCRAPE_SECONDS));
    const values = last.filter(({ at }) => at > now - seconds).map(({ value }) => value);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return {
    next: () => Math.min((scraped.length + 1) * SCRAPE_SECONDS, ticks * spec.tickSeconds),
    run: (pool) => {
      const { now } = pool;
      if ((scraped.length + 1) * SCRAPE_SECONDS <= now) {
        scraped.push({
          at: now,
          value: spec.metric === 'rps' ? pool.received - received : inHandOfPool(pool),
        });
        ({ received } = pool);
      }
      if (ticks * spec.tickSeconds > now) return;
      ticks++;
      const current = currentNumber(pool);
      const ready = servingReplicas(pool).length;
      const [stable, panic] = [spec.stableWindowSeconds, spec.panicWindowSeconds].map((seconds) =>
        mean(now, seconds),
      );
      const { desired, excessBurst } = decide(spec, revision, now, ready, stable, panic);
      const { wanted, isWritten } = scale(spec, revision, now, desired);
      note(revision, now, wanted, ready >= Math.max(1, spec.min), excessBurst);
      if (isWritten && wanted !== current) setWanted(pool, wanted);
    },
  };
}
