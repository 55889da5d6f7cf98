import { pollKeda } from '../../controllers/kedaPoll.ts';
import { isKedaActive } from '../../controllers/kedaTriggers.ts';
import { addEvent } from '../calendar.ts';
import type { KedaController } from './controller.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import { type Sample, scheduleSamples } from './sampleStore.ts';

/** Puts the first poll after `from` and what is measured for it on the calendar. */
export function schedulePolls({ calendar }: LivingPool, { polls }: KedaController, from: number): void {
  const first = Math.floor(from / polls.everySeconds) + 1;
  addEvent(calendar, first * polls.everySeconds, EVENT.POLL, first);
  scheduleSamples(calendar, polls, from);
}

/** How many replicas KEDA leaves at a poll of `current`; the next poll is put on the calendar. */
export function replicasByPoll(
  pool: LivingPool,
  controller: KedaController,
  now: number,
  number: number,
  current: number,
): number {
  const { spec, polls } = controller;
  const sample = polls.taken.get(number);
  polls.taken.delete(number);
  const { replicas, lastActive } = pollKeda(spec, {
    now,
    current,
    isActive: sample !== undefined && isActive(controller, sample),
    hasFailed: false,
    createdAt: 0,
    lastActive: controller.lastActive,
  });
  controller.lastActive = lastActive;
  addEvent(pool.calendar, (number + 1) * polls.everySeconds, EVENT.POLL, number + 1);
  return replicas;
}

/** Of replicas that are not there nothing is measured: a metric that sees no queue is active while a request waits for the first. */
function isActive({ spec }: KedaController, { ofPool, isAwaited }: Sample): boolean {
  return isKedaActive(
    spec.hpa.metrics.map(({ metric }, m) => ({
      isResource: false,
      value:
        isAwaited && metric !== 'outstanding' && metric !== 'waiting' ? Number.POSITIVE_INFINITY : ofPool[m],
      activation: 1000 * spec.activations[m],
    })),
  );
}
