import { fromMicros } from '../../../engine/pricing/money.ts';
import type { TokenCost, TokenUse } from '../../../engine/pricing/tokens/tokenCost.ts';
import type { TokenPrice } from '../../../engine/pricing/tokens/tokenPriceSchema.ts';

/** What `prices tokens --json` prints of a use of one model. */
export function tokenCostDocument(price: TokenPrice, use: TokenUse, cost: TokenCost) {
  return {
    price,
    use,
    lines: cost.lines.map(({ micros, ...line }) => ({ ...line, cost: fromMicros(micros) })),
    total: fromMicros(cost.totalMicros),
    notes: cost.notes,
  };
}
