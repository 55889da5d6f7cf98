import { countFleet } from '../../usage/fleetRecorder.ts';
import { addEvent } from './calendar.ts';
import type { Controller } from './controller.ts';
import { lookHpa } from '../controllers/hpa.ts';
import { predictedReplicas } from '../controllers/predictive.ts';
import { nextScheduleEntry, scheduledReplicas } from '../../scenario/living/scheduledReplicas.ts';
import { EVENT } from './eventKinds.ts';
import type { LivingPool } from './livingPool.ts';
import { readSample } from './readSample.ts';
import { scaleTo } from './replicaLives.ts';
import { currentReplicas } from './replicaSet.ts';
import { scheduleSamples } from './sampleStore.ts';

/** Puts the first looks after the window's start on the calendar. */
export function scheduleLooks({ calendar, controller }: LivingPool, from: number): void {
  if (controller === undefined) return;
  if (controller.kind === 'schedule') {
    const { spec, startEpochSeconds } = controller;
    addEvent(calendar, nextScheduleEntry(spec, startEpochSeconds, from), EVENT.LOOK);
    return;
  }
  const { syncSeconds } = controller.kind === 'hpa' ? controller.hpa.spec : controller.spec;
  const first = Math.floor(from / syncSeconds) + 1;
  addEvent(calendar, first * syncSeconds, EVENT.LOOK, first);
  if (controller.kind === 'hpa') scheduleSamples(calendar, controller.samples, from);
}

/** A controller looks, or an entry of a schedule comes into force; the next look is put on the calendar. */
export function look(pool: LivingPool, now: number, number: number): void {
  const { controller, calendar, set, recorder } = pool;
  if (controller === undefined) return;
  const current = currentReplicas(set);
  const wanted = wantedBy(controller, pool, now, number, current);
  countFleet(recorder, 'looks', now, pool.isLast);
  if (wanted > current) countFleet(recorder, 'scaleUps', now, pool.isLast);
  if (controller.kind === 'schedule') {
    const { spec, startEpochSeconds } = controller;
    addEvent(calendar, nextScheduleEntry(spec, startEpochSeconds, now), EVENT.LOOK);
  } else {
    const { syncSeconds } = controller.kind === 'hpa' ? controller.hpa.spec : controller.spec;
    addEvent(calendar, (number + 1) * syncSeconds, EVENT.LOOK, number + 1);
  }
  pool.observer?.look(now, current, wanted, controller);
  scaleTo(pool, now, wanted);
}

function wantedBy(
  controller: Controller,
  pool: LivingPool,
  now: number,
  number: number,
  current: number,
): number {
  switch (controller.kind) {
    case 'hpa':
      readSample(pool, controller.hpa, controller.samples, number);
      return lookHpa(controller.hpa, now, current);
    case 'schedule':
      return scheduledReplicas(controller.spec, controller.startEpochSeconds, pool.start, now);
    case 'predictive':
      return predictedReplicas(controller.spec, number, controller.rateAt, controller.stream);
  }
}
