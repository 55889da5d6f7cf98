import type { CommitmentOffer } from '../../scenario/prices/commitmentSchema.ts';
import type { PoolPrice } from '../../pricing/poolPrice.ts';

const TERMS = ['1y', '3y'] as const;

/**
 * The commitments whose prices the catalogue knows for the pools of a scenario: Google's resource-based ones, paid
 * monthly. What others ask for theirs is in no public list that was read: a document names it as `commitmentOffers`.
 */
export function catalogOffers(
  pools: readonly { readonly id: string }[],
  prices: readonly (PoolPrice | undefined)[],
): readonly CommitmentOffer[] {
  return pools.flatMap(({ id }, index) => {
    const price = prices[index];
    if (price?.instance?.startsWith('gcp/') !== true) return [];
    return TERMS.flatMap((term): CommitmentOffer[] => {
      const committed = price.committed?.[term];
      if (committed === undefined || committed >= price.unitPrice) return [];
      return [
        {
          id: `${id} ${term}`,
          rule: 'gcp-resource-cud',
          discount: 1 - committed / price.unitPrice,
          term,
          payment: 'none',
          pools: [id],
        },
      ];
    });
  });
}
