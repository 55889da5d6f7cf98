import { asMicros, type Micros } from './money.ts';

/** Up to so many units, looking for the largest fraction each time is faster than sorting. */
const FEW = 8;

/**
 * Splits a whole number among `count` parts in proportion to `weights` by largest remainder
 * (Hamilton's method): each part gets the whole number below its exact share, and what is left
 * goes by one to the parts with the largest fractions, lower index first among equals. The
 * parts sum to `amount` exactly, each is within 1 of its share, and a weight of 0 gets 0.
 * Writes `out[0..count)`; `fractions` is scratch of the same length. Weights are not negative;
 * where all are 0 nothing can be split and `RangeError` is thrown.
 */
export function apportion(
  amount: number,
  weights: Float64Array,
  count: number,
  out: Float64Array,
  fractions: Float64Array,
): void {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += weights[i];
  if (!(sum > 0)) throw new RangeError('no part has a weight');
  let left = amount;
  for (let i = 0; i < count; i++) {
    const exact = (amount * weights[i]) / sum;
    const whole = Math.floor(exact);
    out[i] = whole;
    fractions[i] = weights[i] > 0 ? exact - whole : -2;
    left -= whole;
  }
  // Rounding of the shares may overshoot by a unit or two where amounts are near 2^53.
  for (; left < 0; left++) out[largest(out, count)]--;
  if (left > FEW) {
    const order = Array.from({ length: count }, (_, i) => i).sort(
      (a, b) => fractions[b] - fractions[a] || a - b,
    );
    for (let i = 0; left > 0; left--, i++) out[order[i]]++;
  }
  for (; left > 0; left--) {
    const next = largest(fractions, count);
    out[next]++;
    fractions[next] -= 1;
  }
}

/** Weights of large amounts are taken to the next 2^−62 below. */
const FRACTION_BITS = 62n;
const FRACTIONS = Number(2n ** FRACTION_BITS);

/**
 * As `apportion`, of an amount beyond 2^53, by weights that sum to 1 as nearly as float64s do: each part is its share to as many
 * digits as its weight has, a weight of 0 gets 0, and what rounding leaves goes to the largest weight. Gives the parts.
 * (Largest remainders would take whole numbers of twice the length and four times the time, for less than weights say.)
 */
export function apportionLarge(amount: bigint, weights: Float64Array, count: number): readonly Micros[] {
  const most = largest(weights, count);
  if (!(weights[most] > 0)) throw new RangeError('no part has a weight');
  let left = amount;
  const parts: Micros[] = [];
  for (let i = 0; i < count; i++) {
    const part = (amount * BigInt(Math.floor(weights[i] * FRACTIONS))) >> FRACTION_BITS;
    if (i !== most) left -= part;
    parts.push(asMicros(part));
  }
  parts[most] = asMicros(left);
  return parts;
}

function largest(values: Float64Array, count: number): number {
  let found = 0;
  for (let i = 1; i < count; i++) if (values[i] > values[found]) found = i;
  return found;
}
