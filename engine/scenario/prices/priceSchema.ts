import { z } from 'zod';
import { count, durationOrZero, id, object, percentile, price } from '../fields.ts';

const day = z.iso.date('must be a day such as 2026-01-31');
const currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency code of three letters, such as USD');

const period = {
  validFrom: day.optional().describe('First day; left out where nobody knows'),
  validTo: day.optional().describe('First day on which it does not hold any more'),
};

/** A price of a whole instance, as a price file or a scenario has it. Several of one instance follow each other in time. */
export const priceRowSchema = object({
  instance: id.describe('provider/type/region, as pools name it'),
  gpu: z.string().min(1).optional(),
  gpus: count.describe('GPUs of the instance'),
  perHour: price.describe('On demand, the whole instance'),
  minimumSeconds: durationOrZero
    .optional()
    .describe('A started instance is billed for so long at least; 60s where left out'),
  spotPerHour: price.optional(),
  committedPerHour: object({ '1y': price.optional(), '3y': price.optional() })
    .optional()
    .describe('Under a commitment of the whole instance for the term'),
  ...period,
  source: z.string().min(1).optional().describe('Who says so'),
  date: day.optional().describe('Day on which it was read'),
  caution: z.string().min(1).optional().describe('Why it should not be trusted without a check'),
});
export type PriceRowDocument = z.output<typeof priceRowSchema>;

/** A rate of exchange that the user gives: one unit of `from` is `rate` units of `to`. */
const exchangeRateSchema = object({
  from: currency,
  to: currency,
  rate: price,
  date: day,
  source: z.string().min(1).optional(),
});
export type ExchangeRate = z.output<typeof exchangeRateSchema>;

/** What was agreed with a provider, off its list prices. */
const negotiatedSchema = object({
  provider: z.string().min(1).describe('As instances begin: aws, gcp, azure'),
  instances: z.array(id).min(1).optional().describe('Only these; all of the provider where left out'),
  discount: percentile.describe('Off the list price'),
  ...period,
});
export type NegotiatedDiscount = z.output<typeof negotiatedSchema>;

/** Prices beside the catalogue’s; those of the scenario come before a file’s, and a file’s before the catalogue’s. */
export const pricesSchema = object({
  file: z.string().min(1).optional().describe('Price file as fleetcast prices import writes it'),
  rows: z.array(priceRowSchema).optional().describe('Prices of one’s own, in the scenario’s currency'),
  exchangeRates: z.array(exchangeRateSchema).optional(),
  negotiated: z.array(negotiatedSchema).optional(),
});
export type PricesDocument = z.output<typeof pricesSchema>;

/** A file of prices: `fleetcast prices import` writes it, and keeps what held before. */
export const priceFileSchema = object({
  fleetcastPrices: z.literal(1),
  currency: currency.default('USD'),
  rows: z.array(priceRowSchema),
});
export type PriceFile = z.output<typeof priceFileSchema>;
