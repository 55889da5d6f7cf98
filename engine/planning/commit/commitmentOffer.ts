import type { CommitmentDocument, CommitmentOffer } from '../../scenario/commitmentSchema.ts';
import { RESOURCE_RULES } from '../../scenario/commitmentSchema.ts';

/** Whether an offer promises units of a pool; else it promises money an hour. */
export function isOfUnits({ rule }: Pick<CommitmentOffer, 'rule'>): boolean {
  return RESOURCE_RULES.includes(rule);
}

/**
 * So much of an offer, from an instant (epoch seconds) on, as a document writes it: `amount` is units or money an
 * hour. The id names offer and start, so that purchases of several months stand side by side.
 */
export function purchaseOf(
  offer: CommitmentOffer,
  amount: number,
  startEpochSeconds: number,
): CommitmentDocument {
  return {
    ...offer,
    id: `${offer.id} ${writtenStart(startEpochSeconds)}`,
    start: startEpochSeconds,
    ...(isOfUnits(offer) ? { units: amount } : { hourly: amount }),
  };
}

/** A start as a document writes it: `2026-01-31`, with its hour where it is not midnight (UTC): `2026-01-31T13:00Z`. */
export function writtenStart(epochSeconds: number): string {
  const [day, time] = new Date(epochSeconds * 1000).toISOString().split('T');
  return time.startsWith('00:00') ? day : `${day}T${time.slice(0, 5)}Z`;
}
