import type {
  CAPACITY_LABELS,
  INTERRUPTION_LABELS,
  RESERVATION_PRICE_LABELS,
  RESERVED_LABELS,
  SPOT_PRICE_LABELS,
  STOCK_LABELS,
} from '../../../../engine/scenario/living/livingLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';

export type MachinesKind = keyof typeof CAPACITY_LABELS;
export type InterruptionsKind = keyof typeof INTERRUPTION_LABELS;
export type SpotPriceKind = keyof typeof SPOT_PRICE_LABELS;
export type ReservedKind = keyof typeof RESERVED_LABELS;
export type ReservationPriceKind = keyof typeof RESERVATION_PRICE_LABELS;
export type StockKind = keyof typeof STOCK_LABELS;

/** The entries of a pool's capacity, as far as there are some. */
export function capacityOf(pool: unknown): readonly unknown[] {
  const capacity = valueAt(pool, ['capacity']);
  return Array.isArray(capacity) ? capacity : [];
}

/** Where in a pool's capacity its entry of a kind stands; below 0 where there is none. */
export function placeOfKind(pool: unknown, kind: MachinesKind): number {
  return capacityOf(pool).findIndex((entry) => valueAt(entry, ['kind']) === kind);
}

/** Where in a pool's capacity its reservations and capacity blocks stand. */
export function reservedPlaces(pool: unknown): readonly number[] {
  return capacityOf(pool).flatMap((entry, place) => (isReserved(entry) ? [place] : []));
}

function isReserved(entry: unknown): boolean {
  const kind = valueAt(entry, ['kind']);
  return kind === 'reservation' || kind === 'capacity-block';
}

/** Where in a pool's capacity the size of its machines is said: they are of one size. */
export function placeOfSize(pool: unknown): number {
  const at = capacityOf(pool).findIndex((entry) => valueAt(entry, ['gpusPerNode']) !== undefined);
  return Math.max(0, at);
}

/** What a pool's capacity begins with, of another kind: its machines stay as large as they were, and what is reserved or in stock stays. */
export function firstCapacity(kind: MachinesKind, pool: unknown): readonly object[] | undefined {
  const gpusPerNode = valueAt(pool, ['capacity', placeOfSize(pool), 'gpusPerNode']);
  const size = gpusPerNode === undefined ? {} : { gpusPerNode };
  const reserved = capacityOf(pool).filter(isReserved) as object[];
  const interruptions = valueAt(pool, ['capacity', placeOfKind(pool, 'on-demand'), 'interruptions']);
  const stock = interruptions === undefined ? {} : { interruptions };
  if (kind === 'on-demand') {
    const isSaid = reserved.some((entry) => valueAt(entry, ['gpusPerNode']) !== undefined);
    const own = { ...stock, ...(isSaid ? {} : size) };
    const entries = [...(Object.keys(own).length === 0 ? [] : [{ kind, ...own }]), ...reserved];
    return entries.length === 0 ? undefined : entries;
  }
  return [
    { kind: 'on-demand', replicas: 1, ...stock },
    ...reserved,
    {
      kind,
      interruptions: firstInterruptions('constrained'),
      // Few price lists have what spot costs.
      price: firstSpotPrice('discount'),
      ...size,
    },
  ];
}

/** A pool's capacity with so many replicas on demand always: none of them is no entry, but where it says what is in stock. */
export function withOnDemand(pool: unknown, replicas: unknown): readonly unknown[] {
  const others = capacityOf(pool).filter((entry) => valueAt(entry, ['kind']) !== 'on-demand');
  const interruptions = valueAt(pool, ['capacity', placeOfKind(pool, 'on-demand'), 'interruptions']);
  const stock = interruptions === undefined ? {} : { interruptions };
  if (replicas !== undefined) return [{ kind: 'on-demand', replicas, ...stock }, ...others];
  return interruptions === undefined ? others : [{ kind: 'on-demand', ...stock }, ...others];
}

/** A pool's capacity with machines of a size, or of that of a replica; undefined where nothing is left of it. */
export function withMachines(pool: unknown, gpusPerNode: unknown): readonly unknown[] | undefined {
  const size = gpusPerNode === undefined ? {} : { gpusPerNode };
  const at = placeOfSize(pool);
  const entries = capacityOf(pool).map((entry, place) => {
    if (place !== at) return entry;
    const { gpusPerNode: _before, ...others } = Object(entry) as Record<string, unknown>;
    return { ...others, ...size };
  });
  if (entries.length === 0) return gpusPerNode === undefined ? undefined : [{ kind: 'on-demand', ...size }];
  return withoutEmpty(entries);
}

