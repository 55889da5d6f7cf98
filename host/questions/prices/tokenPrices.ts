import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { nearest } from '../../../engine/scenario/reading/nearest.ts';
import { holdsOn } from '../../../engine/scenario/prices/pricePeriods.ts';
import { type TokenPrice, tokenPriceFileSchema } from '../../../engine/pricing/tokens/tokenPriceSchema.ts';
import { InputProblemError } from '../../files/inputProblem.ts';

const SHIPPED = join(import.meta.dirname, '..', '..', '..', 'scenarios', 'prices', 'tokens.yaml');

/** The prices of hosted models that come along. */
export function tokenPrices(): readonly TokenPrice[] {
  return tokenPriceFileSchema.parse(parse(readFileSync(SHIPPED, 'utf8'), { schema: 'core' })).models;
}

/** The price of a model on a day. Throws `InputProblemError` where there is none of that name. */
export function tokenPriceOf(model: string, day: string): TokenPrice {
  const prices = tokenPrices();
  const named = prices.filter((each) => each.model.toLowerCase() === model.toLowerCase());
  const found = named.find((each) => holdsOn(each, day));
  if (found !== undefined) return found;
  const near = nearest(
    model,
    prices.map((each) => each.model),
  );
  throw new InputProblemError([
    {
      file: '--model',
      path: '',
      message: `there is no price of “${model}” on ${day}`,
      suggestion: near === undefined ? 'fleetcast prices tokens lists all of them' : `did you mean ${near}?`,
    },
  ]);
}
