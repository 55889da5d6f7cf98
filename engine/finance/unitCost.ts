/** The quantities that a total may be divided by. */
export interface UnitQuantities {
  readonly completedRequests: number;
  readonly requestsWithinSlo: number | undefined;
  /** Of completed requests; cached prompt tokens count as prompt tokens. */
  readonly promptTokens: number;
  readonly outputTokens: number;
  /** GPUs of the replicas × hours present (GPUs paid but not used by a replica raise the cost of the others). */
  readonly gpuHours: number;
  /** GPUs × seconds in which their replica was in a step. */
  readonly busyGpuSeconds: number;
}

/** Currency a unit; null without data. */
export interface UnitCost {
  readonly perRequest: number | null;
  readonly perMillionTokens: number | null;
  readonly perMillionOutputTokens: number | null;
  readonly perGpuHour: number | null;
  readonly perInferenceSecond: number | null;
  readonly perRequestWithinSlo: number | null;
}

/** What each unit cost divides the whole total (idle included) by. */
const DIVISORS: Record<keyof UnitCost, (quantities: UnitQuantities) => number | undefined> = {
  perRequest: ({ completedRequests }) => completedRequests,
  perMillionTokens: ({ promptTokens, outputTokens }) => (promptTokens + outputTokens) / 1e6,
  perMillionOutputTokens: ({ outputTokens }) => outputTokens / 1e6,
  perGpuHour: ({ gpuHours }) => gpuHours,
  perInferenceSecond: ({ busyGpuSeconds }) => busyGpuSeconds,
  perRequestWithinSlo: ({ requestsWithinSlo }) => requestsWithinSlo,
};

/** Keys of a unit cost, in the order they are shown. */
export const UNIT_COSTS = Object.keys(DIVISORS) as readonly (keyof UnitCost)[];

/**
 * The one way to a unit cost: the total, idle included, over the quantity its name says.
 * Null where the total is unknown or there is nothing to divide by.
 */
export function unitCost(
  name: keyof UnitCost,
  total: number | null,
  quantities: UnitQuantities,
): number | null {
  const divisor = DIVISORS[name](quantities);
  return total === null || divisor === undefined || !(divisor > 0) ? null : total / divisor;
}
