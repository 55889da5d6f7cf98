import { holdsOn } from './pricePeriods.ts';
import type { NegotiatedDiscount } from './priceSchema.ts';

/** What is off the list price of an instance on a day, as a share; 0 where nothing was agreed. Of several that hold on the day, the largest: they do not add up. */
export function negotiatedDiscount(
  negotiated: readonly NegotiatedDiscount[],
  instance: string,
  day: string,
): number {
  return negotiated
    .filter((each) => instance.startsWith(`${each.provider}/`) && holdsOn(each, day))
    .filter(({ instances }) => instances === undefined || instances.includes(instance))
    .reduce((most, { discount }) => Math.max(most, discount), 0);
}
