/** What an hour of a unit of a pool costs as spot: the same unit as on demand, at another price. */
export interface SpotPrice {
  /** In the document's currency; of a price that changes, the one with which the horizon begins. */
  readonly unitPrice: number;
  /** Of a price that changes: from each second of the horizon on, in order; the first holds before, the last after. */
  readonly steps?: readonly SpotStep[];
  /** Off the list price on demand, where that is what was written. */
  readonly discount?: number;
  /** Of one that changes, where its steps are not told: of the means in time of the horizon's hours. */
  readonly byHour?: HourlySpread;
  readonly source: string;
  readonly caution?: string;
}

export interface HourlySpread {
  readonly least: number;
  readonly mean: number;
  readonly most: number;
}

/** A price from a second of the horizon on. */
export interface SpotStep {
  readonly second: number;
  readonly unitPrice: number;
}

const HOUR = 3600;

/** By hour of the horizon: the price of a unit-hour, the mean in time of one that changes (FLEET-SETTLED 17). */
export function hourlySpotPrices({ unitPrice, steps }: SpotPrice, hours: number): Float64Array {
  const prices = new Float64Array(hours).fill(unitPrice);
  if (steps === undefined) return prices;
  let now = steps[0].unitPrice;
  let next = 0;
  for (let h = 0; h < hours; h++) {
    const end = (h + 1) * HOUR;
    let since = h * HOUR;
    let sum = 0;
    for (; next < steps.length && steps[next].second < end; next++) {
      const at = Math.max(since, steps[next].second);
      sum += now * (at - since);
      since = at;
      now = steps[next].unitPrice;
    }
    prices[h] = sum === 0 ? now : (sum + now * (end - since)) / HOUR;
  }
  return prices;
}

/** How far the hours of a horizon are apart. */
export function hourlySpread(spot: SpotPrice, hours: number): HourlySpread {
  const prices = hourlySpotPrices(spot, hours);
  return {
    least: prices.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY),
    mean: prices.reduce((sum, each) => sum + each, 0) / hours,
    most: prices.reduce((most, each) => Math.max(most, each), 0),
  };
}
