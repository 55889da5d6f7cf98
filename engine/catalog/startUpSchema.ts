import { z } from 'zod';
import { catalogRowFields, positive } from './rowFields.ts';

const notNegative = z.number().min(0);
const gigabytes = z.number().min(0).describe('Of the model, 10^9 bytes');

/** One figure, and where it is from where that is another place than the rest of the row. */
const origin = {
  source: z.string().min(1),
  date: catalogRowFields.date,
  caution: catalogRowFields.caution,
};

/** How long one stage takes: always the same, anything between two times, by a rate at which bytes come, or by model size. */
const stageSchema = z.union([
  z.strictObject({ seconds: notNegative, ...origin }),
  z.strictObject({ from: notNegative, to: positive, ...origin }),
  z.strictObject({ gigabytesPerSecond: positive, ...origin }),
  z.strictObject({
    bySize: z
      .array(z.strictObject({ gigabytes, seconds: notNegative }))
      .min(2)
      .describe('Ascending: linear between, held outside'),
    ...origin,
  }),
]);
export type StartUpStageRow = z.output<typeof stageSchema>;

/** A way in which replicas come to be: what each stage takes that it has; others take no time. */
export const startUpRowSchema = z.strictObject({
  ...catalogRowFields,
  name: z.string().min(1),
  stages: z.strictObject({
    provision: stageSchema.optional(),
    boot: stageSchema.optional(),
    image: stageSchema.optional(),
    weights: stageSchema.optional(),
    warmUp: stageSchema.optional(),
  }),
});
export type StartUpRow = z.output<typeof startUpRowSchema>;
