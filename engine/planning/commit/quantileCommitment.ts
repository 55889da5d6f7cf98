/** The best commitment to one discount, and what it comes to. Money an hour, but for `cost`. */
export interface QuantileCommitment {
  /** What is covered, at on-demand prices: K* = F⁻¹(d). */
  readonly coveredOnDemand: number;
  /** What is promised, at committed prices: C* = (1 − d) K*. */
  readonly hourly: number;
  /** Of all the hours. */
  readonly cost: number;
}

/**
 * The exact rule for one commitment of one discount d over given hours: cost(K) = (1 − d) K + max(0, D − K) falls
 * while the share of hours with D > K exceeds 1 − d, so the best K is the d-quantile of the hourly on-demand value D
 * (the newsvendor's rule). Of several that cost the same the smallest is taken: the least is locked in.
 * `onDemand` is the eligible use of each hour at on-demand prices; `weights` are hours that each stands for (1).
 */
export function quantileCommitment(
  onDemand: Float64Array,
  discount: number,
  weights?: Float64Array,
): QuantileCommitment {
  const order = Array.from(onDemand, (_, hour) => hour).sort((a, b) => onDemand[a] - onDemand[b]);
  const weightOf = (hour: number): number => weights?.[hour] ?? 1;
  const all = order.reduce((sum, hour) => sum + weightOf(hour), 0);
  let below = 0;
  let covered = 0;
  for (const hour of order) {
    // A relative 1e-12 of rounding must not move a tie to the next hour.
    if (below >= discount * all * (1 - 1e-12)) break;
    covered = onDemand[hour];
    below += weightOf(hour);
  }
  return {
    coveredOnDemand: covered,
    hourly: (1 - discount) * covered,
    cost: singleCommitmentCost(onDemand, discount, (1 - discount) * covered, weights),
  };
}

/** What hours cost under one commitment of `hourly` money: cost = C + max(0, D − C / (1 − d)), summed. */
export function singleCommitmentCost(
  onDemand: Float64Array,
  discount: number,
  hourly: number,
  weights?: Float64Array,
): number {
  const covered = hourly / (1 - discount);
  let cost = 0;
  for (let hour = 0; hour < onDemand.length; hour++) {
    cost += (weights?.[hour] ?? 1) * (hourly + Math.max(0, onDemand[hour] - covered));
  }
  return cost;
}
