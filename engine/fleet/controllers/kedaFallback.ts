/** A ScaledObject's `fallback`. */
export interface KedaFallback {
  readonly failureThreshold: number;
  readonly replicas: number;
  /** static where left out. */
  readonly behavior?: 'static' | 'currentReplicas' | 'currentReplicasIfHigher' | 'currentReplicasIfLower';
}

/** A trigger that is asked: its target, and what it answers; NaN where it fails. */
export interface KedaRequest {
  readonly target: number;
  /** A mean a replica, or a value of the whole, which the HPA multiplies by the ready replicas. */
  readonly kind: 'AverageValue' | 'Value';
  readonly value: number;
  readonly failuresBefore: number;
  readonly current: number;
  readonly ready: number;
}

/**
 * What KEDA hands to the HPA for a trigger, NaN for an error, and its failures in a row. After more than `failureThreshold` of
 * them it is what asks for the fallback's replicas (pkg/fallback/fallback.go).
 */
export function kedaMetric(
  fallback: KedaFallback | undefined,
  request: KedaRequest,
): { readonly metric: number; readonly failures: number } {
  const { target, kind, value, failuresBefore, current, ready } = request;
  if (!Number.isNaN(value)) return { metric: value, failures: 0 };
  const failures = failuresBefore + 1;
  if (!isUsed(fallback, failures)) return { metric: Number.NaN, failures };
  const asked = target * fallbackReplicas(fallback, current);
  if (kind === 'AverageValue') return { metric: asked, failures };
  return { metric: ready === 0 ? Number.NaN : asked / ready, failures };
}

/** What a trigger gives to a formula of scaling modifiers: its value, or nil once it is past its own threshold. */
export function modifierInput<T>(lastValue: T, failures: number, failureThreshold: number): T | undefined {
  return failures > failureThreshold ? undefined : lastValue;
}

/** The metric of scaling modifiers: what their formula makes of the triggers, or, where that is nil, what asks for the fallback's replicas. */
export function modifiedMetric(result: number | undefined, target: number, replicas: number): number {
  return result ?? target * replicas;
}

function isUsed(fallback: KedaFallback | undefined, failures: number): fallback is KedaFallback {
  if (fallback === undefined || fallback.failureThreshold < 0 || fallback.replicas < 0) return false;
  return failures > fallback.failureThreshold;
}

function fallbackReplicas({ replicas, behavior = 'static' }: KedaFallback, current: number): number {
  switch (behavior) {
    case 'static':
      return replicas;
    case 'currentReplicas':
      return current;
    case 'currentReplicasIfHigher':
      return Math.max(current, replicas);
    case 'currentReplicasIfLower':
      return Math.min(current, replicas);
  }
}
