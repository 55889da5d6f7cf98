import { sketchQuantile } from '../statistics/latencySketch.ts';
import type { SimulationSpec, SloSpec } from '../scenario/spec.ts';
import type { Latency, ReplicationUsage } from '../usage/usage.ts';
import { accountTotals, unfinishedOf } from '../usage/usageTotals.ts';
import { shareWithin } from './latencySummary.ts';

/** The limits a service level may set, and the latency each is on. */
const SLO_LIMITS = [
  { limit: 'ttftSeconds', latency: 'ttft' },
  { limit: 'tpotSeconds', latency: 'tpot' },
  { limit: 'endToEndSeconds', latency: 'endToEnd' },
] as const satisfies readonly { limit: keyof SloSpec; latency: Latency }[];

/** One limit, and the share of requests within it (to the width of a histogram bin). */
export interface LimitFigures {
  readonly latency: Latency;
  readonly seconds: number;
  readonly within: number | null;
}

export interface SloFigures {
  readonly workload: string;
  /** Exact: requests within every limit / all that arrived; null without requests. */
  readonly attained: number | null;
  readonly percentile: number;
  readonly met: boolean | null;
  readonly limits: readonly LimitFigures[];
  /** Where a batch has to be done by a time of day. */
  readonly batch?: BatchFigures;
}

/** When a batch is done: times of day in seconds from the midnight before its start, UTC; beyond 86,400 on a later day. */
export interface BatchFigures {
  readonly doneBySeconds: number;
  /** Of the latest batch of the horizon, its last request; to 0.78 % of the time it took. Null without requests. */
  readonly doneAtSeconds: number | null;
  /** Days with a batch, and those of them on which (in a replication, at least) not all of it is done by then. */
  readonly days?: { readonly all: number; readonly late: number };
}

/** Service levels of the workloads that have one. A request that is rejected, or never done, misses its service level. */
export function sloFigures(spec: SimulationSpec, usage: ReplicationUsage): readonly SloFigures[] {
  return spec.workloads.flatMap(({ id, slo }, workload) => {
    if (slo === undefined) return [];
    const totals = accountTotals(usage, accountsOf(spec, workload));
    const judged = totals.completed + totals.rejected + unfinishedOf(totals);
    const attained = judged > 0 ? totals.withinSlo / judged : null;
    const limits = SLO_LIMITS.flatMap(({ limit, latency }): LimitFigures[] => {
      const seconds = slo[limit];
      if (seconds === undefined) return [];
      const within = shareWithin(usage.workloads[workload].sketches[latency], seconds) ?? null;
      return [{ latency, seconds, within }];
    });
    return [
      {
        workload: id,
        attained,
        percentile: slo.percentile,
        met: attained === null ? null : attained >= slo.percentile,
        limits,
        ...batchFigures(spec, workload, usage, attained),
      },
    ];
  });
}

/**
 * The limits of a service level as they are told: of the only one, where none was turned away, requests within it are those
 * within the service level, which is exact; what a histogram says of it may be off by its bin.
 */
export function toldLimits(
  { limits, attained }: Pick<SloFigures, 'limits' | 'attained'>,
  rejected: number,
): readonly LimitFigures[] {
  const [only] = limits;
  const isSame = limits.length === 1 && only.latency !== 'tpot' && rejected === 0 && only.within !== null;
  return isSame ? [{ ...only, within: attained }] : limits;
}

function batchFigures(
  spec: SimulationSpec,
  workload: number,
  usage: ReplicationUsage,
  attained: number | null,
): { readonly batch?: BatchFigures } {
  const { arrivals, slo } = spec.workloads[workload];
  if (arrivals.kind !== 'batch' || slo?.doneBySeconds === undefined || slo.endToEndSeconds === undefined)
    return {};
  const seen = sketchQuantile(usage.workloads[workload].sketches.endToEnd, 1);
  // Whether all were in time is known exactly, the longest to the width of a bin.
  const longest = attained === 1 && seen !== undefined ? Math.min(seen, slo.endToEndSeconds) : seen;
  return {
    batch: {
      doneBySeconds: arrivals.atSeconds + slo.endToEndSeconds,
      doneAtSeconds: longest === undefined ? null : arrivals.atSeconds + longest,
      days: daysOf(usage, accountsOf(spec, workload)),
    },
  };
}

/** A batch comes at once, so an hour that has one is a day's; all of it is in time, or the day is late. */
function daysOf({ accounts }: ReplicationUsage, those: readonly number[]): NonNullable<BatchFigures['days']> {
  const sumAt = (hour: number, name: 'arrived' | 'withinSlo'): number =>
    those.reduce((sum, account) => sum + accounts[account][name][hour], 0);
  const hours = those.length === 0 ? 0 : accounts[those[0]].arrived.length;
  let all = 0;
  let late = 0;
  for (let hour = 0; hour < hours; hour++) {
    const arrived = sumAt(hour, 'arrived');
    if (arrived === 0) continue;
    all++;
    if (sumAt(hour, 'withinSlo') < arrived - 1e-9 * arrived) late++;
  }
  return { all, late };
}

/**
 * Whether a missed service level is kept by what is served: what is missed are requests that are turned away. Requests
 * that break different limits may be different ones, so of several limits the shares that break each add up.
 */
export function isMissedByRejections({ met, limits, percentile }: SloFigures): boolean {
  return (
    met === false &&
    limits.length > 0 &&
    limits.reduce((sum, { within }) => sum - (within === null ? 0 : 1 - within), 1) >= percentile - 1e-12
  );
}

/** Requests that met their service level; those of workloads without one need only complete. Undefined where no workload has one. */
export function requestsWithinSlo(spec: SimulationSpec, usage: ReplicationUsage): number | undefined {
  if (spec.workloads.every(({ slo }) => slo === undefined)) return undefined;
  return accountTotals(
    usage,
    spec.accounts.map((_, account) => account),
  ).withinSlo;
}

/** Indices of a workload's accounts. */
export function accountsOf(spec: Pick<SimulationSpec, 'accounts'>, workload: number): readonly number[] {
  return spec.accounts.flatMap((account, index) => (account.workload === workload ? [index] : []));
}
