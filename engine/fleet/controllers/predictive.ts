import type { PredictiveSpec } from '../../scenario/living/livingSpec.ts';
import { normalQuantile } from '../../statistics/normalQuantile.ts';
import { randomStream } from '../../statistics/random.ts';

/** Whose draws the errors of a pool's forecasts are. */
export interface ForecastStream {
  readonly seed: number;
  readonly pool: string;
  readonly replication: number;
}

/**
 * Replicas wanted at the look of a number (its instant over `syncSeconds`): the forecast of the rate at `lookAheadSeconds`
 * from then and `margin` more, over what a replica carries, rounded up, within min and max. `rateAt`: requests a second
 * at a second of the horizon. A forecast errs by a draw of the look's own, so that every window of a
 * replication finds the same.
 */
export function predictedReplicas(
  spec: PredictiveSpec,
  look: number,
  rateAt: (second: number) => number,
  stream: ForecastStream,
): number {
  const { min, max, syncSeconds, lookAheadSeconds, perReplica, margin } = spec;
  const rate = rateAt(look * syncSeconds + lookAheadSeconds);
  const replicas = (rate * (1 + margin) * forecastFactor(spec.error, look, stream)) / perReplica;
  // What the last bits of a product put above a whole number is that number.
  const whole = Math.ceil(replicas * (1 - 1e-12));
  return Math.min(Math.max(whole, min), max);
}

/** What a forecast is times the truth: 1 and a normal error of relative standard deviation `error`, never below 0. */
function forecastFactor(error: number, look: number, { seed, pool, replication }: ForecastStream): number {
  if (error === 0) return 1;
  const uniform = randomStream(`${seed}/${pool}/predictive/${look}/${replication}`)();
  return Math.max(0, 1 + error * normalQuantile(uniform + 2 ** -33));
}
