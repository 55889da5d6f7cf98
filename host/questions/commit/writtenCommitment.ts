import type { CommitmentDocument } from '../../../engine/scenario/prices/commitmentSchema.ts';
import { writtenStart } from '../../../engine/planning/commit/commitmentOffer.ts';
import type { WrittenCommitment } from './commitResult.ts';

/** A commitment in the words of a scenario, its start as a day, or as an hour of one. */
export function writtenCommitment(commitment: CommitmentDocument): WrittenCommitment {
  const { id, rule, units, hourly, discount, start, term, payment, pools } = commitment;
  return {
    id,
    rule,
    ...(units === undefined ? {} : { units }),
    ...(hourly === undefined ? {} : { hourly }),
    discount,
    start: writtenStart(start ?? 0),
    term,
    payment,
    ...(pools === undefined ? {} : { pools }),
  };
}
