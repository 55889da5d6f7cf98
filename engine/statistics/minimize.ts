/** Value at x; writes the gradient there into `gradient`. */
export type Differentiable = (x: Float64Array, gradient: Float64Array) => number;

const MEMORY = 12;
/** Armijo's constant: how much of the promised decrease a step must bring. */
const SUFFICIENT = 1e-4;
const MOST_HALVINGS = 40;

/**
 * Minimises a smooth function by limited-memory BFGS (Nocedal & Wright, algorithm 7.4 and 7.5) with
 * backtracking; pairs without positive curvature are dropped. Stops after `iterations`, or where a step
 * brings less than `tolerance` of the value. Returns the best point.
 */
export function minimize(
  f: Differentiable,
  start: Float64Array,
  iterations: number,
  tolerance = 1e-8,
): Float64Array {
  const n = start.length;
  let x: Float64Array = Float64Array.from(start);
  let gradient: Float64Array = new Float64Array(n);
  let value = f(x, gradient);
  const steps: Float64Array[] = [];
  const changes: Float64Array[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    const direction = descent(gradient, steps, changes);
    const slope = dot(direction, gradient);
    if (!(slope < 0)) break;
    let length = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    let next = x;
    let nextGradient = gradient;
    let nextValue = Number.POSITIVE_INFINITY;
    for (let halving = 0; halving < MOST_HALVINGS; halving++) {
      next = x.map((each, i) => each + length * direction[i]);
      nextGradient = new Float64Array(n);
      nextValue = f(next, nextGradient);
      if (nextValue <= value + SUFFICIENT * length * slope) break;
      length /= 2;
    }
    if (!(nextValue < value)) break;
    remember(steps, changes, difference(next, x), difference(nextGradient, gradient));
    const gained = value - nextValue;
    x = next;
    gradient = nextGradient;
    value = nextValue;
    if (gained <= tolerance * Math.abs(value)) break;
  }
  return x;
}

function remember(
  steps: Float64Array[],
  changes: Float64Array[],
  step: Float64Array,
  change: Float64Array,
): void {
  if (dot(step, change) <= 1e-12 * dot(change, change)) return;
  steps.push(step);
  changes.push(change);
  if (steps.length > MEMORY) {
    steps.shift();
    changes.shift();
  }
}

/** −H·gradient by the two-loop recursion. */
function descent(
  gradient: Float64Array,
  steps: readonly Float64Array[],
  changes: readonly Float64Array[],
): Float64Array {
  const q = gradient.map((each) => -each);
  const alphas: number[] = [];
  for (let k = steps.length - 1; k >= 0; k--) {
    const alpha = dot(steps[k], q) / dot(steps[k], changes[k]);
    alphas[k] = alpha;
    addScaled(q, changes[k], -alpha);
  }
  const last = steps.length - 1;
  if (last >= 0) {
    const scale = dot(steps[last], changes[last]) / dot(changes[last], changes[last]);
    for (let i = 0; i < q.length; i++) q[i] *= scale;
  }
  for (let k = 0; k < steps.length; k++) {
    const beta = dot(changes[k], q) / dot(steps[k], changes[k]);
    addScaled(q, steps[k], alphas[k] - beta);
  }
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(target: Float64Array, added: Float64Array, scale: number): void {
  for (let i = 0; i < target.length; i++) target[i] += scale * added[i];
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((each, i) => each - b[i]);
}
