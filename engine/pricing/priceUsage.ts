import { gpusPerNode, replicasPerNode } from '../scenario/living/capacity/paidNode.ts';
import { reservedSeconds } from '../scenario/living/capacity/reservedSeconds.ts';
import type { SimulationSpec } from '../scenario/spec.ts';
import {
  COMMITTED_OR_ON_DEMAND,
  type PaidHours,
  replicaHoursOf,
  RESERVED,
  SPOT,
} from '../usage/paidHours.ts';
import { kilowattHours } from '../usage/kilowattHours.ts';
import type { LegUsage, ReplicationUsage } from '../usage/usage.ts';
import { sumColumn } from '../usage/usageTotals.ts';
import { apportion, apportionLarge } from './apportion.ts';
import type { HeldCommitment } from './commitments/heldCommitment.ts';
import { type SettledUnits, settledHours, type UnitsAndMicros } from './commitments/settleUnits.ts';
import type { ChargeCategory, Ledger, LedgerSeries } from './ledger.ts';
import { energyPrice } from './energyPrice.ts';
import { bookMicros, type MicrosColumn, microsColumn } from './microsColumn.ts';
import { amountMicros, fromMicros, leastMicros, type Micros, timesMicros } from './money.ts';
import { paidUnits } from './paidUnits.ts';
import type { PoolPrice } from './poolPrice.ts';
import { hourlyReservedPrices, meanPrice } from './reservedPrice.ts';
import { hourlySpotPrices, hourlySpread } from './spotPrice.ts';

export interface PricingInput {
  readonly spec: Pick<SimulationSpec, 'accounts' | 'workloads' | 'pools'>;
  readonly usage: ReplicationUsage;
  /** In the order of the spec's pools. */
  readonly prices: readonly (PoolPrice | undefined)[];
  /** In the order in which they apply; none where left out. */
  readonly commitments?: readonly HeldCommitment[];
  /** How many prompt tokens one output token weighs when cost is split among accounts. */
  readonly outputTokenWeight: number;
}

/** `chargeback.outputTokenWeight` where the document gives none: within the usual price ratios of 4 to 8. */
export const DEFAULT_OUTPUT_TOKEN_WEIGHT = 4;

const HOUR_SECONDS = 3600;

/**
 * Prices every hour of a usage: on demand or under commitments (`settleHour`), and spot and what is reserved, which those know nothing of. A pool pays whole
 * units (instances, or GPUs where the price is per GPU-hour) by the second (`paidUnits`), of each kind by themselves.
 *
 * Of an hour's amount, the share busy seconds / (replicas × 3600) × GPUs used / GPUs paid is
 * split among the accounts by the work that was done for them in that hour (`LegUsage`), in weighted tokens:
 * prompt tokens prefilled + `outputTokenWeight` × output tokens emitted. The rest is idle, and so is busy time in
 * which no work is booked: that of requests that never ended, which is nobody's.
 */
export function priceUsage(given: PricingInput): Ledger {
  const { spec, usage } = given;
  const hours = usage.pools[0]?.busySeconds.length ?? 0;
  const prices = given.prices.map((price, pool) => {
    if (price?.energy === undefined) return price;
    const unitHours = unitsPaid(given, pool, price, hours).reduce((sum, each) => sum + each, 0);
    const drawn = kilowattHours(spec.pools[pool], usage.pools[pool]);
    const own = drawn === undefined ? undefined : drawn * notRentedShare(usage.pools[pool].paid, hours);
    return energyPrice(price, own, unitHours);
  });
  const input = { ...given, prices };
  const unpricedPools = spec.pools.filter((_, pool) => prices[pool] === undefined).map(({ id }) => id);
  const lines = (input.commitments ?? []).length === 0 ? onDemandLines : committedLines;
  return { hours, series: lines(input, hours), unpricedPools };
}

