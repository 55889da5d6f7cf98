import { safeMicros } from './money.ts';

/** What a charge is for: compute on demand, compute that a commitment covers (at its share), and what of one nobody used. */
export type ChargeCategory = 'compute' | 'committed compute' | 'unused commitment';

/**
 * Charges of one pool and category, one line an hour of the horizon, as columns. Amounts are
 * whole micro-units. In every line idle and the accounts' parts sum to the amount exactly; an unused
 * commitment is idle in full.
 */
export interface LedgerSeries {
  /** Index into the pools, and its id; of an unused commitment −1 and the commitment's id. */
  readonly pool: number;
  readonly poolId: string;
  readonly category: ChargeCategory;
  /** Id of the commitment that covers it, or that was not used. */
  readonly commitment?: string;
  readonly unit: string;
  readonly unitPrice: number;
  /** GPUs in one unit. */
  readonly gpusPerUnit: number;
  readonly quantity: Float64Array;
  readonly amountMicros: Float64Array;
  readonly idleMicros: Float64Array;
  /** Indices into the spec's accounts, and their parts in the same order. */
  readonly accounts: readonly number[];
  readonly accountMicros: readonly Float64Array[];
}

/** Dated charges of a horizon. A pool without a price has no series and is named instead. */
export interface Ledger {
  readonly hours: number;
  readonly series: readonly LedgerSeries[];
  readonly unpricedPools: readonly string[];
  /** Where it is not known who used what: then all is in the column of what is idle. */
  readonly isUnattributed?: boolean;
}

/** Whom the idle column of a ledger's charges is booked to. */
export function bookedToNobody({ isUnattributed = false }: Pick<Ledger, 'isUnattributed'>): string {
  return isUnattributed ? 'not attributed' : 'idle';
}

/** Exact sum of an hourly column of micro-units over hours [from, until). Throws `RangeError` beyond 2^53. */
export function sumMicros(column: Float64Array, from = 0, until = column.length): number {
  let sum = 0;
  for (let h = from; h < until; h++) sum += column[h];
  return safeMicros(sum);
}

/** All charges of hours [from, until), micro-units; undefined where a pool has no price. */
export function ledgerTotal(ledger: Ledger, from = 0, until = ledger.hours): number | undefined {
  if (ledger.unpricedPools.length > 0) return undefined;
  return safeMicros(
    ledger.series.reduce((sum, { amountMicros }) => sum + sumMicros(amountMicros, from, until), 0),
  );
}
