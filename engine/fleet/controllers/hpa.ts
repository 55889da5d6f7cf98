import type { HpaSpec } from '../../scenario/living/livingSpec.ts';
import { HPA_2026, type HpaAlgorithm } from './hpaAlgorithm.ts';
import {
  limitByFactor,
  limitByRules,
  limitReason,
  rememberChange,
  type LimitReason,
  type ScaleEvents,
} from './hpaLimits.ts';
import { createHpaMetric, proposeReplicas, type HpaMetric } from './hpaMetric.ts';
import { stabilize, stabilizeFalls } from './hpaStabilization.ts';
import { createSlots, microseconds, remember, type Slots } from './slots.ts';

/** What held the number back (ScalingLimited), or why nothing was computed (ScalingActive is false). */
export type HpaReason = LimitReason | InactiveReason;
export type InactiveReason =
  | 'ScalingDisabled'
  | 'FailedGetResourceMetric'
  | 'FailedGetPodsMetric'
  | 'FailedGetExternalMetric';

/** Kubernetes' reasons of the condition AbleToScale. */
export type AbleReason =
  | 'SucceededGetScale'
  | 'SucceededRescale'
  | 'ReadyForNewScale'
  | 'ScaleUpStabilized'
  | 'ScaleDownStabilized';

/** An autoscaler between its looks: made once a pool and window. */
export interface Hpa {
  readonly spec: HpaSpec;
  readonly algorithm: HpaAlgorithm;
  /** One a metric of the document, in its order; whoever looks reads them before (`readReplicas`, `readPool`). */
  readonly metrics: readonly HpaMetric[];
  readonly recommendations: Slots;
  readonly events: ScaleEvents;
  /** That it went to zero itself (2026). */
  scaledToZero: boolean;
  /** Of the last look. */
  reason: HpaReason;
  able: AbleReason;
}

const FAILURES: Readonly<Record<HpaMetric['kind'], InactiveReason>> = {
  utilization: 'FailedGetResourceMetric',
  podMean: 'FailedGetPodsMetric',
  sharedTotal: 'FailedGetExternalMetric',
  value: 'FailedGetExternalMetric',
};

/** An autoscaler that has not looked yet. */
export function createHpa(spec: HpaSpec, algorithm: HpaAlgorithm = HPA_2026): Hpa {
  return {
    spec,
    algorithm,
    metrics: spec.metrics.map(createHpaMetric),
    recommendations: createSlots(),
    events: { added: createSlots(), removed: createSlots() },
    scaledToZero: false,
    reason: 'DesiredWithinRange',
    able: 'SucceededGetScale',
  };
}

/**
 * One reconcile: how many replicas are wanted at `nowSeconds`, where the scale says `current` and there are `status`, from
 * the metrics as they were read. Kubernetes' algorithm to the letter, its order of steps included. Looks come in order
 * of time, and what is wanted is taken to be done.
 */
export function lookHpa(hpa: Hpa, nowSeconds: number, current: number, status = current): number {
  const { spec, recommendations } = hpa;
  const now = microseconds(nowSeconds);
  // So for one window after the first look nothing goes below the number at the start.
  if (recommendations.count === 0) remember(recommendations, now, current, now);
  hpa.able = 'SucceededGetScale';
  for (const metric of hpa.metrics) metric.value = metric.proposal = Number.NaN;
  if (current === 0 && isDisabled(hpa)) {
    hpa.reason = 'ScalingDisabled';
    return current;
  }
  // Metrics, windows and rules are then not looked at.
  if (current > spec.max) return rescale(hpa, now, current, spec.max, 'TooManyReplicas');
  if (current > 0 && current < spec.min) return rescale(hpa, now, current, spec.min, 'TooFewReplicas');
  const proposal = proposeByMetrics(hpa, current, status);
  return Number.isNaN(proposal) ? current : settle(hpa, now, current, proposal);
}

/** Zero is somebody's wish, unless (v1.21.5) min is zero, or (2026) it was the autoscaler's own. */
function isDisabled({ spec, algorithm, metrics, scaledToZero }: Hpa): boolean {
  if (algorithm.version === 'v1.21.5') return spec.min !== 0;
  const ownZero = algorithm.scaleToZero && scaledToZero;
  return !ownZero || (spec.min === 0 && !metrics.some(countsOutsidePods));
}

/** The largest proposal of the valid metrics; NaN, and the reason, where none is or where an invalid one forbids a fall. */
function proposeByMetrics(hpa: Hpa, current: number, status: number): number {
  const { toleranceUp, toleranceDown } = hpa.spec;
  let largest = Number.NaN;
  let invalid: HpaMetric | undefined;
  for (const metric of hpa.metrics) {
    proposeReplicas(metric, current, status, toleranceUp, toleranceDown, hpa.algorithm.version);
    if (Number.isNaN(metric.proposal)) invalid ??= metric;
    else if (!(metric.proposal <= largest)) largest = metric.proposal;
  }
  if (invalid === undefined || largest >= current) return largest;
  hpa.reason = FAILURES[invalid.kind];
  return Number.NaN;
}

/** What is left of a proposal after the windows and limits; the change is made and remembered. */
function settle(hpa: Hpa, now: number, current: number, proposal: number): number {
  const { spec, algorithm, recommendations, events } = hpa;
  const { min, max, behavior } = spec;
  let steady: number;
  let allowed: number;
  if (behavior === undefined) {
    steady = stabilizeFalls(recommendations, now, proposal, spec.downscaleStabilizationSeconds);
    allowed = limitByFactor(steady, current, min, max, algorithm.scaleUpFactor);
  } else {
    const { scaleUp, scaleDown } = behavior;
    const upSeconds = scaleUp.stabilizationWindowSeconds;
    const downSeconds = scaleDown.stabilizationWindowSeconds;
    steady = stabilize(recommendations, now, current, proposal, upSeconds, downSeconds);
    allowed = limitByRules(steady, current, min, max, behavior, events, now, algorithm.version);
  }
  hpa.able = steady === proposal ? 'ReadyForNewScale' : stabilized(hpa, proposal, current);
  const desired = current === 0 ? Math.max(allowed, min) : allowed;
  return rescale(hpa, now, current, desired, limitReason(steady, allowed, min, max));
}

function stabilized({ spec }: Hpa, proposal: number, current: number): AbleReason {
  return spec.behavior !== undefined && proposal >= current ? 'ScaleUpStabilized' : 'ScaleDownStabilized';
}

function rescale(hpa: Hpa, now: number, current: number, desired: number, reason: HpaReason): number {
  const { spec, algorithm } = hpa;
  hpa.reason = reason;
  if (desired === current) return desired;
  hpa.able = 'SucceededRescale';
  if (spec.behavior !== undefined) rememberChange(spec.behavior, hpa.events, now, current, desired);
  hpa.scaledToZero =
    algorithm.scaleToZero && desired === 0 && spec.min === 0 && hpa.metrics.some(countsOutsidePods);
  return desired;
}

/** Kubernetes' object and external metrics: those that can be read where there is no pod. */
function countsOutsidePods({ kind }: HpaMetric): boolean {
  return kind === 'sharedTotal' || kind === 'value';
}
