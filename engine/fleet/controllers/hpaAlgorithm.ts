/**
 * Kubernetes' horizontal pod autoscaler as two of its versions have it: v1.21.5, and the development head of 2026
 * (after v1.35; kubernetes/pkg/controller/podautoscaler). What a number depends on is said where they differ.
 */
export type HpaVersion = '2026' | 'v1.21.5';

/** What a cluster sets for all its autoscalers. */
export interface HpaAlgorithm {
  readonly version: HpaVersion;
  /** Without `behavior` a look at most multiplies by this (or goes to 4, which is more for one replica). */
  readonly scaleUpFactor: number;
  /** 2026: the gate HPAScaleToZero, by which an autoscaler comes back from a zero that it went to itself. */
  readonly scaleToZero: boolean;
}

/** As the controller comes. */
export const HPA_2026: HpaAlgorithm = { version: '2026', scaleUpFactor: 2, scaleToZero: false };

/** Counts of replicas are int32 there: what is more is this. */
export const INT32_MAX = 2_147_483_647;
