import { lengthQuantile } from '../scenario/lengths/lengthQuantile.ts';
import { MOST_TOKENS } from '../scenario/lengths/mostTokens.ts';
import type { LengthSpec } from '../scenario/spec.ts';
import type { Uniform } from '../statistics/random.ts';
import { drawLaw, HALF_STEP } from './drawLaw.ts';

/** Writes token counts to `out[from … to)`. */
export type LengthSampler = (out: Int32Array, from: number, to: number) => void;

/** Cells of the table; of a usual law nine draws in ten fall in one with a single answer. */
const CELLS = 2 ** 14;

/**
 * A sampler of a law by inversion, one uniform a draw (two for a mixture), so that scenarios that
 * share a stream share their luck. Rounds to whole tokens and keeps them in [max(1, min), max].
 */
export function createLengthLaw(spec: LengthSpec): (random: Uniform) => LengthSampler {
  const { law } = spec;
  const least = Math.max(1, spec.min);
  const most = Math.min(spec.max, MOST_TOKENS);
  const whole = (value: number): number => Math.min(most, Math.max(least, Math.round(value)));
  if (law.type === 'fixed') {
    const tokens = whole(law.value);
    return () => (out, from, to) => void out.fill(tokens, from, to);
  }
  if (law.type === 'mixture') {
    return (random) => (out, from, to) => {
      for (let i = from; i < to; i++) out[i] = whole(drawLaw(law, random));
    };
  }
  // The quantile rises with p, so where it rounds alike at both ends of a cell it does so within:
  // the table answers most draws, exactly as the quantile would. 0 is an edge not asked for yet.
  const edges = new Int32Array(CELLS + 1);
  const edge = (at: number): number =>
    (edges[at] ||= whole(lengthQuantile(law, Math.min(at / CELLS + HALF_STEP, 1 - HALF_STEP))));
  return (random) => (out, from, to) => {
    for (let i = from; i < to; i++) {
      const p = random();
      const cell = (p * CELLS) | 0;
      const tokens = edges[cell];
      if (tokens !== 0 && tokens === edges[cell + 1]) out[i] = tokens;
      else out[i] = edge(cell) === edge(cell + 1) ? edge(cell) : whole(lengthQuantile(law, p + HALF_STEP));
    }
  };
}
