import type { Controller } from './controller.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import { countRequests } from './countRequests.ts';
import type { Samples } from './sampleStore.ts';
import { takeSample, takeSampleBase } from './takeSample.ts';

/** Measures what a controller reads later on, by the kind of the event; `window`: of a beginning, the place of the window. */
export function measure(pool: LivingPool, kind: number, now: number, number: number, window: number): void {
  const { controller } = pool;
  if (kind === EVENT.COUNT) {
    if (controller?.kind === 'knative' || controller?.kind === 'ray-serve')
      countRequests(pool, controller.requests, now, number);
    return;
  }
  const samples = samplesOf(controller, kind);
  if (samples === undefined) return;
  if (kind === EVENT.SAMPLE_BASE || kind === EVENT.POLL_SAMPLE_BASE)
    takeSampleBase(pool, samples, number, window);
  else takeSample(pool, samples, now, number);
}

function samplesOf(controller: Controller | undefined, kind: number): Samples | undefined {
  if (controller?.kind === 'hpa') return controller.samples;
  if (controller?.kind !== 'keda') return undefined;
  return kind === EVENT.SAMPLE_BASE || kind === EVENT.SAMPLE ? controller.samples : controller.polls;
}
