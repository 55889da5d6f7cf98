import { amountMicros, leastMicros, minusMicros, timesMicros } from '../money.ts';
import type { CommitmentHour, CoveredUse, OpenUse } from './eligibleUse.ts';

/**
 * A promise to spend so much an hour, at committed prices: AWS Savings Plans, Azure savings plans, Google's
 * flexible committed-use discounts.
 */
export interface SpendCommitment {
  readonly id: string;
  /** Money an hour, at committed prices. */
  readonly hourly: number;
  /** The committed price of an hour of a unit of a use; undefined where the commitment does not cover it. */
  committedPrice(use: string): number | undefined;
}

/**
 * Covers what is left of an hour's uses by one spend commitment. The use with the greatest discount comes
 * first, of equals the one with the lowest committed price; each takes from the commitment its cost at that price,
 * until the hour's amount is used up. The rest of a use stays on demand, the rest of the amount is lost.
 *
 * Sources: AWS, "Understanding how Savings Plans apply to your usage" (highest savings percentage first, then the
 * lowest rate; a leftover of one hour cannot be used in another); Microsoft, "How a savings plan discount is
 * applied" (greatest discount first, use it or lose it).
 *
 * Changes `uses`; to the micro-unit, used + unused = the hour's amount, and covered + left = what was left before.
 */
export function applySpendCommitment(
  { id, hourly, committedPrice }: SpendCommitment,
  uses: readonly OpenUse[],
): { readonly hour: CommitmentHour; readonly covered: readonly CoveredUse[] } {
  const committedMicros = amountMicros(hourly, 1);
  let left = committedMicros;
  const covered: CoveredUse[] = [];
  const eligible = uses
    .flatMap((use) => {
      const price = committedPrice(use.id);
      return price === undefined || use.leftMicros <= 0 ? [] : [{ use, price }];
    })
    .sort((a, b) => {
      const discount = a.price / a.use.onDemandPrice - b.price / b.use.onDemandPrice;
      return discount !== 0 ? discount : a.price - b.price;
    });
  for (const { use, price } of eligible) {
    if (left <= 0) break;
    const wanted = amountMicros(price, use.leftUnitHours);
    const effectiveMicros = leastMicros(left, wanted);
    const share = wanted > left ? Number(left) / Number(wanted) : 1;
    const onDemandMicros = share === 1 ? use.leftMicros : timesMicros(use.leftMicros, share);
    const unitHours = use.leftUnitHours * share;
    covered.push({ use: use.id, commitment: id, unitHours, onDemandMicros, effectiveMicros });
    use.leftMicros = minusMicros(use.leftMicros, onDemandMicros);
    use.leftUnitHours = share === 1 ? 0 : use.leftUnitHours - unitHours;
    left = minusMicros(left, effectiveMicros);
  }
  return {
    hour: {
      commitment: id,
      committedMicros,
      usedMicros: minusMicros(committedMicros, left),
      unusedMicros: left,
    },
    covered,
  };
}
