import { z } from 'zod';
import { catalogRowFields, count, optionalDate, positive } from './rowFields.ts';

/** An on-demand price of a whole instance; the id is provider/type/region. */
export const instanceRowSchema = z.strictObject({
  ...catalogRowFields,
  accelerator: z.string().min(1).describe('Id of the catalogue'),
  gpus: count,
  usdPerHour: positive.describe('On demand, the whole instance'),
  committedUsdPerHour: z
    .strictObject({ '1y': positive.optional(), '3y': positive.optional() })
    .optional()
    .describe('Under a commitment of the whole instance for the term; left out where unknown'),
  validFrom: optionalDate.describe('Left out where the source is undated; `caution` then says so'),
});
export type InstanceRow = z.output<typeof instanceRowSchema>;
