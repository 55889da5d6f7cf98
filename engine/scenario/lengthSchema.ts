import { z } from 'zod';
import { count, object, positive } from './fields.ts';

const bounds = { min: count.optional(), max: count.optional() };

const laws = {
  fixed: positive,
  uniform: object({ min: count, max: count }),
  exponential: object({ mean: positive }),
  lognormal: z.union([
    object({ p50: positive, p90: positive }),
    object({ mean: positive, cv: positive }),
    object({ mu: z.number(), sigma: positive }),
  ]),
  pareto: z.union([object({ shape: positive, min: positive }), object({ p50: positive, p90: positive })]),
  histogram: z.array(object({ upTo: count, weight: z.number().nonnegative() })).min(1),
};

const simpleLaw = <Extra extends z.ZodRawShape>(extra: Extra) =>
  [
    object({ fixed: laws.fixed, ...extra }),
    object({ uniform: laws.uniform, ...extra }),
    object({ exponential: laws.exponential, ...extra }),
    object({ lognormal: laws.lognormal, ...extra }),
    object({ pareto: laws.pareto, ...extra }),
    object({ histogram: laws.histogram, ...extra }),
  ] as const;

const part = z.union(simpleLaw({ weight: positive }));

/** Token counts of a request: a number, or a law with optional bounds. */
export const lengthSchema = z
  .union([z.number().positive(), ...simpleLaw(bounds), object({ mixture: z.array(part).min(1), ...bounds })])
  .describe(
    'Tokens: a number, or fixed, uniform, exponential, lognormal, pareto, histogram or mixture, with min and max',
  );
