import type { SimulationSpec } from '../../scenario/spec.ts';
import type { HeldCommitment } from '../commitments/heldCommitment.ts';
import { paymentsOf } from '../commitments/payments.ts';
import { bookedToNobody, type Ledger, type LedgerSeries } from '../ledger.ts';
import { type MicrosColumn, sumMicros } from '../microsColumn.ts';
import { fromMicros, type Micros, minusMicros, writtenMicros } from '../money.ts';
import type { PoolPrice } from '../poolPrice.ts';
import type { FocusRow } from './focusColumns.ts';
import { commitmentColumns, commitmentUnitOf } from './focusCommitment.ts';
import { type ProviderNames, providerOf } from './focusProvider.ts';

/** What a cost file is made from. */
export interface FocusLedger {
  /** Of the scenario: the billing account. */
  readonly name: string;
  readonly currency: string;
  readonly spec: Pick<SimulationSpec, 'accounts' | 'workloads' | 'pools' | 'startEpochSeconds'>;
  readonly prices: readonly (PoolPrice | undefined)[];
  readonly commitments: readonly HeldCommitment[];
  readonly ledger: Ledger;
}

/** Hours [from, until) of the horizon that one row stands for. */
interface Period {
  readonly from: number;
  readonly until: number;
}

/** Longer horizons have a row a day instead of a row an hour. */
const MOST_HOURLY = 24 * 92;

/**
 * A ledger as rows of FOCUS 1.2: of each period (an hour; of horizons over 92 days a UTC day), pool and category one row of each
 * tenant's part and one of what is idle, one of each commitment's unused part, and the purchases. Σ EffectiveCost is the
 * ledger's total to the micro-unit (the amortised view), Σ BilledCost what is paid in the horizon (the cash view). Rows of spot are
 * `Dynamic`: their list price is the one on demand, so that ListCost − EffectiveCost is what spot saves, and the contracted one is that of spot.
 * Rows of what is reserved at a price of its own have that as the contracted one, which is agreed on (`Standard`: no commitment discount applies),
 * and name their reservation. Source: FOCUS 1.2, columns (PricingCategory, CapacityReservationId) and appendix “Commitment discounts”.
 */
export function* focusLedgerRows(input: FocusLedger): Generator<FocusRow> {
  const { ledger, spec } = input;
  for (const period of periodsOf(ledger.hours, spec.startEpochSeconds)) {
    for (const commitment of input.commitments) yield* purchaseRows(input, commitment, period);
    for (const series of ledger.series) {
      if (series.category === 'unused commitment') yield* unusedRows(input, series, period);
      else yield* usageRows(input, series, period);
    }
  }
}

function* periodsOf(hours: number, startEpochSeconds: number): Generator<Period> {
  const step = hours <= MOST_HOURLY ? 1 : 24;
  const offset = (startEpochSeconds / 3600) % step;
  for (let from = 0; from < hours; ) {
    const until = Math.min(hours, from === 0 ? step - offset : from + step);
    yield { from, until };
    from = until;
  }
}

function* usageRows(input: FocusLedger, series: LedgerSeries, period: Period): Generator<FocusRow> {
  const { spec, prices, commitments } = input;
  const price = prices[series.pool];
  if (price === undefined) return;
  const commitment = commitments.find(({ id }) => id === series.commitment);
  const nobody = bookedToNobody(input.ledger);
  const parts = series.accounts.map((account, part) => ({
    account: spec.accounts[account],
    isUnused: false,
    ...partOf(series, series.accountMicros[part], period),
  }));
  for (const { account, isUnused, micros, units } of [...parts, ...idleParts(series, period)]) {
    if (micros === 0) continue;
    const cost = writtenMicros(micros);
    const workload = account === undefined ? null : spec.workloads[account.workload].id;
    const { listUnitPrice = price.unitPrice } = price;
    const isSpot = series.category === 'spot compute';
    const apart = isSpot ? 'spot' : series.category === 'reserved compute' ? 'reserved' : undefined;
    const contractedPrice =
      apart === undefined ? price.unitPrice : priceIn(series, period, fromMicros(micros) / units);
    const contractedCost = commitment === undefined ? cost : units * price.unitPrice;
    yield {
      ...common(input, period, providerOf(price.instance)),
      ChargeCategory: 'Usage',
      ChargeFrequency: 'Usage-Based',
      ChargeDescription: `${apart === undefined ? '' : `${apart}, `}${price.instance ?? `GPUs of ${series.poolId}`}, ${account === undefined ? nobodyWords(nobody, isUnused) : `tenant ${account.tenant}`}`,
      BilledCost: commitment === undefined ? cost : 0,
      EffectiveCost: cost,
      PricingCurrencyEffectiveCost: cost,
      ListCost: listUnitPrice === contractedPrice ? contractedCost : units * listUnitPrice,
      ContractedCost: contractedCost,
      ...unitPriceColumns(listUnitPrice, contractedPrice),
      PricingCategory: commitment !== undefined ? 'Committed' : isSpot ? 'Dynamic' : 'Standard',
      PricingQuantity: units,
      PricingUnit: price.unit === 'GPU-hour' ? 'GPU-Hours' : 'Instance-Hours',
      ConsumedQuantity: units,
      ConsumedUnit: price.unit === 'GPU-hour' ? 'GPU-Hours' : 'Instance-Hours',
      ...(commitment === undefined ? {} : commitmentColumns(commitment, input.currency, 'Used', units, cost)),
      ResourceId: `pool/${series.poolId}`,
      ResourceName: series.poolId,
      ResourceType: 'GPU pool',
      ...skuColumns(price, apart),
      ...(apart === 'reserved' && reservationColumns(series, isUnused)),
      SubAccountId: account?.tenant ?? null,
      SubAccountName: account?.tenant ?? null,
      SubAccountType: account === undefined ? null : 'Tenant',
      Tags: JSON.stringify({ pool: series.poolId, ...(workload === null ? {} : { workload }) }),
      x_Pool: series.poolId,
      x_Workload: workload,
      x_BookedTo: account === undefined ? nobody : 'tenant',
    };
  }
}

