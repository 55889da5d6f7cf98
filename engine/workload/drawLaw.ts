import { lengthQuantile } from '../scenario/lengths/lengthQuantile.ts';
import type { LengthLawSpec } from '../scenario/lengths/lengthLawSpec.ts';
import type { Uniform } from '../statistics/random.ts';

/** Half of a 32-bit uniform's spacing: keeps a draw off 0, where quantiles are infinite. */
export const HALF_STEP = 2 ** -33;

/** One draw of a law by inversion, before rounding: one uniform, one more for each mixture in it. */
export function drawLaw(law: LengthLawSpec, random: Uniform): number {
  if (law.type !== 'mixture') return lengthQuantile(law, random() + HALF_STEP);
  let left = random() * law.parts.reduce((sum, part) => sum + part.weight, 0);
  const part = law.parts.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return drawLaw((part ?? law.parts[law.parts.length - 1]).law, random);
}
