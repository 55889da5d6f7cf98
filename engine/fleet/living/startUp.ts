import type { DurationSpec, StartUpSpec } from '../../scenario/living/livingSpec.ts';
import type { Uniform } from '../../statistics/random.ts';
import { drawLaw } from '../../workload/drawLaw.ts';

/** Seconds of the stages of one start after provision, summed to where its phases change. */
export interface StartUpTimes {
  /** Until its container runs: boot and image. */
  readonly running: number;
  /** Until it is ready: weights and warm-up, too. */
  readonly ready: number;
}

/** A start of one replica that is provisioned; laws are drawn in the order of the stages, fixed ones draw nothing. */
export function drawStartUp(spec: StartUpSpec, random: Uniform): StartUpTimes {
  const boot = drawSeconds(spec.boot, random);
  const image = drawSeconds(spec.image, random);
  const weights = drawSeconds(spec.weights, random);
  const warmUp = drawSeconds(spec.warmUp, random);
  return { running: boot + image, ready: boot + image + weights + warmUp };
}

/** Seconds by a law, never below 0. */
export function drawSeconds(law: DurationSpec, random: Uniform): number {
  return law.type === 'fixed' ? law.value : Math.max(0, drawLaw(law, random));
}