/** A pool's capacity with what is written of stock; undefined where nothing is left of it. */
export function withStock(pool: unknown, interruptions: object | undefined): readonly unknown[] | undefined {
  const at = placeOfKind(pool, 'on-demand');
  const { interruptions: _before, ...own } = Object(capacityOf(pool)[at] ?? { kind: 'on-demand' }) as Record<
    string,
    unknown
  >;
  const others = capacityOf(pool).filter((_, place) => place !== at);
  return withoutEmpty([{ ...own, ...(interruptions && { interruptions }) }, ...others]);
}

/** A pool's capacity without the entry at a place; undefined where nothing is left of it. */
export function withoutEntry(pool: unknown, place: number): readonly unknown[] | undefined {
  return withoutEmpty(capacityOf(pool).filter((_, at) => at !== place));
}

/** An entry on demand that says nothing is none. */
function withoutEmpty(entries: readonly unknown[]): readonly unknown[] | undefined {
  const left = entries.filter((entry) => Object.keys(Object(entry)).some((key) => key !== 'kind'));
  return left.length === 0 ? undefined : left;
}

/** A pool's capacity with a new reservation or capacity block at its end; a block is of the first day of a horizon. */
export function withReserved(pool: unknown, kind: ReservedKind, start: unknown): readonly unknown[] {
  const first = typeof start === 'string' ? start.slice(0, 10) : '2026-01-01';
  const day = Date.parse(first);
  const next = new Date((Number.isNaN(day) ? 0 : day) + 86_400_000).toISOString().slice(0, 10);
  const entry =
    kind === 'reservation'
      ? { kind, nodes: 1 }
      : { kind, nodes: 1, from: first, until: next, price: { perGpuHour: 5 } };
  return [...capacityOf(pool), entry];
}

/** What the price of a reservation is given by. */
export function reservationPriceKind(price: unknown): ReservationPriceKind {
  if (price === undefined) return 'none';
  return valueAt(price, ['discount']) === undefined ? 'perGpuHour' : 'discount';
}

/** What the price of a reservation of another kind begins with. */
export function firstReservationPrice(kind: ReservationPriceKind): object | undefined {
  if (kind === 'none') return undefined;
  return kind === 'discount' ? { discount: '20%' } : { perGpuHour: 3 };
}

/** How the stock of machines on demand is written. */
export function stockKind(interruptions: unknown): StockKind {
  if (interruptions === undefined) return 'none';
  return valueAt(interruptions, ['trace']) === undefined ? 'rows' : 'trace';
}

/** How spot is taken away. */
export function interruptionsKind(interruptions: unknown): InterruptionsKind {
  const preset = valueAt(interruptions, ['preset']);
  if (preset !== undefined) return preset as InterruptionsKind;
  const kinds = ['meanHours', 'law', 'trace'] as const;
  return kinds.find((key) => valueAt(interruptions, [key]) !== undefined) ?? 'rows';
}

/** What interruptions of another kind begin with. */
export function firstInterruptions(kind: Exclude<InterruptionsKind, 'rows'>): object {
  switch (kind) {
    case 'meanHours':
      return { meanHours: 12 };
    case 'law':
      return { law: { lognormal: { p50: '1h', p90: '10h' } } };
    case 'trace':
      return { trace: './spot.txt', format: 'counts' };
    default:
      return { preset: kind };
  }
}

/** What the price of spot is given by. */
export function spotPriceKind(price: unknown): SpotPriceKind {
  if (price === undefined) return 'none';
  const kinds = ['discount', 'perGpuHour', 'trace'] as const;
  return kinds.find((key) => valueAt(price, [key]) !== undefined) ?? 'steps';
}

/** What a price of spot of another kind begins with. */
export function firstSpotPrice(kind: Exclude<SpotPriceKind, 'steps'>): object | undefined {
  switch (kind) {
    case 'none':
      return undefined;
    case 'discount':
      return { discount: '60%' };
    case 'perGpuHour':
      return { perGpuHour: 1.2 };
    case 'trace':
      return { trace: './spot-prices.csv' };
  }
}
