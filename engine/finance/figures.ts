import type { Ledger } from '../pricing/ledger.ts';
import type { SimulationSpec } from '../scenario/spec.ts';
import { REJECTIONS, type ReplicationUsage, type WorkloadUsage } from '../usage/usage.ts';
import { accountTotals, type AccountTotals, sumColumn, unfinishedOf } from '../usage/usageTotals.ts';
import { type CostFigures, costFigures } from './costFigures.ts';
import type { TellAmount } from './exactAmounts.ts';
import { type CapacityFigures, capacityFigures } from './idleFigures.ts';
import { type JobFigures, jobFigures } from './fleets/jobFigures.ts';
import { type LatencySummary, latencySummary } from './latencySummary.ts';
import { type MonthFigures, monthFigures } from './months.ts';
import { type PoolFigures, poolFigures } from './poolFigures.ts';
import { accountsOf, requestsWithinSlo, type SloFigures, sloFigures } from './serviceLevel.ts';
import { type SpotSummary, spotSummary } from './fleets/spotFigures.ts';
import { UNIT_COSTS, type UnitCost, unitCost } from './unitCost.ts';
import { allCapacity, poolCapacity } from './usedCapacity.ts';

export interface RequestFigures {
  readonly arrived: number;
  readonly completed: number;
  readonly rejected: number;
  /** By reason; reasons that did not occur are left out. */
  readonly rejectedBy: Readonly<Record<string, number>>;
  /** Answered from a response cache. */
  readonly cached: number;
  /** Not done when replicas were waited for no longer after the horizon, or in hand where the simulation was given up as overloaded. */
  readonly unfinished: number;
}

/** Of completed requests; `cached` is the part of `prompt` that a prefix cache held. */
export interface TokenFigures {
  readonly prompt: number;
  /** Null where nothing is generated, which leaves nothing to cache, either. */
  readonly cached: number | null;
  readonly output: number | null;
}

export interface WorkloadFigures {
  readonly id: string;
  readonly pool: string;
  readonly requests: RequestFigures;
  readonly tokens: TokenFigures;
  readonly latencySeconds: LatencySummary;
  /** Its part of the cost, idle not included; null where its pool has no price. */
  readonly cost: number | null;
  /** Present where its model is an encoder: it has no output tokens and none of their times. */
  readonly generates?: false;
}

/** Every figure of a usage and its ledger. Serialisable; null means no data. */
export interface Figures extends CapacityFigures {
  readonly requests: RequestFigures;
  readonly tokens: TokenFigures;
  readonly latencySeconds: LatencySummary;
  readonly slo: readonly SloFigures[];
  /** Requests within their service level a second of the horizon; null where no workload has one. */
  readonly goodputPerSecond: number | null;
  readonly workloads: readonly WorkloadFigures[];
  readonly pools: readonly PoolFigures[];
  readonly cost: CostFigures;
  readonly unitCost: UnitCost;
  readonly months: readonly MonthFigures[];
  /** Present where some of the capacity is spot. */
  readonly spot?: SpotSummary | undefined;
  /** Absent where there are no jobs. */
  readonly jobs?: readonly JobFigures[];
}

/** Adds a usage and its ledger up. One call gives every figure of a forecast; booked amounts go by `tell`. */
export function figures(
  spec: SimulationSpec,
  usage: ReplicationUsage,
  ledger: Ledger,
  currency: string,
  tell: TellAmount,
): Figures {
  const all = accountTotals(
    usage,
    spec.accounts.map((_, account) => account),
  );
  const generating = usage.workloads.filter((_, w) => generates(spec, w));
  const within = requestsWithinSlo(spec, usage);
  const capacities = spec.pools.map((_, pool) => poolCapacity(spec, usage, ledger, pool));
  const paid = capacities.flatMap(({ micros }) => micros ?? []);
  const capacity = capacityFigures(
    capacities,
    ledger.unpricedPools.length === 0 ? allCapacity(paid, ledger) : undefined,
    false,
    '',
    tell,
  );
  const pools = poolFigures(spec, usage, ledger, capacities, tell);
  const cost = costFigures(spec, ledger, currency, tell);
  const quantities = {
    completedRequests: all.completed,
    requestsWithinSlo: within,
    promptTokens: all.promptTokens,
    outputTokens: all.outputTokens,
    gpuHours: pools.reduce((sum, { gpuHours }) => sum + gpuHours, 0),
    busyGpuSeconds: spec.pools.reduce(
      (sum, { gpusPerReplica }, pool) => sum + gpusPerReplica * sumColumn(usage.pools[pool].busySeconds),
      0,
    ),
  };
  const spot = spotSummary(spec, usage, ledger, tell);
  const jobs = jobFigures(spec, usage);
  const costs = UNIT_COSTS.map((name) => [name, unitCost(name, cost.total, quantities)]);
  return {
    requests: requestFigures(all, usage.workloads),
    tokens: tokenFigures(all, generating.length > 0),
    latencySeconds: latencySummary(usage.workloads, generating),
    slo: sloFigures(spec, usage),
    goodputPerSecond: within === undefined ? null : within / (spec.hours * 3600),
    workloads: spec.workloads.map((workload, w) => {
      const totals = accountTotals(usage, accountsOf(spec, w));
      const isGenerating = generates(spec, w);
      return {
        id: workload.id,
        pool: spec.pools[workload.pool].id,
        requests: requestFigures(totals, [usage.workloads[w]]),
        tokens: tokenFigures(totals, isGenerating),
        latencySeconds: latencySummary([usage.workloads[w]], isGenerating ? [usage.workloads[w]] : []),
        cost: cost.byWorkload[workload.id] ?? null,
        ...(isGenerating ? {} : { generates: isGenerating }),
      };
    }),
    pools,
    ...capacity,
    cost,
    unitCost: Object.fromEntries(costs) as UnitCost,
    months: monthFigures(spec, usage, ledger, tell),
    ...(spot && { spot }),
    ...(jobs && { jobs }),
  };
}

function requestFigures(totals: AccountTotals, workloads: readonly WorkloadUsage[]): RequestFigures {
  const { arrived, completed, rejected } = totals;
  const rejectedBy = REJECTIONS.map(
    (reason) => [reason, workloads.reduce((sum, workload) => sum + workload.rejectedBy[reason], 0)] as const,
  );
  return {
    arrived,
    completed,
    rejected,
    rejectedBy: Object.fromEntries(rejectedBy.filter(([, count]) => count > 0)),
    cached: 0,
    unfinished: unfinishedOf(totals),
  };
}

function tokenFigures(
  { promptTokens, cachedTokens, outputTokens }: AccountTotals,
  isGenerating: boolean,
): TokenFigures {
  return {
    prompt: promptTokens,
    cached: isGenerating ? cachedTokens : null,
    output: isGenerating ? outputTokens : null,
  };
}

/** Whether the model of a workload's pool generates tokens; an encoder does not. */
function generates({ workloads, pools }: SimulationSpec, workload: number): boolean {
  return pools[workloads[workload].pool]?.isEncoder !== true;
}
