import type { SimulationSpec } from '../../scenario/spec.ts';
import type { ReplicationUsage } from '../../usage/usage.ts';
import { sumColumn } from '../../usage/usageTotals.ts';
import { accountsOf } from '../serviceLevel.ts';

/** How often all the replicas were ready that an autoscaler may ask for: then more would take a higher maximum, and not an earlier start. */
export interface AtMost {
  readonly replicas: number;
  /** Of the horizon. */
  readonly timeShare: number;
  /** Share of the hours in which it happened, for however long. */
  readonly hoursShare: number;
  /**
   * Of the time for which requests waited, the share that fell on it, taking what arrived in an hour to have waited evenly over the
   * hour; null where none waited.
   */
  readonly waitingShare: number | null;
}

const HOUR = 3600;

/** Undefined for a pool whose number no autoscaler sets, or one without a bound (a schedule). */
export function atMost(spec: SimulationSpec, usage: ReplicationUsage, pool: number): AtMost | undefined {
  const controller = spec.pools[pool].living?.controller;
  const { atMostSeconds } = usage.pools[pool];
  if (controller === undefined || controller.kind === 'schedule' || atMostSeconds === undefined)
    return undefined;
  const accounts = spec.workloads.flatMap((workload, w) =>
    workload.pool === pool ? accountsOf(spec, w) : [],
  );
  let hours = 0;
  let waited = 0;
  let waitedThen = 0;
  atMostSeconds.forEach((seconds, hour) => {
    const waiting = accounts.reduce((sum, a) => sum + usage.accounts[a].waitingSeconds[hour], 0);
    waited += waiting;
    if (seconds > 0) hours++;
    waitedThen += (waiting * seconds) / HOUR;
  });
  return {
    replicas: controller.max,
    timeShare: sumColumn(atMostSeconds) / (spec.hours * HOUR),
    hoursShare: hours / spec.hours,
    waitingShare: waited > 0 ? waitedThen / waited : null,
  };
}
