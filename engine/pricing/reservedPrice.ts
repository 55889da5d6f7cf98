import type { ReservedSpec } from '../scenario/living/capacity/capacitySpec.ts';
import { reservedSeconds } from '../scenario/living/capacity/reservedSeconds.ts';

/** What an hour of a unit of a pool costs as a reservation or capacity block with a price of its own. */
export interface ReservedPrice {
  /** Which of the pool's reservations and capacity blocks, from 0. */
  readonly entry: number;
  readonly kind: ReservedSpec['kind'];
  /** Machines that are paid so. */
  readonly nodes: number;
  /** In the document's currency. */
  readonly unitPrice: number;
  /** Off the list price on demand, where that is what was written. */
  readonly discount?: number;
  readonly source: string;
  readonly caution?: string;
}

const HOUR = 3600;

/**
 * By hour of the horizon: the price of a unit-hour, the mean of what holds in that hour by its nodes and seconds; in an hour in which
 * nothing does, as a draft may have them, that of all hours.
 */
export function hourlyReservedPrices(
  reserved: readonly ReservedSpec[],
  prices: readonly ReservedPrice[],
  hours: number,
): Float64Array {
  const mean = meanPrice(reserved, prices, 0, hours * HOUR) ?? prices[0].unitPrice;
  return Float64Array.from(
    { length: hours },
    (_, h) => meanPrice(reserved, prices, h * HOUR, (h + 1) * HOUR) ?? mean,
  );
}

/** Of seconds [from, until); undefined where nothing holds then. */
export function meanPrice(
  reserved: readonly ReservedSpec[],
  prices: readonly ReservedPrice[],
  from: number,
  until: number,
): number | undefined {
  let nodeSeconds = 0;
  let above = 0;
  let first: number | undefined;
  for (const { entry, unitPrice } of prices) {
    const held = reservedSeconds(reserved[entry], from, until);
    if (held === 0) continue;
    // Equal prices have exactly that one as their mean.
    first ??= unitPrice;
    nodeSeconds += held;
    above += held * (unitPrice - first);
  }
  return first === undefined ? undefined : first + above / nodeSeconds;
}
