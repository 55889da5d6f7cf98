import { METRICS, type MetricSpec } from '../../scenario/living/livingSpec.ts';
import { INT32_MAX, type HpaVersion } from './hpaAlgorithm.ts';

/**
 * What a metric was read as before a look. Of pods: how many are in each group, what the ready ones use and what all
 * were promised (for a percentage), in milli-units. Of a pool: one value in milli-units, NaN where there is none.
 */
export interface HpaReading {
  ready: number;
  usage: number;
  request: number;
  missing: number;
  missingRequest: number;
  unready: number;
  unreadyRequest: number;
  value: number;
}

/** A metric of an autoscaler: its target, its reading, and what the last look made of it. */
export interface HpaMetric {
  /** Percent of a request, a mean of pods, a total shared out among replicas, or a value that is not shared out. */
  readonly kind: 'utilization' | 'podMean' | 'sharedTotal' | 'value';
  /** Whole percent for `utilization`, else milli-units. */
  readonly target: number;
  readonly reading: HpaReading;
  /** In the target's unit, per replica where it is shared out; NaN: the metric is invalid. */
  value: number;
  /** Mean usage of ready pods in milli-units, which Kubernetes reports beside a percentage. */
  mean: number;
  /** Replicas, NaN where the metric is invalid. */
  proposal: number;
}

/** Of counts, rates, and shares that are of a pool. */
const KINDS = { pods: 'podMean', pool: 'sharedTotal', whole: 'value' } as const;
/** The request that a replica stands for when a share of it is asked for: a share of 1. */
const WHOLE = 1000;
/** int64, as near as a float is. */
const INT64_MAX = 2 ** 63;

/** A metric that has not been read. */
export function createHpaMetric({ metric, target, per }: MetricSpec): HpaMetric {
  const given = METRICS[metric];
  // Shares of a whole pool, as KEDA's HPA reads them, are added up like anything else.
  const isOfPods = given === 'utilization' && per === 'pods';
  const kind = given === 'value' || isOfPods ? given : KINDS[per];
  return {
    kind,
    // A share is a whole percent, but for last bits.
    target: kind === 'utilization' ? Math.round(100 * target) : milliUnits(target),
    reading: {
      ready: 0,
      usage: 0,
      request: 0,
      missing: 0,
      missingRequest: 0,
      unready: 0,
      unreadyRequest: 0,
      value: Number.NaN,
    },
    value: Number.NaN,
    mean: Number.NaN,
    proposal: Number.NaN,
  };
}

/** A quantity in whole milli-units, rounded up as Kubernetes does; what its last bits put above one counts as that one. */
export function milliUnits(value: number): number {
  const milli = value * 1000;
  const nearest = Math.round(milli);
  return Math.abs(milli - nearest) <= 1e-12 * Math.abs(milli) ? nearest : Math.ceil(milli);
}

/** Reads a metric of replicas: `usage` in milli-units of the ready ones, of which each is a whole in shares. */
export function readReplicas(
  { reading }: HpaMetric,
  ready: number,
  usage: number,
  missing: number,
  unready: number,
): void {
  reading.ready = ready;
  reading.usage = usage;
  reading.request = WHOLE * ready;
  reading.missing = missing;
  reading.missingRequest = WHOLE * missing;
  reading.unready = unready;
  reading.unreadyRequest = WHOLE * unready;
}

/** Reads a metric of a pool: its value in milli-units, NaN where there is none, and how many replicas are ready. */
export function readPool({ reading }: HpaMetric, value: number, ready: number): void {
  reading.value = value;
  reading.ready = ready;
}

/**
 * Sets a metric's value and proposal from its reading. `current` is what the scale says, `status` how many there are;
 * between 1 - toleranceDown and 1 + toleranceUp, both included, a ratio changes nothing.
 */
export function proposeReplicas(
  metric: HpaMetric,
  current: number,
  status: number,
  toleranceUp: number,
  toleranceDown: number,
  version: HpaVersion,
): void {
  const { kind, reading, target } = metric;
  const low = 1 - toleranceDown;
  const high = 1 + toleranceUp;
  metric.mean = Number.NaN;
  if (kind === 'utilization' || kind === 'podMean') {
    proposeByPods(metric, current, low, high, version);
    return;
  }
  const total = Math.min(reading.value, INT64_MAX);
  metric.value = total;
  if (kind === 'value') {
    const ratio = total / target;
    // The ready pods are multiplied, not the replicas: with few of them ready an overload may shrink the pool.
    if (current === 0) metric.proposal = wholeReplicas(ratio);
    else metric.proposal = isWithin(ratio, low, high) ? current : wholeReplicas(ratio * reading.ready);
    return;
  }
  const within = isWithin(total / (target * status), low, high);
  metric.proposal = within ? status : wholeReplicas(total / target);
  if (!Number.isNaN(total)) metric.value = status === 0 ? 0 : Math.min(Math.ceil(total / status), INT64_MAX);
}

/** The mean of the ready pods first; then, where that hides some, of those too, at what speaks least for a change. */
function proposeByPods(
  metric: HpaMetric,
  current: number,
  low: number,
  high: number,
  version: HpaVersion,
): void {
  const { reading, target } = metric;
  const { ready, missing, unready } = reading;
  const share = metric.kind === 'utilization';
  const level = levelOf(share, reading.usage, reading.request, ready);
  metric.value = level;
  metric.proposal = Number.NaN;
  if (Number.isNaN(level)) return;
  metric.mean = Math.floor(reading.usage / ready);
  const ratio = level / target;
  const fill = unready > 0 && ratio > 1;
  if (!fill && missing === 0) {
    metric.proposal = isWithin(ratio, low, high) ? current : wholeReplicas(ratio * ready);
    return;
  }
  let { usage, request } = reading;
  let counted = ready;
  if (ratio !== 1) {
    counted += missing;
    request += reading.missingRequest;
    if (ratio < 1) usage += share ? missingUsage(metric, version) : target * missing;
  }
  if (fill) {
    counted += unready;
    request += reading.unreadyRequest;
  }
  const filled = levelOf(share, usage, request, counted) / target;
  const turned = (ratio < 1 && filled > 1) || (ratio > 1 && filled < 1);
  const proposal = wholeReplicas(filled * counted);
  const backwards = (filled < 1 && proposal > current) || (filled > 1 && proposal < current);
  metric.proposal = turned || backwards || isWithin(filled, low, high) ? current : proposal;
}

/** Whole percent of the request, or the whole mean, of so many pods; NaN where there is nothing to divide by. */
function levelOf(share: boolean, usage: number, request: number, pods: number): number {
  if (pods === 0 || (share && request === 0)) return Number.NaN;
  return share ? Math.floor((100 * usage) / request) : Math.floor(usage / pods);
}

/** What pods without a sample are taken to use when the rest uses too little: all; 2026: the target, if that is more. */
function missingUsage({ reading, target }: HpaMetric, version: HpaVersion): number {
  const percent = version === '2026' ? Math.max(100, target) : 100;
  return Math.floor((reading.missingRequest * percent) / 100);
}

function isWithin(ratio: number, low: number, high: number): boolean {
  return low <= ratio && ratio <= high;
}

function wholeReplicas(count: number): number {
  return Math.min(Math.ceil(count), INT32_MAX);
}
