import { normalQuantile } from './normalQuantile.ts';
import alea from 'seedrandom/lib/alea.js';

/** Uniforms in [0, 1). */
export type Uniform = () => number;

/**
 * The random stream of a name, `seed/workload/purpose/block/replication`. Different names give
 * independent streams, so that adding a workload or changing a price shifts no other draw.
 */
export function randomStream(name: string): Uniform {
  return alea(name);
}

/** Exponential with mean 1, by inversion. */
export function exponential(random: Uniform): number {
  return -Math.log(1 - random());
}

/**
 * Gamma with the given shape (> 0) and scale 1, mean `shape`.
 * Marsaglia and Tsang, A Simple Method for Generating Gamma Variables, ACM TOMS 26 (2000);
 * below shape 1 their boost, Gamma(shape + 1)·U^(1/shape).
 */
export function gamma(shape: number, random: Uniform): number {
  if (shape < 1) return gamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalQuantile(random() + 2 ** -33);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - random();
    // The squeeze accepts nearly all, none that the test after it would not, and needs no logarithm.
    const square = x * x;
    if (u < 1 - 0.0331 * square * square || Math.log(u) < 0.5 * square + d - d * v + d * Math.log(v))
      return d * v;
  }
}
