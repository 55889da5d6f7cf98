import type { OwnedDocument } from '../scenario/poolSchema.ts';

/** What an hour of an owned GPU costs, part by part. Money. */
export interface OwnedPrice {
  readonly depreciation: number;
  readonly power: number;
  readonly colocation: number;
  readonly operations: number;
  readonly perGpuHour: number;
}

const HOURS_OF_YEAR = 8760;
/** As providers count a month. */
const HOURS_OF_MONTH = 730;

/**
 * Cost of a GPU-hour of one's own: price × (1 − residual) ÷ (life × 8,760 h) + kW × PUE × price of a kWh + kW × colocation ÷ 730 h +
 * operations ÷ 730 h. It is paid whether the GPU is used or not: what is idle stands as idle, not in a utilisation.
 */
export function ownedPrice(owned: OwnedDocument): OwnedPrice {
  const { perGpu, lifeYears, residual, watts, pue, perKwh, coloPerKwMonth, opsPerGpuMonth } = owned;
  const kilowatts = watts / 1000;
  const depreciation = (perGpu * (1 - residual)) / (lifeYears * HOURS_OF_YEAR);
  const power = kilowatts * pue * perKwh;
  const colocation = (kilowatts * coloPerKwMonth) / HOURS_OF_MONTH;
  const operations = opsPerGpuMonth / HOURS_OF_MONTH;
  return {
    depreciation,
    power,
    colocation,
    operations,
    perGpuHour: depreciation + power + colocation + operations,
  };
}
