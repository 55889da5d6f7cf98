import type { SimulationSpec } from '../scenario/spec.ts';
import type { AccountHours, ReplicationUsage } from '../usage/usage.ts';
import { sumColumn } from '../usage/usageTotals.ts';
import { apportion } from './apportion.ts';
import type { Ledger, LedgerSeries } from './ledger.ts';
import { amountMicros } from './money.ts';
import type { PoolPrice } from './poolPrice.ts';

export interface PricingInput {
  readonly spec: Pick<SimulationSpec, 'accounts' | 'workloads' | 'pools'>;
  readonly usage: ReplicationUsage;
  /** In the order of the spec's pools. */
  readonly prices: readonly (PoolPrice | undefined)[];
  /** How many prompt tokens one output token weighs when cost is split among accounts. */
  readonly outputTokenWeight: number;
}

/** `chargeback.outputTokenWeight` where the document gives none: within the usual price ratios of 4 to 8. */
export const DEFAULT_OUTPUT_TOKEN_WEIGHT = 4;

/** A replica-hour below this is rounding, not a replica. */
const ROUNDING = 1e-9;
const HOUR_SECONDS = 3600;

/**
 * Prices every hour of a usage on demand. A pool pays whole units (instances, or GPUs where
 * the price is per GPU-hour): ceil(replicas × GPUs a replica / GPUs a unit), each hour.
 *
 * Of an hour's amount, the share busy seconds / (replicas × 3600) × GPUs used / GPUs paid is
 * split among the accounts that completed work which arrived in that hour, by weighted tokens:
 * prompt tokens not read from the cache + `outputTokenWeight` × output tokens. The rest is
 * idle. Work may spill over into an hour in which nothing arrived: that hour is split by the
 * accounts' weights over the whole horizon, and is idle if they have none.
 */
export function priceUsage(input: PricingInput): Ledger {
  const { spec, usage, prices } = input;
  const hours = usage.pools[0]?.busySeconds.length ?? 0;
  const series: LedgerSeries[] = [];
  const unpricedPools: string[] = [];
  spec.pools.forEach(({ id }, pool) => {
    const price = prices[pool];
    if (price === undefined) unpricedPools.push(id);
    else series.push(priceOnDemand(input, pool, price, hours));
  });
  return { hours, series, unpricedPools };
}

function priceOnDemand(input: PricingInput, pool: number, price: PoolPrice, hours: number): LedgerSeries {
  const { spec, usage, outputTokenWeight } = input;
  const { id, gpusPerReplica } = spec.pools[pool];
  const { busySeconds, replicaHours } = usage.pools[pool];
  const accounts = spec.accounts.flatMap(({ workload }, account) =>
    spec.workloads[workload].pool === pool ? [account] : [],
  );
  const columns = accounts.map((account) => usage.accounts[account]);
  const split = createSplit(columns, outputTokenWeight);
  const quantity = new Float64Array(hours);
  const amount = new Float64Array(hours);
  const idle = new Float64Array(hours);
  const parts = accounts.map(() => new Float64Array(hours));
  const amountOf = new Map<number, number>();

  for (let h = 0; h < hours; h++) {
    const replicas = replicaHours[h];
    const units = Math.ceil((replicas * gpusPerReplica) / price.gpusPerUnit - ROUNDING);
    if (units <= 0) continue;
    let micros = amountOf.get(units);
    if (micros === undefined) {
      micros = amountMicros(price.unitPrice, units);
      amountOf.set(units, micros);
    }
    quantity[h] = units;
    amount[h] = micros;
    const busy = Math.min(1, busySeconds[h] / (replicas * HOUR_SECONDS));
    const used = Math.min(1, (replicas * gpusPerReplica) / (units * price.gpusPerUnit));
    idle[h] = splitHour(split, h, micros, busy * used, parts);
  }
  return {
    pool,
    poolId: id,
    category: 'compute',
    unit: price.unit,
    unitPrice: price.unitPrice,
    gpusPerUnit: price.gpusPerUnit,
    quantity,
    amountMicros: amount,
    idleMicros: idle,
    accounts,
    accountMicros: parts,
  };
}

/** How the accounts of one pool share its busy hours; the last place of the scratch arrays is idle's. */
interface Split {
  readonly columns: readonly AccountHours[];
  readonly outputTokenWeight: number;
  readonly horizonWeights: Float64Array;
  readonly horizonSum: number;
  readonly weights: Float64Array;
  readonly out: Float64Array;
  readonly fractions: Float64Array;
}

function createSplit(columns: readonly AccountHours[], outputTokenWeight: number): Split {
  const horizonWeights = Float64Array.from(
    columns,
    (column) =>
      sumColumn(column.promptTokens) -
      sumColumn(column.cachedTokens) +
      outputTokenWeight * sumColumn(column.outputTokens),
  );
  return {
    columns,
    outputTokenWeight,
    horizonWeights,
    horizonSum: sumColumn(horizonWeights),
    weights: new Float64Array(columns.length + 1),
    out: new Float64Array(columns.length + 1),
    fractions: new Float64Array(columns.length + 1),
  };
}

/** Splits an hour's amount, writes the accounts' parts and returns what is idle. */
function splitHour(
  split: Split,
  hour: number,
  amount: number,
  busyShare: number,
  parts: readonly Float64Array[],
): number {
  const { columns, outputTokenWeight, weights, out } = split;
  const count = columns.length;
  if (amount === 0 || !(busyShare > 0)) return amount;
  let sum = 0;
  for (let a = 0; a < count; a++) {
    const { promptTokens, cachedTokens, outputTokens } = columns[a];
    weights[a] = promptTokens[hour] - cachedTokens[hour] + outputTokenWeight * outputTokens[hour];
    sum += weights[a];
  }
  if (!(sum > 0)) {
    if (!(split.horizonSum > 0)) return amount;
    weights.set(split.horizonWeights);
    sum = split.horizonSum;
  }
  for (let a = 0; a < count; a++) weights[a] *= busyShare / sum;
  weights[count] = 1 - busyShare;
  apportion(amount, weights, count + 1, out, split.fractions);
  for (let a = 0; a < count; a++) parts[a][hour] = out[a];
  return out[count];
}
