import { countFleet } from '../../../usage/fleetRecorder.ts';
import { addEvent } from '../calendar.ts';
import type { Controller } from './controller.ts';
import { lookHpa } from '../../controllers/hpa.ts';
import { predictedReplicas } from '../../controllers/predictive.ts';
import {
  nextScheduleEntry,
  scheduledReplicas,
} from '../../../scenario/living/autoscale/scheduledReplicas.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import { replicasByPoll, schedulePolls } from './kedaPolls.ts';
import { replicasByKnative } from './knativeLooks.ts';
import { nextOfRayServe, replicasByRayServe } from './rayServeLooks.ts';
import { readSample } from './readSample.ts';
import { scaleTo } from '../scaleTo.ts';
import { seenReplicas } from '../seenReplicas.ts';
import { scheduleCounts } from './requestCounts.ts';
import { scheduleSamples } from './sampleStore.ts';

/** Puts the first looks after the window's start on the calendar. */
export function scheduleLooks(pool: LivingPool, from: number): void {
  const { calendar, controller } = pool;
  if (controller === undefined) return;
  const everySeconds = lookSeconds(controller);
  if (everySeconds === undefined) dateEntry(pool, from);
  else {
    const first = Math.floor(from / everySeconds) + 1;
    addEvent(calendar, first * everySeconds, EVENT.LOOK, first);
  }
  switch (controller.kind) {
    case 'keda':
      schedulePolls(pool, controller, from);
      scheduleSamples(calendar, controller.samples, from);
      break;
    case 'hpa':
      scheduleSamples(calendar, controller.samples, from);
      break;
    case 'knative':
    case 'ray-serve':
      scheduleCounts(calendar, controller.requests, from);
      break;
    default:
      break;
  }
}

/** A controller looks, or an entry of a schedule comes into force; the next look is put on the calendar. */
export function look(pool: LivingPool, now: number, number: number): void {
  const { controller } = pool;
  if (controller === undefined) return;
  const current = seenReplicas(pool);
  const wanted = wantedBy(controller, pool, now, number, current);
  dateNext(pool, controller, now, number, current, wanted);
  pool.observer?.look(now, current, wanted, controller);
  follow(pool, now, current, wanted);
}

/** KEDA asks whether there is something to do; the next poll is put on the calendar. */
export function poll(pool: LivingPool, now: number, number: number): void {
  const { controller } = pool;
  if (controller?.kind !== 'keda') return;
  const current = seenReplicas(pool);
  follow(pool, now, current, replicasByPoll(pool, controller, now, number, current));
}

/** The number is what a look wants from now on. */
function follow(pool: LivingPool, now: number, current: number, wanted: number): void {
  countFleet(pool.recorder, 'looks', now, pool.isLast);
  if (wanted > current) countFleet(pool.recorder, 'scaleUps', now, pool.isLast);
  scaleTo(pool, now, wanted);
}

function dateNext(
  pool: LivingPool,
  controller: Controller,
  now: number,
  number: number,
  current: number,
  wanted: number,
): void {
  const everySeconds = lookSeconds(controller);
  if (everySeconds === undefined) {
    dateEntry(pool, now);
    return;
  }
  const next =
    controller.kind === 'ray-serve' ? nextOfRayServe(controller, now, number, current, wanted) : number + 1;
  addEvent(pool.calendar, next * everySeconds, EVENT.LOOK, next);
}

/** The next entry of a schedule. */
function dateEntry({ controller, calendar }: LivingPool, after: number): void {
  if (controller?.kind !== 'schedule') return;
  addEvent(calendar, nextScheduleEntry(controller.spec, controller.startEpochSeconds, after), EVENT.LOOK);
}

/** A controller looks at multiples of it; undefined for one that acts at written instants. */
function lookSeconds(controller: Controller): number | undefined {
  switch (controller.kind) {
    case 'hpa':
    case 'keda':
      return controller.hpa.spec.syncSeconds;
    case 'knative':
      return controller.spec.tickSeconds;
    case 'ray-serve':
      return controller.spec.loopSeconds;
    case 'predictive':
      return controller.spec.syncSeconds;
    case 'schedule':
      return undefined;
  }
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
    case 'keda':
      readSample(pool, controller.hpa, controller.samples, number);
      return lookHpa(controller.hpa, now, current);
    case 'knative':
      return replicasByKnative(pool, controller, now, current);
    case 'ray-serve':
      return replicasByRayServe(pool, controller, now, current);
    case 'schedule':
      return scheduledReplicas(controller.spec, controller.startEpochSeconds, pool.start, now);
    case 'predictive':
      return predictedReplicas(controller.spec, number, controller.rateAt, controller.stream);
  }
}