function* unusedRows(input: FocusLedger, series: LedgerSeries, period: Period): Generator<FocusRow> {
  const commitment = input.commitments.find(({ id }) => id === series.commitment);
  const { micros } = partOf(series, series.amountMicros, period);
  if (commitment === undefined || micros === 0) return;
  const cost = writtenMicros(micros);
  const { unitPrice, listUnitPrice, unit } = commitmentUnitOf(commitment, input.prices, input.currency);
  const units = fromMicros(micros) / unitPrice;
  yield {
    ...common(input, period, providerOfCommitment(commitment, input.prices)),
    ChargeCategory: 'Usage',
    ChargeFrequency: 'Usage-Based',
    ChargeDescription: `${commitment.id}: committed and not used`,
    BilledCost: 0,
    EffectiveCost: cost,
    PricingCurrencyEffectiveCost: cost,
    ListCost: units * listUnitPrice,
    ContractedCost: units * listUnitPrice,
    ...unitPriceColumns(listUnitPrice),
    PricingCategory: 'Committed',
    PricingQuantity: units,
    PricingUnit: unit,
    ...commitmentColumns(commitment, input.currency, 'Unused', units, cost),
    ...commitmentResource(commitment),
    x_BookedTo: 'unused commitment',
  };
}

function* purchaseRows(input: FocusLedger, commitment: HeldCommitment, period: Period): Generator<FocusRow> {
  const { upfrontMicros, recurringMicros } = paymentsOf(commitment, period.from, period.until);
  const { unitPrice, unit } = commitmentUnitOf(commitment, input.prices, input.currency);
  for (const [frequency, micros] of [
    ['One-Time', upfrontMicros],
    ['Recurring', recurringMicros],
  ] as const) {
    if (micros === 0) continue;
    const cost = writtenMicros(micros);
    const units = fromMicros(micros) / unitPrice;
    yield {
      ...common(input, period, providerOfCommitment(commitment, input.prices)),
      ChargeCategory: 'Purchase',
      ChargeFrequency: frequency,
      ChargeDescription: `${commitment.id}: ${frequency === 'One-Time' ? 'paid at the start of its term' : 'paid as it goes'}`,
      BilledCost: cost,
      EffectiveCost: 0,
      PricingCurrencyEffectiveCost: 0,
      ListCost: cost,
      ContractedCost: cost,
      ...unitPriceColumns(unitPrice),
      PricingCategory: 'Standard',
      PricingQuantity: units,
      PricingUnit: unit,
      ...commitmentColumns(commitment, input.currency, null, units, cost),
      ...commitmentResource(commitment),
      x_BookedTo: 'purchase',
    };
  }
}

/** What is idle of a series in a period: of what is reserved that for which nobody was on it by itself. */
function* idleParts(series: LedgerSeries, period: Period) {
  const idle = partOf(series, series.idleMicros, period);
  const unused = series.unusedMicros && partOf(series, series.unusedMicros, period);
  if (unused === undefined) {
    yield { account: undefined, isUnused: false, ...idle };
    return;
  }
  const rest = { micros: minusMicros(idle.micros, unused.micros), units: idle.units - unused.units };
  yield { account: undefined, isUnused: false, ...rest };
  yield { account: undefined, isUnused: true, ...unused };
}

