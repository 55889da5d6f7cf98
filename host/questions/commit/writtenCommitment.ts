import type { CommitmentDocument } from '../../../engine/scenario/commitmentSchema.ts';
import type { WrittenCommitment } from './commitResult.ts';

/** A commitment in the words of a scenario, its start as a day. */
export function writtenCommitment(commitment: CommitmentDocument): WrittenCommitment {
  const { id, rule, units, hourly, discount, start, term, payment, pools } = commitment;
  return {
    id,
    rule,
    ...(units === undefined ? {} : { units }),
    ...(hourly === undefined ? {} : { hourly }),
    discount,
    start: new Date((start ?? 0) * 1000).toISOString().slice(0, 10),
    term,
    payment,
    ...(pools === undefined ? {} : { pools }),
  };
}
