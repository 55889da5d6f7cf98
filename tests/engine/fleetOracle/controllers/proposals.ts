import { type HpaSpec, METRICS, type MetricSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import type { Reading } from '../fleetTypes.ts';
import { currentNumber, inService, servingReplicas } from '../inService.ts';
import type { LivingReplica, PoolState } from '../poolState.ts';
import type { Sample } from './readings.ts';

/** How many replicas a metric asks for, by the rules of Kubernetes' HPA of 2026 (ALGORITHM.md, 2.1 to 2.5). */

const INVALID: Reading = [undefined, undefined];

type Tolerance = Pick<HpaSpec, 'toleranceUp' | 'toleranceDown'>;

function isWithin({ toleranceUp, toleranceDown }: Tolerance, ratio: number): boolean {
  return 1 - toleranceDown <= ratio && ratio <= 1 + toleranceUp;
}

interface Pods {
  readonly samples: readonly number[];
  readonly missing: number;
  readonly unready: number;
}

/** 2.1; those not paid yet, booting, pulling the image or in repair are Pending, all others run. */
function groupPods(pool: PoolState, sample: Sample): Pods {
  const isPending = ({ state, pendingUntil }: LivingReplica): boolean =>
    state === 'repair' || (state === 'starting' && pool.now < pendingUntil);
  const pods = inService(pool);
  const running = pods.filter((replica) => !isPending(replica));
  const samples = running
    .filter(({ state }) => state === 'ready')
    .map((replica) => sample.replicas.get(replica))
    .filter((value) => value !== undefined);
  return { samples, missing: running.length - samples.length, unready: pods.length - running.length };
}

/** 2.2 and 2.3: `use` makes of a sum and the number of pods what the target is held against. */
function podsProposal(
  { samples, missing, unready }: Pods,
  target: number,
  fillDown: number,
  use: (sum: number, pods: number) => number,
  current: number,
  tolerance: Tolerance,
): Reading {
  if (samples.length === 0) return INVALID;
  const sum = samples.reduce((total, value) => total + value, 0);
  const value = use(sum, samples.length);
  const ratio = value / target;
  const isFilled = unready > 0 && ratio > 1;
  if (!isFilled && missing === 0) {
    return [value, isWithin(tolerance, ratio) ? current : Math.ceil(ratio * samples.length)];
  }
  const counted = samples.length + (ratio === 1 ? 0 : missing) + (isFilled ? unready : 0);
  const again = use(sum + (ratio < 1 ? missing * fillDown : 0), counted) / target;
  const isOtherSide = (ratio < 1 && again > 1) || (ratio > 1 && again < 1);
  if (isWithin(tolerance, again) || isOtherSide) return [value, current];
  const proposal = Math.ceil(again * counted);
  const isBackwards = (again < 1 && proposal > current) || (again > 1 && proposal < current);
  return [value, isBackwards ? current : proposal];
}

/** Of all that were ready, and the pool's queue. */
function totalOf(sample: Sample): number {
  return [...sample.replicas.values()].reduce((total, value) => total + value, sample.queue);
}

/** 2.5, External AverageValue: the sum over the pool, and what waits for a replica. */
function poolProposal(sample: Sample, target: number, current: number, tolerance: Tolerance): Reading {
  const sum = totalOf(sample);
  const ratio = sum / (target * current);
  return [
    Math.ceil(sum / current),
    current > 0 && isWithin(tolerance, ratio) ? current : Math.ceil(sum / target),
  ];
}

/** 2.4, Object Value: times the replicas that are ready, not those that there are. */
function valueProposal(
  value: number | undefined,
  target: number,
  ready: number,
  current: number,
  tolerance: Tolerance,
): Reading {
  if (value === undefined) return INVALID;
  const ratio = value / target;
  return [value, isWithin(tolerance, ratio) ? current : Math.ceil(ratio * ready)];
}

/** Without a sample, which is before the first measurement, the metric is invalid. */
export function readMetric(
  pool: PoolState,
  hpa: HpaSpec,
  metric: MetricSpec,
  sample: Sample | undefined,
): Reading {
  if (sample === undefined) return INVALID;
  const current = currentNumber(pool);
  const kind = METRICS[metric.metric];
  if (kind === 'utilization' && metric.per === 'pods') {
    const percent = Math.round(100 * metric.target);
    return podsProposal(
      groupPods(pool, sample),
      percent,
      (1000 * Math.max(100, percent)) / 100,
      (sum, pods) => Math.floor((100 * sum) / (1000 * pods)),
      current,
      hpa,
    );
  }
  const target = Math.round(1000 * metric.target);
  if (kind === 'value' || metric.per === 'whole') {
    const ready = servingReplicas(pool).length;
    const value = kind === 'value' ? sample.value : totalOf(sample);
    return valueProposal(value, target, ready, current, hpa);
  }
  if (metric.per === 'pool') return poolProposal(sample, target, current, hpa);
  return podsProposal(
    groupPods(pool, sample),
    target,
    target,
    (sum, pods) => Math.floor(sum / pods),
    current,
    hpa,
  );
}