/** Nothing under commitments: a series a pool with a price, one of its spot and one of what is reserved. */
function onDemandLines(input: PricingInput, hours: number): readonly LedgerSeries[] {
  return input.prices.flatMap((price, pool) => {
    if (price === undefined) return [];
    const units = unitsPaid(input, pool, price, hours);
    const { series: apart, paid } = linesApart(input, pool, price, units);
    const most = units.reduce((largest, each) => Math.max(largest, each), 0);
    const largest = amountMicros(price.unitPrice, most);
    const line = openLine(input, pool, price, hours, 'compute', price.unitPrice, largest);
    let micros: Micros = 0;
    for (let h = 0; h < hours; h++) {
      if (h === 0 || units[h] !== units[h - 1]) micros = amountMicros(price.unitPrice, units[h]);
      line.book(h, units[h], micros, paid[h]);
    }
    return [line.series, ...apart];
  });
}

/** Under commitments: of each pool a series on demand, one of its spot, one of what is reserved and one for each commitment that covers some of it, of each commitment one of what nobody used. */
function committedLines(input: PricingInput, hours: number): readonly LedgerSeries[] {
  const { prices, commitments = [] } = input;
  const paid = prices.map((price, pool) =>
    price === undefined ? new Float64Array(hours) : unitsPaid(input, pool, price, hours),
  );
  const settled = settledHours(prices, commitments, paid, hours);
  const apart = prices.map((price, pool) => price && linesApart(input, pool, price, paid[pool]));
  const line = (
    pool: number,
    price: PoolPrice,
    partOf: (hour: SettledUnits) => UnitsAndMicros,
    commitment?: HeldCommitment,
  ): LedgerSeries => {
    const category = commitment === undefined ? 'compute' : 'committed compute';
    const unitPrice = commitment?.prices[pool] ?? price.unitPrice;
    const largest = largestOf(settled.map((hour) => partOf(hour).micros));
    const { series, book } = openLine(
      input,
      pool,
      price,
      hours,
      category,
      unitPrice,
      largest,
      commitment?.id,
    );
    for (let h = 0; h < hours; h++) {
      const { units, micros } = partOf(settled[h]);
      if (units > 0) book(h, units, micros, (apart[pool]?.paid ?? paid[pool])[h]);
    }
    return series;
  };
  return [
    ...prices.flatMap((price, pool) =>
      price === undefined ? [] : [line(pool, price, ({ onDemand }) => onDemand[pool])],
    ),
    ...apart.flatMap((lines) => lines?.series ?? []),
    ...commitments.flatMap((commitment, index) =>
      prices.flatMap((price, pool) =>
        price === undefined || commitment.prices[pool] === undefined
          ? []
          : [line(pool, price, ({ covered }) => covered[index][pool], commitment)],
      ),
    ),
    ...commitments.map(({ id }, index) =>
      unusedSeries(
        id,
        settled.map(({ unusedMicros }) => unusedMicros[index]),
      ),
    ),
  ];
}

/** Of what nobody used there are no units: its quantity is the amount. */
function unusedSeries(id: string, micros: readonly Micros[]): LedgerSeries {
  const column = microsColumn(micros.length, largestOf(micros));
  micros.forEach((each, h) => bookMicros(column, h, each));
  return {
    pool: -1,
    poolId: id,
    category: 'unused commitment',
    commitment: id,
    unit: 'committed amount',
    unitPrice: 1,
    gpusPerUnit: 0,
    quantity: Float64Array.from(micros, fromMicros),
    amountMicros: column,
    idleMicros: column.slice(),
    accounts: [],
    accountMicros: [],
  };
}

function largestOf(amounts: readonly Micros[]): Micros {
  return amounts.reduce((largest, each) => (each > largest ? each : largest), 0);
}

/** The part of a pool's paid time that is neither spot nor reserved: what rented machines draw is in their price. Work is taken to be spread evenly. */
function notRentedShare(paid: PaidHours, hours: number): number {
  if (!paid.kind.includes(SPOT) && !paid.kind.includes(RESERVED)) return 1;
  const sum = (kind?: number): number => sumColumn(replicaHoursOf(paid, hours, 1, kind));
  return sum(COMMITTED_OR_ON_DEMAND) / sum();
}

