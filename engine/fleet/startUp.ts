import type { DurationSpec, StartUpSpec } from '../scenario/livingSpec.ts';
import type { Uniform } from '../statistics/random.ts';
import { drawLaw } from '../workload/drawLaw.ts';

/** Seconds of the stages of one start, summed to where its phases change. */
export interface StartUpTimes {
  /** Until it is paid: provision. */
  readonly paid: number;
  /** Until its container runs: boot and image, too. */
  readonly running: number;
  /** Until it is ready: weights and warm-up, too. */
  readonly ready: number;
}

/** A start of one replica; laws are drawn in the order of the stages, fixed ones draw nothing. */
export function drawStartUp(spec: StartUpSpec, random: Uniform, isProvisioned: boolean): StartUpTimes {
  const paid = isProvisioned ? 0 : drawSeconds(spec.provision, random);
  const boot = drawSeconds(spec.boot, random);
  const image = drawSeconds(spec.image, random);
  const weights = drawSeconds(spec.weights, random);
  const warmUp = drawSeconds(spec.warmUp, random);
  const running = paid + boot + image;
  return { paid, running, ready: running + weights + warmUp };
}

/** Seconds by a law, never below 0. */
export function drawSeconds(law: DurationSpec, random: Uniform): number {
  return law.type === 'fixed' ? law.value : Math.max(0, drawLaw(law, random));
}
