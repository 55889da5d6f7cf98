import { z } from 'zod';
import { count, duration, id, object, price, timeOfDay } from '../fields.ts';
import { lengthSchema } from '../lengths/lengthSchema.ts';

/** A job's items are held in memory, a row each. */
const MOST_ITEMS = 3_000_000;

/** Work that can wait: items that are handed to a pool, so many at a time. */
export const jobSchema = object({
  id,
  tenant: id.optional().describe('Who is charged; the job’s id where left out'),
  target: id.describe('Id of the pool that serves it'),
  items: count.max(MOST_ITEMS).describe('Of each run'),
  at: timeOfDay.describe('When it begins, UTC, such as “01:00”'),
  everyDays: count.max(3660).default(1).describe('Days from one run to the next; 1 where left out'),
  deadline: duration.optional().describe('From its beginning on; what is done later is late'),
  inFlight: count.max(1_000_000).describe('So many items are in the pool as long as there are any'),
  checkpoint: count
    .max(MOST_ITEMS)
    .optional()
    .describe(
      'A replica saves when it has done so many, and what is not saved is done again if it is lost; each is saved where left out',
    ),
  costCap: price
    .optional()
    .describe(
      'Of a run, in the scenario’s currency: it stops before its replicas cost more. Only with fleet: while-running',
    ),
  fleet: z
    .literal('while-running')
    .optional()
    .describe('The pool’s replicas are there only while the job runs; always where left out'),
  promptTokens: lengthSchema,
  outputTokens: lengthSchema.optional().describe('Left out for an encoder'),
});
export type JobDocument = z.output<typeof jobSchema>;
