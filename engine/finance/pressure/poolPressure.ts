import type { SimulationSpec } from '../../scenario/spec.ts';
import type { Rejection, ReplicationUsage } from '../../usage/usage.ts';
import { type AtMost, atMost } from '../fleets/atMost.ts';
import type { Figures } from '../figures.ts';
import type { Overload } from './overload.ts';
import { frontEndSeconds } from '../frontEndSeconds.ts';
import { type LimitFigures, type SloFigures, toldLimits } from '../serviceLevel.ts';

/** KV this full, or any preemption: where nothing else binds, it does. */
const KV_TIGHT_SHARE = 0.99;

/** What is known of one pool, gathered once. */
export interface Pressure {
  readonly spec: SimulationSpec['pools'][number];
  readonly figures: Figures['pools'][number];
  /** Whether its model generates tokens. */
  readonly generates: boolean;
  readonly overload: Overload | undefined;
  /** Service levels missed by workloads of the pool, and the limit kept least often. */
  readonly missed: readonly SloFigures[];
  readonly worst: LimitFigures | undefined;
  readonly workSeconds: number;
  readonly prefillSeconds: number;
  readonly computeBoundSeconds: number;
  /** Shares of the working time with a request waiting for room. */
  readonly kv: number;
  readonly slots: number;
  readonly budget: number;
  readonly preemptions: number;
  readonly preemptionsPerRequest: number;
  /** Whether KV was full at some moment, or a request had to make room for another. */
  readonly isKvTight: boolean;
  /** Shares of the requests that arrived which are turned away. */
  readonly tooLongForContext: number;
  readonly tooLongForKv: number;
  readonly noReplica: number;
  readonly lostWithReplica: number;
  /** Of the time from arrival to first token, what passes before its first step: in a queue of the pool or of a replica; 0 without data. */
  readonly waitingShare: number;
  /** Share of the time for which what arrived keeps the front ends of replicas busy, no more than 1; 0 without front ends. */
  readonly frontEndShare: number;
  /** How often all are ready that an autoscaler may ask for; undefined where nothing bounds it. */
  readonly atMost: AtMost | undefined;
}

/** Gathers what is known of a pool. */
export function pressureOf(
  spec: SimulationSpec,
  usage: ReplicationUsage,
  figures: Figures,
  pool: number,
  overload: Overload | undefined,
): Pressure {
  const { totals } = usage.pools[pool];
  const { kvPeakShare } = figures.pools[pool];
  // Null of an encoder.
  const preemptions = figures.pools[pool].preemptions ?? 0;
  const workSeconds = totals.prefillSeconds + totals.decodeSeconds;
  const share = (seconds: number): number => (workSeconds > 0 ? seconds / workSeconds : 0);
  const workloads = figures.workloads.filter((workload) => workload.pool === spec.pools[pool].id);
  const completed = workloads.reduce((sum, { requests }) => sum + requests.completed, 0);
  const arrived = workloads.reduce((sum, { requests }) => sum + requests.arrived, 0);
  const promptTokens = workloads.reduce((sum, { tokens }) => sum + tokens.prompt, 0);
  const turnedAway = (reason: Rejection): number => {
    const count = workloads.reduce((sum, { requests }) => sum + (requests.rejectedBy[reason] ?? 0), 0);
    return arrived > 0 ? count / arrived : 0;
  };
  const waits = spec.workloads.flatMap((workload, w) => (workload.pool === pool ? [usage.workloads[w]] : []));
  const first = waits.reduce(
    (sum, { sums, counts }) => sum + (counts.ttft > 0 ? sums.ttft : sums.endToEnd),
    0,
  );
  const missed = figures.slo.filter(
    ({ workload, met }) => met === false && workloads.some(({ id }) => id === workload),
  );
  return {
    spec: spec.pools[pool],
    figures: figures.pools[pool],
    generates: figures.pools[pool].generates !== false,
    overload,
    missed,
    worst: missed
      .flatMap((slo) =>
        toldLimits(slo, workloads.find(({ id }) => id === slo.workload)?.requests.rejected ?? 0),
      )
      .sort((a, b) => (a.within ?? 1) - (b.within ?? 1))
      .at(0),
    workSeconds,
    prefillSeconds: totals.prefillSeconds,
    computeBoundSeconds: totals.computeBoundSeconds,
    kv: share(totals.blockedByKvSeconds),
    slots: share(totals.blockedBySlotsSeconds),
    budget: share(totals.blockedByBudgetSeconds),
    preemptions,
    preemptionsPerRequest: completed > 0 ? preemptions / completed : 0,
    isKvTight: preemptions > 0 || (kvPeakShare ?? 0) >= KV_TIGHT_SHARE,
    tooLongForContext: turnedAway('context'),
    tooLongForKv: turnedAway('kv'),
    noReplica: turnedAway('no-replica'),
    lostWithReplica: turnedAway('lost'),
    waitingShare: first > 0 ? waits.reduce((sum, { sums }) => sum + sums.queue, 0) / first : 0,
    frontEndShare: Math.min(
      1,
      frontEndSeconds(spec.pools[pool].frontEnd, arrived, promptTokens) /
        Math.max(1, figures.pools[pool].replicaHours * 3600),
    ),
    atMost: atMost(spec, usage, pool),
  };
}