function nobodyWords(nobody: string, isUnused: boolean): string {
  if (isUnused) return 'unused reservation';
  return nobody === 'idle' ? 'idle capacity' : nobody;
}

/** Which reservation a row is of, and whether anybody was on it: who stands there without work uses it. */
function reservationColumns({ poolId }: LedgerSeries, isUnused: boolean) {
  return {
    CapacityReservationId: `pool/${poolId}/reserved`,
    CapacityReservationStatus: isUnused ? 'Unused' : 'Used',
  };
}

/** A unit's price in an hour, of a price that is not the pool's; of several hours at prices that change what they come to. */
function priceIn({ unitPrice, unitPrices }: LedgerSeries, { from, until }: Period, mean: number): number {
  if (unitPrices === undefined) return unitPrice;
  return until - from === 1 ? unitPrices[from] : mean;
}

/** Of a column of a series: its sum over a period, and the units that are its share of each hour's. */
function partOf(
  { amountMicros, quantity }: LedgerSeries,
  column: MicrosColumn,
  { from, until }: Period,
): { readonly micros: Micros; readonly units: number } {
  let units = 0;
  for (let hour = from; hour < until; hour++) {
    if (column[hour] === 0) continue;
    units += (quantity[hour] * Number(column[hour])) / Number(amountMicros[hour]);
  }
  return { micros: sumMicros(column, from, until), units };
}

const EMPTY = {
  AvailabilityZone: null,
  CapacityReservationId: null,
  CapacityReservationStatus: null,
  ChargeClass: null,
  CommitmentDiscountCategory: null,
  CommitmentDiscountId: null,
  CommitmentDiscountName: null,
  CommitmentDiscountQuantity: null,
  CommitmentDiscountStatus: null,
  CommitmentDiscountType: null,
  CommitmentDiscountUnit: null,
  ConsumedQuantity: null,
  ConsumedUnit: null,
  InvoiceId: null,
  RegionId: null,
  RegionName: null,
  SkuId: null,
  SkuMeter: null,
  SkuPriceDetails: null,
  SkuPriceId: null,
  SubAccountId: null,
  SubAccountName: null,
  SubAccountType: null,
  Tags: null,
  x_Pool: null,
  x_Workload: null,
} as const;

function common(
  { name, currency, spec }: FocusLedger,
  { from, until }: Period,
  { provider, issuer, service }: ProviderNames,
) {
  const start = (spec.startEpochSeconds + from * 3600) * 1000;
  const day = new Date(start);
  const monthAt = (offset: number): string =>
    instantText(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + offset, 1));
  return {
    ...EMPTY,
    BillingAccountId: 'fleetcast',
    BillingAccountName: name,
    BillingAccountType: 'Scenario',
    BillingCurrency: currency,
    BillingPeriodStart: monthAt(0),
    BillingPeriodEnd: monthAt(1),
    ChargePeriodStart: instantText(start),
    ChargePeriodEnd: instantText((spec.startEpochSeconds + until * 3600) * 1000),
    InvoiceIssuerName: issuer,
    PricingCurrency: currency,
    ProviderName: provider,
    PublisherName: issuer,
    ServiceProviderName: provider,
    HostProviderName: provider,
    ServiceCategory: 'Compute',
    ServiceName: service,
    ServiceSubcategory: 'Virtual Machines',
  };
}

function unitPriceColumns(list: number, contracted = list) {
  return {
    ListUnitPrice: list,
    ContractedUnitPrice: contracted,
    PricingCurrencyListUnitPrice: list,
    PricingCurrencyContractedUnitPrice: contracted,
  };
}

function skuColumns({ instance, validFrom, readOn }: PoolPrice, apart: 'spot' | 'reserved' | undefined) {
  if (instance === undefined) return {};
  const region = instance.split('/').at(2) ?? null;
  const date = validFrom ?? readOn;
  const sku = apart === undefined ? instance : `${instance}/${apart}`;
  return {
    SkuId: instance,
    SkuPriceId: date === undefined ? sku : `${sku}@${date}`,
    RegionId: region,
    RegionName: region,
  };
}

function commitmentResource({ id }: HeldCommitment) {
  return { ResourceId: id, ResourceName: id, ResourceType: 'Commitment discount' };
}

/** Of the first pool that it covers. */
function providerOfCommitment(
  { prices: committed }: HeldCommitment,
  prices: readonly (PoolPrice | undefined)[],
): ProviderNames {
  return providerOf(prices.find((_, pool) => committed[pool] !== undefined)?.instance);
}

function instantText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
