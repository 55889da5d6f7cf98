import { z } from 'zod';
import { object, positive } from '../fields.ts';

/** Of a lognormal law: beyond these every draw is the least or the most there may be, and its square leaves what floats can hold. */
const MOST_CV = 1e6;
const MOST_LOG = 100;

/**
 * The laws that are not made of others, each as a group by its own key with the keys of `extra` beside it. `amount` reads what is
 * drawn, `edge` the bounds of uniform laws and histograms.
 */
export function lawForms<
  Amount extends z.ZodType<number>,
  Edge extends z.ZodType<number>,
  Extra extends z.ZodRawShape,
>(amount: Amount, edge: Edge, extra: Extra) {
  return [
    object({ fixed: amount, ...extra }),
    object({ uniform: object({ min: edge, max: edge }), ...extra }),
    object({ exponential: object({ mean: amount }), ...extra }),
    object({
      lognormal: z.union([
        object({ p50: amount, p90: amount }),
        object({ mean: amount, cv: positive.max(MOST_CV) }),
        object({ mu: z.number().min(-MOST_LOG).max(MOST_LOG), sigma: positive.max(MOST_LOG) }),
      ]),
      ...extra,
    }),
    object({
      pareto: z.union([object({ shape: positive, min: amount }), object({ p50: amount, p90: amount })]),
      ...extra,
    }),
    object({
      histogram: z.array(object({ upTo: edge, weight: z.number().nonnegative() })).min(1),
      ...extra,
    }),
  ] as const;
}
