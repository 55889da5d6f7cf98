import { z } from 'zod';
import { count, object, positive } from './fields.ts';
import { MOST_TOKENS } from './mostTokens.ts';

const wholeTokens = count.max(MOST_TOKENS);
const tokens = positive.max(MOST_TOKENS);
/** Of a lognormal law: beyond these every draw is 1 token or the most there may be, and its square leaves what floats can hold. */
const MOST_CV = 1e6;
const MOST_LOG = 100;

const bounds = { min: wholeTokens.optional(), max: wholeTokens.optional() };

const laws = {
  fixed: tokens,
  uniform: object({ min: wholeTokens, max: wholeTokens }),
  exponential: object({ mean: tokens }),
  lognormal: z.union([
    object({ p50: tokens, p90: tokens }),
    object({ mean: tokens, cv: positive.max(MOST_CV) }),
    object({ mu: z.number().min(-MOST_LOG).max(MOST_LOG), sigma: positive.max(MOST_LOG) }),
  ]),
  pareto: z.union([object({ shape: positive, min: tokens }), object({ p50: tokens, p90: tokens })]),
  histogram: z.array(object({ upTo: wholeTokens, weight: z.number().nonnegative() })).min(1),
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
  .union([tokens, ...simpleLaw(bounds), object({ mixture: z.array(part).min(1), ...bounds })])
  .describe(
    'Tokens: a number, or fixed, uniform, exponential, lognormal, pareto, histogram or mixture, with min and max',
  );
