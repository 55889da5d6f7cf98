import { figure, decimalsFor } from '../../report/reportSection.ts';
import { percent } from '../../../engine/finance/plainText.ts';
import type { PoolPrice } from '../../../engine/pricing/poolPrice.ts';
import { shortName } from './shortName.ts';

/** What is paid for a unit, of which date the price is and who says so where there is room for it, in a line. */
export function figurePrice(price: PoolPrice, currency: string, withSource: boolean): string {
  const { unit, unitPrice, instance, validFrom, validTo, readOn, negotiated, spot, reserved = [] } = price;
  const amount = `${currency} ${figure(unitPrice, decimalsFor(unitPrice, 2))} per ${unit}`;
  const ofSpot =
    spot === undefined
      ? ''
      : `; spot at ${figure(spot.byHour?.mean ?? spot.unitPrice, decimalsFor(spot.unitPrice, 2))}${spot.byHour === undefined ? '' : ' on average'}`;
  const apart = `${ofSpot}${reservedPrices(reserved)}`;
  const source = shortName(price.source.replace(/@[0-9a-f]{40}\b/, ''), 60);
  if (instance === undefined) return `${amount}, as given in ${source}; it bears no date${apart}`;
  const isOfOneDay = validFrom !== undefined && validFrom === readOn;
  const dates = [
    ...(validFrom === undefined
      ? ['without a date of validity']
      : [isOfOneDay ? `as valid and read on ${validFrom}` : `valid from ${validFrom}`]),
    ...(validTo === undefined ? [] : [`until ${validTo}`]),
    ...(readOn === undefined || isOfOneDay ? [] : [`read on ${readOn}`]),
  ];
  const off = negotiated === undefined ? 'on demand' : `${percent(negotiated)} negotiated off the list price`;
  return `${instance} at ${amount}, ${off}, ${dates.join(', ')}${withSource ? ` (${source})` : ''}${apart}`;
}

/** “; reserved at 2.50”, or from the lowest to the highest of several. */
function reservedPrices(reserved: NonNullable<PoolPrice['reserved']>): string {
  if (reserved.length === 0) return '';
  const prices = [...new Set(reserved.map(({ unitPrice }) => unitPrice))].sort((a, b) => a - b);
  const shown = [prices[0], ...prices.slice(1).slice(-1)].map((each) => figure(each, decimalsFor(each, 2)));
  return `; reserved at ${shown.join(' to ')}`;
}
