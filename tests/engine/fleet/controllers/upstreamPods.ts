import { groupPod, type HpaPod, type PodGroup } from '../../../../engine/fleet/controllers/hpaGrouping.ts';
import type { HpaVersion } from '../../../../engine/fleet/controllers/hpaAlgorithm.ts';
import type { HpaMetric } from '../../../../engine/fleet/controllers/hpaMetric.ts';
import { NOW_SECONDS } from './upstreamCases.ts';

/** A pod as the files of upstream's own cases write it. */
export interface UpstreamPod {
  readonly name: string;
  readonly phase: HpaPod['phase'];
  readonly ready: boolean;
  readonly deleting: boolean;
  /** null: long ago. */
  readonly started_ago_sec: number | null;
  readonly cpu_unready: boolean;
  readonly request_milli?: number | null;
  readonly usage_milli?: number | null;
}

const LONG_AGO = 1e5;

/** The group of a pod whose sample is fresh, over 60 s, and whose readiness last changed when it started. */
function groupOf(pod: UpstreamPod, version: HpaVersion, cpu: boolean): PodGroup {
  const startedAt = NOW_SECONDS - (pod.started_ago_sec ?? LONG_AGO);
  const hpaPod: HpaPod = {
    phase: pod.phase,
    deleting: pod.deleting,
    startedAt,
    ready: { status: pod.ready, changedAt: startedAt },
    ...(pod.usage_milli == null ? {} : { sample: { takenAt: NOW_SECONDS, windowSeconds: 60 } }),
  };
  return groupPod(
    hpaPod,
    version,
    cpu ? { now: NOW_SECONDS, initializationSeconds: 120, readinessDelaySeconds: 10 } : undefined,
  );
}

/** Reads a metric of pods: their groups, and what each group adds up to. */
export function readPods(
  { reading }: HpaMetric,
  pods: readonly UpstreamPod[],
  version: HpaVersion,
  cpu: boolean,
): void {
  const inGroup = (group: PodGroup): UpstreamPod[] => pods.filter((p) => groupOf(p, version, cpu) === group);
  const sum = (group: PodGroup, what: 'usage_milli' | 'request_milli'): number =>
    inGroup(group).reduce((total, pod) => total + Number(pod[what] ?? 0), 0);
  reading.ready = inGroup('ready').length;
  reading.usage = sum('ready', 'usage_milli');
  // A listed pod without a request makes the whole metric fail.
  const unrequested = pods.some((pod) => pod.request_milli == null);
  reading.request = unrequested ? Number.NaN : sum('ready', 'request_milli');
  reading.missing = inGroup('missing').length;
  reading.missingRequest = sum('missing', 'request_milli');
  reading.unready = inGroup('unready').length;
  reading.unreadyRequest = sum('unready', 'request_milli');
}

/** Reads a metric of something else than pods: its samples added up; invalid where there are none, or no pod to count. */
export function readSamples(
  { kind, reading }: HpaMetric,
  samples: readonly (number | string)[] | undefined,
  pods: readonly UpstreamPod[],
  current: number,
): void {
  const uncountable = kind === 'value' && current > 0 && pods.length === 0;
  reading.value =
    samples === undefined || uncountable
      ? Number.NaN
      : samples.reduce<number>((sum, x) => sum + Number(x), 0);
  reading.ready = pods.filter((pod) => pod.phase === 'Running' && pod.ready).length;
}
