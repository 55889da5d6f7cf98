import { z } from 'zod';
import { count, object, positive } from '../fields.ts';
import { lawForms } from './lawForms.ts';
import { MOST_TOKENS } from './mostTokens.ts';

const wholeTokens = count.max(MOST_TOKENS);
const tokens = positive.max(MOST_TOKENS);

const bounds = { min: wholeTokens.optional(), max: wholeTokens.optional() };

const part = z.union(lawForms(tokens, wholeTokens, { weight: positive }));

/** Token counts of a request: a number, or a law with optional bounds. */
export const lengthSchema = z
  .union([
    tokens,
    ...lawForms(tokens, wholeTokens, bounds),
    object({ mixture: z.array(part).min(1), ...bounds }),
  ])
  .describe(
    'Tokens: a number, or fixed, uniform, exponential, lognormal, pareto, histogram or mixture, with min and max',
  );
