import { z } from 'zod';
import { optionalDate, positive } from '../../catalog/rowFields.ts';
import { notNegative } from '../../scenario/fields.ts';

/** What a hosted model asks for tokens, money a million. What is left out is not offered, or not known. */
export const tokenPriceSchema = z.strictObject({
  model: z.string().min(1),
  provider: z.string().min(1),
  input: notNegative,
  output: notNegative,
  cachedInput: notNegative.optional().describe('Prompt tokens that are read from its cache'),
  cacheWrite: notNegative.optional().describe('Prompt tokens that are written to it, for minutes'),
  cacheWriteHour: notNegative.optional().describe('The same, for an hour'),
  batch: z.strictObject({ input: notNegative, output: notNegative }).optional(),
  longContext: z
    .strictObject({
      above: positive.describe('Prompt tokens of a request'),
      input: notNegative,
      output: notNegative,
    })
    .optional(),
  perImage: notNegative.optional(),
  validFrom: optionalDate,
  validTo: optionalDate.describe('First day on which it does not hold any more'),
  source: z.string().min(1),
  date: z.iso.date(),
  caution: z.string().min(1).optional(),
});
export type TokenPrice = z.output<typeof tokenPriceSchema>;

/** The file of them. */
export const tokenPriceFileSchema = z.strictObject({
  fleetcastTokenPrices: z.literal(1),
  models: z.array(tokenPriceSchema).min(1),
});
