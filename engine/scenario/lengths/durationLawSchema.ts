import { z } from 'zod';
import { duration, durationOrZero, object, positive } from '../fields.ts';
import { lawForms } from './lawForms.ts';

const part = z.union(lawForms(duration, durationOrZero, { weight: positive }));

/** How long something takes: a duration, or a law of durations as of lengths (whose parameters then are durations). */
export const durationLawSchema = z
  .union([
    durationOrZero,
    ...lawForms(duration, durationOrZero, {}),
    object({ mixture: z.array(part).min(1) }),
  ])
  .meta({
    // Many fields take it: the JSON Schema has it once.
    id: 'duration',
    description:
      'A duration such as 90s or 2min, or fixed, uniform, exponential, lognormal, pareto, histogram or mixture of durations',
  });
export type DurationDocument = z.output<typeof durationLawSchema>;
