import { type MicrosColumn, sumMicros } from './microsColumn.ts';
import { type Micros, totalMicros } from './money.ts';

/**
 * What a charge is for: compute on demand, compute that a commitment covers (at its share), spot, what is reserved at a price of its own,
 * and what of a commitment nobody used.
 */
export type ChargeCategory =
  | 'compute'
  | 'committed compute'
  | 'spot compute'
  | 'reserved compute'
  | 'unused commitment';

/** Whether a charge is for compute that commitments know nothing of. */
export function isOutOfCommitments({ category }: Pick<LedgerSeries, 'category'>): boolean {
  return category === 'spot compute' || category === 'reserved compute';
}

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
  /** Of a price that changes its mean in time. */
  readonly unitPrice: number;
  /** By hour, of a price that changes. */
  readonly unitPrices?: Float64Array;
  /** GPUs in one unit. */
  readonly gpusPerUnit: number;
  readonly quantity: Float64Array;
  readonly amountMicros: MicrosColumn;
  readonly idleMicros: MicrosColumn;
  /** Of what is reserved: the part of what is idle in which nobody was on it; absent where that is not known. */
  readonly unusedMicros?: MicrosColumn;
  /** Indices into the spec's accounts, and their parts in the same order. */
  readonly accounts: readonly number[];
  readonly accountMicros: readonly MicrosColumn[];
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

/** All charges of hours [from, until); undefined where a pool has no price. */
export function ledgerTotal(ledger: Ledger, from = 0, until = ledger.hours): Micros | undefined {
  if (ledger.unpricedPools.length > 0) return undefined;
  return totalMicros(ledger.series.map(({ amountMicros }) => sumMicros(amountMicros, from, until)));
}
