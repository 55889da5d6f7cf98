import { z } from 'zod';
import { catalogRowFields, count, optionalDate, positive } from './rowFields.ts';

/** An on-demand price of a whole instance; the id is provider/type/region. */
export const instanceRowSchema = z.strictObject({
  ...catalogRowFields,
  accelerator: z.string().min(1).describe('Id of the catalogue'),
  gpus: count,
  usdPerHour: positive.describe('On demand, the whole instance'),
  validFrom: optionalDate.describe('Left out where the source is undated; `caution` then says so'),
});
export type InstanceRow = z.output<typeof instanceRowSchema>;