/** Unit-hours of a kind that a pool pays in each hour. */
function unitsPaid(
  { spec, usage }: PricingInput,
  pool: number,
  price: PoolPrice,
  hours: number,
  kind = COMMITTED_OR_ON_DEMAND,
): Float64Array {
  return paidUnits(usage.pools[pool].paid, hours, gpusPerNode(spec.pools[pool]), price, kind);
}

/** What of a pool commitments know nothing of, and all units that it pays by hour, those beside them among them. */
interface LinesApart {
  readonly series: readonly LedgerSeries[];
  readonly paid: Float64Array;
}

/** The spot of a pool and what is reserved of it at prices of their own, each at its hour's price, beside so many units on demand or committed. */
function linesApart(input: PricingInput, pool: number, price: PoolPrice, beside: Float64Array): LinesApart {
  const kinds = [spotKind(price, beside.length), reservedKind(input, pool, price, beside.length)].flatMap(
    (kind) => (kind === undefined ? [] : [kind]),
  );
  const units = kinds.map(({ kind }) => unitsPaid(input, pool, price, beside.length, kind));
  const paid = units.reduce((sum, each) => sum.map((before, h) => before + each[h]), beside);
  const series = kinds.map(({ kind, category, unitPrice, prices, isOnePrice }, k) => {
    const micros = Array.from(units[k], (each, h) => amountMicros(prices[h], each));
    const line = openLine(input, pool, price, beside.length, category, unitPrice, largestOf(micros));
    for (let h = 0; h < beside.length; h++) line.book(h, units[k][h], micros[h], paid[h]);
    const own = isOnePrice ? line.series : { ...line.series, unitPrices: prices };
    const unused = kind === RESERVED ? unusedPart(input, pool, own) : undefined;
    return unused === undefined ? own : { ...own, unusedMicros: unused };
  });
  return { series, paid };
}

/**
 * Of what is reserved of a pool at prices of its own: what is idle of each hour because nobody was on it, as far as tenants do not share it.
 * Replicas are taken to be on all that is reserved alike. Undefined where it is not known how much of it they were on.
 */
function unusedPart(
  { spec, usage }: PricingInput,
  pool: number,
  { amountMicros: amounts, idleMicros }: LedgerSeries,
): MicrosColumn | undefined {
  const { reservedUsedSeconds: used } = usage.pools[pool];
  const { reserved = [] } = spec.pools[pool].living ?? {};
  if (used === undefined) return undefined;
  const column = microsColumn(used.length, largestOf([...idleMicros]));
  for (let h = 0; h < used.length; h++) {
    const held = reserved.reduce(
      (sum, each) => sum + reservedSeconds(each, h * HOUR_SECONDS, (h + 1) * HOUR_SECONDS),
      0,
    );
    const unused = held > 0 ? Math.max(0, held - used[h]) : 0;
    if (unused > 0) bookMicros(column, h, leastMicros(timesMicros(amounts[h], unused, held), idleMicros[h]));
  }
  return column;
}

/** A kind of capacity with a price of its own in each hour. */
interface KindApart {
  readonly kind: number;
  readonly category: ChargeCategory;
  readonly unitPrice: number;
  readonly prices: Float64Array;
  readonly isOnePrice: boolean;
}

function spotKind({ spot }: PoolPrice, hours: number): KindApart | undefined {
  if (spot === undefined) return undefined;
  const isOnePrice = spot.steps === undefined;
  return {
    kind: SPOT,
    category: 'spot compute',
    unitPrice: isOnePrice ? spot.unitPrice : hourlySpread(spot, hours).mean,
    prices: hourlySpotPrices(spot, hours),
    isOnePrice,
  };
}

function reservedKind(
  { spec }: PricingInput,
  pool: number,
  { reserved: own }: PoolPrice,
  hours: number,
): KindApart | undefined {
  const reserved = spec.pools[pool].living?.reserved;
  if (own === undefined || reserved === undefined) return undefined;
  const prices = hourlyReservedPrices(reserved, own, hours);
  return {
    kind: RESERVED,
    category: 'reserved compute',
    unitPrice: meanPrice(reserved, own, 0, hours * HOUR_SECONDS) ?? own[0].unitPrice,
    prices,
    isOnePrice: prices.every((each) => each === prices[0]),
  };
}

