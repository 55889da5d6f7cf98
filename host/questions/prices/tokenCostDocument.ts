import { createAmounts } from '../../../engine/finance/exactAmounts.ts';
import type { TokenCost, TokenUse } from '../../../engine/pricing/tokens/tokenCost.ts';
import type { TokenPrice } from '../../../engine/pricing/tokens/tokenPriceSchema.ts';

/** What `prices tokens --json` prints of a use of one model; lines go by what they are for in `exactAmounts`. */
export function tokenCostDocument(price: TokenPrice, use: TokenUse, cost: TokenCost) {
  const amounts = createAmounts();
  const document = {
    price,
    use,
    lines: cost.lines.map(({ micros, ...line }) => ({
      ...line,
      cost: amounts.tell(`lines.${line.what}.cost`, micros),
    })),
    total: amounts.tell('total', cost.totalMicros),
    notes: cost.notes,
  };
  const exactAmounts = amounts.exact();
  return exactAmounts === undefined ? document : { ...document, exactAmounts };
}
