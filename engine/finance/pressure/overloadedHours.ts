import type { SimulationSpec } from '../../scenario/spec.ts';
import { replicasPerNode } from '../../scenario/living/capacity/paidNode.ts';
import { replicaHoursOf } from '../../usage/paidHours.ts';
import type { ReplicationUsage } from '../../usage/usage.ts';
import { accountsOf, type SloFigures } from '../serviceLevel.ts';

/** Hours in which requests came to a pool faster than it served them. */
export interface OverloadedHours {
  readonly hours: number;
  /** Of the hour that waited longest: its place in the horizon, and the mean wait of what arrived in it, seconds. */
  readonly worstHour: number;
  readonly worstQueueSeconds: number;
}

/** A pool that has idle time in an hour works its queue off in it. */
const BUSY_SHARE = 0.9;
/** Mean wait of what arrives in an hour, of the hour: at a load of 1 + x it is about x / 2 of it in the first one. */
const WAIT_SHARE = 0.02;
/** A queue without overload is as long as few services take: nine of them at a load of 0.9, the worst case (M/M/1). */
const SERVICES = 10;
/** Replicas on their way, of those wanted: fewer are hardly missed. */
const ON_THEIR_WAY_SHARE = 0.05;

/**
 * The hours in which a pool's queue was that of an overload, although it was worked off later, in a quieter hour: its replicas
 * had something to do nine tenths of the hour or more, and what arrived waited 2 % of an hour on the mean, and ten times as long
 * as it was then served. What comes as one batch waits by intention, and a queue within the service level is what was asked for:
 * workloads of neither kind are looked at. Undefined where there was no such hour.
 */
export function overloadedHours(
  spec: SimulationSpec,
  usage: ReplicationUsage,
  slo: readonly SloFigures[],
  pool: number,
): OverloadedHours | undefined {
  const { busySeconds, paid, requestedSeconds, wantedSeconds } = usage.pools[pool];
  const workloads = spec.workloads.flatMap((workload, w) =>
    workload.pool === pool && isLate(workload, slo) ? [w] : [],
  );
  if (workloads.length === 0) return undefined;
  const waits = workloads.map((w) => usage.workloads[w]);
  const served = waits.reduce((sum, { counts }) => sum + counts.queue, 0);
  const serviceSeconds = waits.reduce((sum, { sums }) => sum + sums.endToEnd - sums.queue, 0) / served;
  const least = Math.max(WAIT_SHARE * 3600, SERVICES * serviceSeconds);
  const accounts = workloads.flatMap((w) => accountsOf(spec, w)).map((account) => usage.accounts[account]);
  const replicaHours = replicaHoursOf(paid, spec.hours, replicasPerNode(spec.pools[pool]));
  let hours = 0;
  let worstHour = -1;
  let worstQueueSeconds = 0;
  for (let hour = 0; hour < spec.hours; hour++) {
    const present = replicaHours[hour] * 3600;
    // Where nobody is there, or some are on their way, requests wait for somebody to come, however few are enough.
    if ((requestedSeconds?.[hour] ?? 0) > ON_THEIR_WAY_SHARE * (wantedSeconds?.[hour] ?? 0)) continue;
    if (present === 0 || busySeconds[hour] < BUSY_SHARE * present) continue;
    const completed = accounts.reduce((sum, account) => sum + account.completed[hour], 0);
    const queued = accounts.reduce((sum, account) => sum + account.waitingSeconds[hour], 0) / completed;
    if (!(queued >= least)) continue;
    hours++;
    if (queued <= worstQueueSeconds) continue;
    worstHour = hour;
    worstQueueSeconds = queued;
  }
  return hours === 0 ? undefined : { hours, worstHour, worstQueueSeconds };
}

/** Whether a workload's requests come one by one, and later than was promised, if anything was. */
function isLate({ id, arrivals }: SimulationSpec['workloads'][number], slo: readonly SloFigures[]): boolean {
  const promise = slo.find(({ workload }) => workload === id);
  return promise === undefined
    ? arrivals.kind === 'synthetic'
    : arrivals.kind !== 'batch' && promise.met === false;
}