/** A series of a pool, and how an hour is booked to it: `paid` units in all, of which it has `units`. */
interface OpenLine {
  readonly series: LedgerSeries;
  book(hour: number, units: number, micros: Micros, paid: number): void;
}

function openLine(
  { spec, usage, outputTokenWeight }: PricingInput,
  pool: number,
  price: PoolPrice,
  hours: number,
  category: ChargeCategory,
  unitPrice: number,
  largest: Micros,
  commitment?: string,
): OpenLine {
  const { id, gpusPerReplica } = spec.pools[pool];
  const { busySeconds, paid: levels } = usage.pools[pool];
  const replicaHours = replicaHoursOf(levels, hours, replicasPerNode(spec.pools[pool]));
  const legs = usage.legs.filter((leg) => leg.pool === pool);
  const accounts = legs.map(({ account }) => account);
  const split = createSplit(legs, outputTokenWeight);
  const parts = accounts.map(() => microsColumn(hours, largest));
  const series: LedgerSeries = {
    pool,
    poolId: id,
    category,
    ...(commitment === undefined ? {} : { commitment }),
    unit: price.unit,
    unitPrice,
    gpusPerUnit: price.gpusPerUnit,
    quantity: new Float64Array(hours),
    amountMicros: microsColumn(hours, largest),
    idleMicros: microsColumn(hours, largest),
    accounts,
    accountMicros: parts,
  };
  return {
    series,
    book(h, units, micros, paid) {
      if (units <= 0) return;
      series.quantity[h] = units;
      bookMicros(series.amountMicros, h, micros);
      const replicas = replicaHours[h];
      const busy = Math.min(1, busySeconds[h] / (replicas * HOUR_SECONDS));
      const used = Math.min(1, (replicas * gpusPerReplica) / (paid * price.gpusPerUnit));
      bookMicros(series.idleMicros, h, splitHour(split, h, micros, busy * used, parts));
    },
  };
}

/** How the accounts of one pool share its busy hours; the last place of the scratch arrays is idle's. */
interface Split {
  readonly legs: readonly LegUsage[];
  readonly outputTokenWeight: number;
  readonly weights: Float64Array;
  readonly out: Float64Array;
  readonly fractions: Float64Array;
}

function createSplit(legs: readonly LegUsage[], outputTokenWeight: number): Split {
  return {
    legs,
    outputTokenWeight,
    weights: new Float64Array(legs.length + 1),
    out: new Float64Array(legs.length + 1),
    fractions: new Float64Array(legs.length + 1),
  };
}

/** Splits an hour's amount, writes the accounts' parts and returns what is idle. */
function splitHour(
  split: Split,
  hour: number,
  amount: Micros,
  busyShare: number,
  parts: readonly MicrosColumn[],
): Micros {
  const { legs, outputTokenWeight, weights, out } = split;
  const count = legs.length;
  if (amount === 0 || !(busyShare > 0)) return amount;
  let sum = 0;
  for (let a = 0; a < count; a++) {
    const { prefillTokens, outputTokens } = legs[a];
    weights[a] = prefillTokens[hour] + outputTokenWeight * outputTokens[hour];
    sum += weights[a];
  }
  if (!(sum > 0)) return amount;
  for (let a = 0; a < count; a++) weights[a] *= busyShare / sum;
  weights[count] = 1 - busyShare;
  if (typeof amount === 'bigint') {
    const shares = apportionLarge(amount, weights, count + 1);
    for (let a = 0; a < count; a++) bookMicros(parts[a], hour, shares[a]);
    return shares[count];
  }
  apportion(amount, weights, count + 1, out, split.fractions);
  for (let a = 0; a < count; a++) bookMicros(parts[a], hour, out[a]);
  return out[count];
}
