import type { ControllerSpec } from '../scenario/living/livingSpec.ts';
import { grouped, percent } from './plainText.ts';
import type { Pressure } from './pressure/poolPressure.ts';

/** From here on it is the maximum that keeps replicas away, and not that they come late. */
const MOSTLY = 0.5;

/** What has an autoscaler ask for more, and earlier. */
const SOONER: Record<ControllerSpec['kind'], string> = {
  hpa: 'a lower target, a higher minimum or a quicker start-up',
  keda: 'a lower target, a higher minimum, more frequent polls or a quicker start-up',
  knative: 'a lower target or utilization, a higher minimum or a quicker start-up',
  'ray-serve': 'a lower target, a shorter upscale delay, a higher minimum or a quicker start-up',
  predictive: 'a larger margin, a longer look-ahead or a quicker start-up',
  schedule: 'larger or earlier entries of the schedule, or a quicker start-up',
};

/**
 * “More replicas”, as a pool can be given them. An autoscaler is given a higher maximum where most of the waiting was
 * while all were ready that it may ask for (without waiting: where they were most of the time), else what has it ask earlier.
 */
export function moreReplicas(
  { spec, atMost, overload }: Pick<Pressure, 'spec' | 'atMost' | 'overload'>,
  withWhat = '',
): string {
  const controller = spec.living?.controller;
  if (controller === undefined) return `more replicas${withWhat}`;
  const share = atMost?.waitingShare ?? atMost?.timeShare ?? 0;
  if (atMost !== undefined && share > MOSTLY) {
    // Of a horizon that was not simulated to its end there is no share.
    if (overload?.givenUp !== undefined) return `a higher maximum than ${grouped(atMost.replicas)} replicas`;
    const waiting =
      atMost.waitingShare === null ? '' : `, on which ${percent(atMost.waitingShare)} of the waiting falls`;
    return `a higher maximum than ${grouped(atMost.replicas)} replicas (all ready ${percent(atMost.timeShare)} of the time${waiting})`;
  }
  return `more replicas${withWhat}, sooner (${SOONER[controller.kind]}),`;
}
