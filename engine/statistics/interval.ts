/** A two-sided interval, lower end first. */
export type Interval = readonly [number, number];

/**
 * Half the width of the two-sided Student-t interval for the mean of `values` at `level`
 * (0.95): t((1 + level) / 2, n − 1) · s / √n, in the unit of the values.
 * Undefined for fewer than two values or one that is not finite.
 */
export function halfWidth(values: readonly number[], level: number): number | undefined {
  const n = values.length;
  if (n < 2 || !values.every(Number.isFinite)) return undefined;
  // Equal values must give exactly 0; the mean of equal values may be off by an ulp.
  if (values.every((value) => value === values[0])) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return studentTQuantile((1 + level) / 2, n - 1) * Math.sqrt(variance / n);
}

/**
 * The quantile of Student's t, 0.5 ≤ probability < 1, for whole degrees of freedom ≥ 1.
 * Found by bisection of the distribution's finite trigonometric series in
 * θ = atan(t / √ν) (Abramowitz & Stegun, 26.7.3 and 26.7.4).
 * Throws `RangeError` for arguments outside these ranges.
 */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(probability >= 0.5 && probability < 1))
    throw new RangeError(`probability ${probability} is not in [0.5, 1)`);
  if (!(Number.isInteger(degreesOfFreedom) && degreesOfFreedom >= 1)) {
    throw new RangeError(`degrees of freedom ${degreesOfFreedom} is not a whole number from 1`);
  }
  const central = 2 * probability - 1;
  let low = 0;
  let high = Math.PI / 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (centralProbability(middle, degreesOfFreedom) < central) low = middle;
    else high = middle;
  }
  return Math.tan((low + high) / 2) * Math.sqrt(degreesOfFreedom);
}

/** P(|T| ≤ t) for t = √ν · tan θ. */
function centralProbability(theta: number, degreesOfFreedom: number): number {
  const sine = Math.sin(theta);
  const cosine = Math.cos(theta);
  const odd = degreesOfFreedom % 2 === 1;
  if (degreesOfFreedom === 1) return (2 * theta) / Math.PI;
  let term = odd ? cosine : 1;
  let sum = term;
  for (let k = odd ? 2 : 1; k <= degreesOfFreedom - 3; k += 2) {
    term *= (k / (k + 1)) * cosine * cosine;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (theta + sine * sum) : sine * sum;
}
