import { type Micros, totalMicros } from '../../pricing/money.ts';
import type { PoolSpec } from '../../scenario/spec.ts';
import type { PoolUsage } from '../../usage/usage.ts';
import type { TellAmount } from '../exactAmounts.ts';
import { IDLE_REASONS, type PoolCapacity } from '../usedCapacity.ts';

/** Replica-hours, and what was paid for them; null without a price. */
export interface FleetCost {
  readonly replicaHours: number;
  readonly cost: number | null;
}

/**
 * The least with which the work that was done can be done, by an autoscaler that sees the future and starts and stops
 * replicas at once; its cost is at the price that each hour was paid at, and with that of `paidAbove` all that was paid.
 */
export interface IdealFleet extends FleetCost {
  /** What the policy paid beyond it. */
  readonly paidAbove: FleetCost;
  /** In whole replicas whose number changes on the hour: what a schedule that knows all would need. No bound: who scales within the hour may pay less. */
  readonly wholeReplicaHours: number;
}

const HOUR = 3600;
/** A whole number of replicas that rounding left above it is not one more. */
const ROUNDING = 1e-9;

/**
 * The ideal of a pool, hour by hour from the highest rate that a replica sustains (serving/sustainableRate): the hour's
 * seconds at full load, each replica as full as batch, step, KV cache and the strictest limit on the time per output
 * token let it be. It is `PoolCapacity`'s capacity in use, so that one figure is not told in two ways.
 *
 * It is a lower bound, and never above what was paid: no hour counts more than its busy seconds, replicas are busy only
 * while they are ready or drain, and both are paid. Nor is it above what another policy pays that does the same work,
 * where steps are convex in what they hold (Jensen's inequality over the steps of that policy; `fullLoadSeconds`), but
 * for what the even spread of a request's work moves over the full hour. What it leaves out is why none reaches it: that a
 * request alone in hand holds a replica which is not full.
 */
export function idealFleet(
  { gpusPerReplica }: PoolSpec,
  { usedSeconds }: Pick<PoolUsage, 'usedSeconds'>,
  { presentGpuSeconds, usedGpuSeconds, micros }: PoolCapacity,
  path: string,
  tell: TellAmount,
): IdealFleet {
  const told = (name: string, of: Micros | undefined): number | null =>
    of === undefined ? null : tell(`${path}${name}`, of);
  const inReplicaHours = (gpuSeconds: number): number => gpuSeconds / gpusPerReplica / HOUR;
  return {
    replicaHours: inReplicaHours(usedGpuSeconds),
    cost: told('cost', micros?.used),
    paidAbove: {
      replicaHours: inReplicaHours(Math.max(0, presentGpuSeconds - usedGpuSeconds)),
      cost: told('paidAbove.cost', micros && totalMicros(IDLE_REASONS.map((reason) => micros.idle[reason]))),
    },
    wholeReplicaHours: usedSeconds.reduce((sum, seconds) => sum + Math.ceil(seconds / HOUR - ROUNDING), 0),
  };
}
