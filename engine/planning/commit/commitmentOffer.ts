import type { CommitmentDocument, CommitmentOffer } from '../../scenario/commitmentSchema.ts';
import { RESOURCE_RULES } from '../../scenario/commitmentSchema.ts';

/** Whether an offer promises units of a pool; else it promises money an hour. */
export function isOfUnits({ rule }: Pick<CommitmentOffer, 'rule'>): boolean {
  return RESOURCE_RULES.includes(rule);
}

/**
 * So much of an offer, from an instant (epoch seconds) on, as a document writes it: `amount` is units or money an
 * hour. The id names offer and day, so that purchases of several months stand side by side.
 */
export function purchaseOf(
  offer: CommitmentOffer,
  amount: number,
  startEpochSeconds: number,
): CommitmentDocument {
  const day = new Date(startEpochSeconds * 1000).toISOString().slice(0, 10);
  return {
    ...offer,
    id: `${offer.id} ${day}`,
    start: startEpochSeconds,
    ...(isOfUnits(offer) ? { units: amount } : { hourly: amount }),
  };
}
