import type { CommitmentDocument, CommitmentOffer } from '../../scenario/prices/commitmentSchema.ts';
import { RESOURCE_RULES } from '../../scenario/prices/commitmentSchema.ts';

/** Whether an offer promises units of a pool; else it promises money an hour. */
export function isOfUnits({ rule }: Pick<CommitmentOffer, 'rule'>): boolean {
  return RESOURCE_RULES.includes(rule);
}

/**
 * So much of an offer, from an instant (epoch seconds) on, as a document writes it: `amount` is units or money an
 * hour. The id names offer and start, so that purchases of several months stand side by side; where one of `held` has it already (the
 * same was bought before), it is numbered.
 */
export function purchaseOf(
  offer: CommitmentOffer,
  amount: number,
  startEpochSeconds: number,
  held: readonly Pick<CommitmentDocument, 'id'>[] = [],
): CommitmentDocument {
  const plain = `${offer.id} ${writtenStart(startEpochSeconds)}`;
  const isTaken = (wanted: string): boolean => held.some(({ id: taken }) => taken === wanted);
  let id = plain;
  for (let number = 2; isTaken(id); number++) id = `${plain} (${number})`;
  return {
    ...offer,
    id,
    start: startEpochSeconds,
    ...(isOfUnits(offer) ? { units: amount } : { hourly: amount }),
  };
}

/** Whether a purchase was made of the offer, by its id. */
export function isOfOffer(purchase: CommitmentDocument, offer: Pick<CommitmentOffer, 'id'>): boolean {
  const plain = `${offer.id} ${writtenStart(purchase.start ?? 0)}`;
  return purchase.id === plain || purchase.id.startsWith(`${plain} (`);
}

/** A start as a document writes it: `2026-01-31`, with its hour where it is not midnight (UTC): `2026-01-31T13:00Z`. */
export function writtenStart(epochSeconds: number): string {
  const [day, time] = new Date(epochSeconds * 1000).toISOString().split('T');
  return time.startsWith('00:00') ? day : `${day}T${time.slice(0, 5)}Z`;
}
