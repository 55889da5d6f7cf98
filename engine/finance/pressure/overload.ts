import type { SimulationSpec } from '../../scenario/spec.ts';
import type { ReplicationUsage } from '../../usage/usage.ts';
import { replicasPerNode } from '../../scenario/living/capacity/paidNode.ts';
import { replicaHoursOf } from '../../usage/paidHours.ts';
import { frontEndSeconds } from '../frontEndSeconds.ts';
import { accountTotals, sumColumn } from '../../usage/usageTotals.ts';
import { type GivenUp, givenUpOf } from './givenUp.ts';
import { type OverloadedHours, overloadedHours } from './overloadedHours.ts';
import type { SloFigures } from '../serviceLevel.ts';

/** A pool whose queue grew for want of capacity. */
export interface Overload {
  readonly pool: number;
  /** Requests still waiting when arrivals ended, and their part of those that had arrived. */
  readonly waitingAtEnd: number;
  readonly waitingShare: number;
  /** Time it took to work them off, seconds. */
  readonly drainSeconds: number;
  /** Mean wait for the first step, seconds. */
  readonly meanQueueSeconds: number;
  /** Where it was so in single hours, and the queue worked off by the end; the figures above are then those of the end. */
  readonly inHours?: OverloadedHours;
  /** Where the simulation was given up for it; the figures above are then of the time before. */
  readonly givenUp?: GivenUp;
}

/** Waiting at the end: this part of a window's arrivals. At a load of 1 + x the queue holds x / (1 + x) of them. */
const WAITING_SHARE = 0.02;
/** A pool that has idle time works its queue off sooner or later: it is late, not overloaded. */
const BUSY_SHARE = 0.9;
/** For traces, whose last request may come long before the horizon's end: mean wait over the trace's span. */
const QUEUE_SHARE = 0.02;
const SHORTEST_SPAN_SECONDS = 60;

/**
 * Whether a pool is overloaded, so that its latencies have no steady value and grow with the
 * horizon. Judged on the window that ended worst (the whole horizon where it is one window):
 * at its end at least 2 % of its arrivals were still waiting, and with the time to work them
 * off the replicas were in steps, or their front ends at work, at least 90 % of the time. A nightly batch that is done by the
 * morning has idle hours and is none. A pool that serves traces only is judged on their span
 * too: overloaded when the mean wait is 2 % of it or more. So is a pool whose queue grows for hours and is worked off in
 * quieter ones, where that breaks a promise (`overloadedHours`). A pool for which the simulation was given up is
 * overloaded; of the others nothing is then said.
 */
export function findOverload(
  spec: SimulationSpec,
  usage: ReplicationUsage,
  slo: readonly SloFigures[],
  pool: number,
): Overload | undefined {
  const { busySeconds, paid, readySeconds, totals, worstEnd } = usage.pools[pool];
  const end = worstEnd ?? { ...totals, firstHour: 0, hours: spec.hours };
  const until = end.firstHour + end.hours;
  const workloads = spec.workloads.flatMap((workload, w) => (workload.pool === pool ? [w] : []));
  const accounts = spec.accounts.flatMap(({ workload }, a) => (workloads.includes(workload) ? [a] : []));
  const { arrived, promptTokens } = accountTotals(usage, accounts, end.firstHour, until);
  const { stop } = usage;
  if (stop === undefined ? !(arrived > 0) : stop.pool !== pool) return undefined;
  const waits = workloads.map((w) => usage.workloads[w]);
  const queued = waits.reduce((sum, { counts }) => sum + counts.queue, 0);
  const meanQueueSeconds = queued > 0 ? waits.reduce((sum, { sums }) => sum + sums.queue, 0) / queued : 0;
  const found = {
    pool,
    waitingAtEnd: end.waitingAtEnd,
    waitingShare: arrived > 0 ? end.waitingAtEnd / arrived : 0,
    drainSeconds: end.drainSeconds,
    meanQueueSeconds,
  };

  if (stop !== undefined) return { ...found, givenUp: givenUpOf(spec, stop) };

  const present =
    sumColumn(replicaHoursOf(paid, spec.hours, replicasPerNode(spec.pools[pool])), end.firstHour, until) *
    3600;
  const replicas = present / (end.hours * 3600);
  // Who works a queue off after the end is not known of replicas that come and go: it may have waited for them.
  const drainSeconds = spec.pools[pool].living === undefined ? end.drainSeconds : 0;
  const busy = sumColumn(busySeconds, end.firstHour, until) + drainSeconds * replicas;
  // Engines may have idle time behind front ends that have none.
  const passing = frontEndSeconds(spec.pools[pool].frontEnd, arrived, promptTokens);
  const isWaiting = found.waitingAtEnd >= 1 && found.waitingShare >= WAITING_SHARE;
  // What waits where nobody is ready waits for somebody, however few are enough.
  const isServed = present > 0 && (readySeconds === undefined || readySeconds[until - 1] > 0);
  if (isWaiting && isServed && Math.max(busy, passing) >= BUSY_SHARE * present) return found;

  const span = traceSpanSeconds(spec, workloads);
  if (span !== undefined && span >= SHORTEST_SPAN_SECONDS && meanQueueSeconds >= QUEUE_SHARE * span)
    return found;
  const inHours = overloadedHours(spec, usage, slo, pool);
  return inHours && { ...found, inHours };
}

/** Seconds from the first to the last request of traces played once; undefined where there is other work. */
function traceSpanSeconds(spec: SimulationSpec, workloads: readonly number[]): number | undefined {
  let longest = 0;
  for (const workload of workloads) {
    const { arrivals } = spec.workloads[workload];
    if (arrivals.kind !== 'trace' || arrivals.repeat) return undefined;
    longest = Math.max(
      longest,
      (arrivals.summary.lastSeconds - arrivals.summary.firstSeconds) / arrivals.rateScale,
    );
  }
  return Math.min(longest, spec.hours * 3600);
}
