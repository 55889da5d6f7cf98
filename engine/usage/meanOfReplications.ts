import { FLEET_COUNTS } from './fleetRecorder.ts';
import { SKETCH_BINS } from '../statistics/latencySketch.ts';
import { meanPaid } from './mergePaid.ts';
import {
  ACCOUNT_COLUMNS,
  type AccountHours,
  LATENCIES,
  type LegUsage,
  type PoolTotals,
  type PoolUsage,
  poolColumns,
  REJECTIONS,
  type ReplicationUsage,
  type Usage,
  WORK_COLUMNS,
  type WorkloadUsage,
} from './usage.ts';

/**
 * One usage that stands for all replications: hourly rows, sums, counts and totals are means,
 * so they need not be whole; histograms are pooled (added up), because a quantile of the
 * pooled requests is asked for and never a mean of quantiles; the KV peak is the largest, and
 * `worstEnd` the worst. Pricing this usage once keeps total = tenants + idle exact, which
 * averaging priced replications would not. Of a single replication it is that replication.
 */
export function meanOfReplications(usage: Usage): ReplicationUsage {
  const { replications } = usage;
  if (replications.length === 0) throw new RangeError('there is no replication');
  if (replications.length === 1) return replications[0];
  const [first] = replications;
  return {
    accounts: first.accounts.map((_, a) => {
      const columns = ACCOUNT_COLUMNS.map((name) => [
        name,
        meanColumn(replications.map((r) => r.accounts[a][name])),
      ]);
      return Object.fromEntries(columns) as AccountHours;
    }),
    legs: first.legs.map(({ account, pool }, leg): LegUsage => {
      const column = (name: (typeof WORK_COLUMNS)[number]) =>
        meanColumn(replications.map((r) => r.legs[leg][name]));
      return { account, pool, ...byKey(WORK_COLUMNS, column) };
    }),
    workloads: first.workloads.map((_, w) => pooledWorkload(replications.map((r) => r.workloads[w]))),
    pools: first.pools.map((_, p) => meanPool(replications.map((r) => r.pools[p]))),
  };
}

function meanColumn(columns: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(columns[0].length);
  for (const column of columns) for (let h = 0; h < out.length; h++) out[h] += column[h];
  for (let h = 0; h < out.length; h++) out[h] /= columns.length;
  return out;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function pooledWorkload(parts: readonly WorkloadUsage[]): WorkloadUsage {
  const sketch = (latency: (typeof LATENCIES)[number]): Float64Array => {
    const out = new Float64Array(SKETCH_BINS);
    for (const part of parts)
      for (let bin = 0; bin < SKETCH_BINS; bin++) out[bin] += part.sketches[latency][bin];
    return out;
  };
  return {
    sketches: byKey(LATENCIES, sketch),
    sums: byKey(LATENCIES, (latency) => mean(parts.map((part) => part.sums[latency]))),
    counts: byKey(LATENCIES, (latency) => mean(parts.map((part) => part.counts[latency]))),
    rejectedBy: byKey(REJECTIONS, (reason) => mean(parts.map((part) => part.rejectedBy[reason]))),
  };
}

function meanPool(parts: readonly PoolUsage[]): PoolUsage {
  const names = Object.keys(parts[0].totals) as (keyof PoolTotals)[];
  const totals = byKey(names, (name) => mean(parts.map((part) => part.totals[name])));
  totals.kvPeakBlocks = parts.reduce((peak, part) => Math.max(peak, part.totals.kvPeakBlocks), 0);
  const worst = parts
    .map((part) => part.worstEnd)
    .filter((end) => end !== undefined)
    .sort((a, b) => b.waitingAtEnd - a.waitingAtEnd || b.drainSeconds - a.drainSeconds)
    .at(0);
  return {
    ...byKey(poolColumns(parts[0]), (name) => meanColumn(parts.map((part) => part[name] as Float64Array))),
    ...(parts[0].fleetCounts === undefined
      ? {}
      : {
          fleetCounts: byKey(FLEET_COUNTS, (name) =>
            mean(parts.map((part) => part.fleetCounts?.[name] ?? 0)),
          ),
        }),
    ...(parts[0].retries === undefined ? {} : { retries: mean(parts.map(({ retries = 0 }) => retries)) }),
    ...(parts[0].jobs === undefined ? {} : { jobs: parts.flatMap((part) => part.jobs ?? []) }),
    paid: meanPaid(parts.map((part) => part.paid)),
    totals,
    ...(worst === undefined ? {} : { worstEnd: worst }),
  };
}

function byKey<Key extends string, Value>(
  keys: readonly Key[],
  value: (key: Key) => Value,
): Record<Key, Value> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<Key, Value>;
}
