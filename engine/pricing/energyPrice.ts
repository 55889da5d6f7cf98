import type { PoolPrice } from './poolPrice.ts';

/**
 * The price of a unit of owned hardware that pays its power by what it drew: that power, spread evenly over the units paid.
 * So the horizon's total is exact, and an hour's is not told apart. As it is where energy is not known, or nothing was paid.
 */
export function energyPrice(
  price: PoolPrice,
  kilowattHours: number | undefined,
  unitHours: number,
): PoolPrice {
  const { energy } = price;
  if (energy === undefined || kilowattHours === undefined || !(unitHours > 0)) return price;
  return { ...price, unitPrice: energy.unitPriceWithout + (energy.perKwh * kilowattHours) / unitHours };
}
