import type {
  CAPACITY_LABELS,
  INTERRUPTION_LABELS,
  SPOT_PRICE_LABELS,
} from '../../../../engine/scenario/living/livingLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';

export type MachinesKind = keyof typeof CAPACITY_LABELS;
export type InterruptionsKind = keyof typeof INTERRUPTION_LABELS;
export type SpotPriceKind = keyof typeof SPOT_PRICE_LABELS;

/** The entries of a pool's capacity, as far as there are some. */
export function capacityOf(pool: unknown): readonly unknown[] {
  const capacity = valueAt(pool, ['capacity']);
  return Array.isArray(capacity) ? capacity : [];
}

/** Where in a pool's capacity its entry of a kind stands; below 0 where there is none. */
export function placeOfKind(pool: unknown, kind: MachinesKind): number {
  return capacityOf(pool).findIndex((entry) => valueAt(entry, ['kind']) === kind);
}

/** Where in a pool's capacity the size of its machines is said: they are of one size. */
export function placeOfSize(pool: unknown): number {
  const at = capacityOf(pool).findIndex((entry) => valueAt(entry, ['gpusPerNode']) !== undefined);
  return Math.max(0, at);
}

/** What a pool's capacity begins with, of another kind: its machines stay as large as they were. */
export function firstCapacity(kind: MachinesKind, pool: unknown): readonly object[] | undefined {
  const gpusPerNode = valueAt(pool, ['capacity', placeOfSize(pool), 'gpusPerNode']);
  const size = gpusPerNode === undefined ? {} : { gpusPerNode };
  if (kind === 'on-demand') return gpusPerNode === undefined ? undefined : [{ kind, ...size }];
  return [
    { kind: 'on-demand', replicas: 1 },
    {
      kind,
      interruptions: firstInterruptions('constrained'),
      // Few price lists have what spot costs.
      price: firstSpotPrice('discount'),
      ...size,
    },
  ];
}

/** A pool's capacity with so many replicas on demand always: none of them is no entry. */
export function withOnDemand(pool: unknown, replicas: unknown): readonly unknown[] {
  const others = capacityOf(pool).filter((entry) => valueAt(entry, ['kind']) !== 'on-demand');
  return replicas === undefined ? others : [{ kind: 'on-demand', replicas }, ...others];
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
