import type { HpaVersion } from './hpaAlgorithm.ts';

/** What an autoscaler sees of a pod. Instants are seconds of any one clock. */
export interface HpaPod {
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  readonly deleting: boolean;
  readonly startedAt?: number;
  /** The condition Ready, and when it last changed. */
  readonly ready?: { readonly status: boolean; readonly changedAt: number };
  /** Its sample of the metric: when it was taken, and over how long. */
  readonly sample?: { readonly takenAt: number; readonly windowSeconds: number };
}

/** Ready ones count by their sample; ignored ones not at all. */
export type PodGroup = 'ready' | 'unready' | 'missing' | 'ignored';

/** Of the metric cpu alone: when a young pod's sample is trusted. */
export interface CpuReadiness {
  readonly now: number;
  readonly initializationSeconds: number;
  readonly readinessDelaySeconds: number;
}

/**
 * The group of a pod for a metric; `cpu` only where the metric is cpu, whose samples are not trusted while a pod starts.
 * (v1.21.5 knows no pod that succeeded.)
 */
export function groupPod(pod: HpaPod, version: HpaVersion, cpu?: CpuReadiness): PodGroup {
  const ended = pod.phase === 'Failed' || (pod.phase === 'Succeeded' && version === '2026');
  if (pod.deleting || ended) return 'ignored';
  if (pod.phase === 'Pending') return 'unready';
  if (pod.sample === undefined) return 'missing';
  if (cpu === undefined) return 'ready';
  const { startedAt, ready } = pod;
  if (startedAt === undefined || ready === undefined) return 'unready';
  if (startedAt + cpu.initializationSeconds > cpu.now) {
    const early = pod.sample.takenAt < ready.changedAt + pod.sample.windowSeconds;
    return ready.status && !early ? 'ready' : 'unready';
  }
  // One that was ready once and is not any more counts: it is likely to be too busy to answer.
  const neverReady = !ready.status && ready.changedAt < startedAt + cpu.readinessDelaySeconds;
  return neverReady ? 'unready' : 'ready';
}
