import { amountMicros, leastMicros, type Micros, minusMicros, plusMicros, timesMicros } from '../money.ts';
import type { CommitmentHour, CoveredUse, OpenUse } from './eligibleUse.ts';

/**
 * A promise to pay for so many units every hour, used or not: AWS Reserved Instances, Google's resource-based
 * committed-use discounts (GPUs), Azure reservations.
 */
export interface ResourceCommitment {
  readonly id: string;
  /** Units paid for every hour, in the commitment's own (normalised) unit. */
  readonly units: number;
  /** Money an hour of such a unit. */
  readonly unitPrice: number;
  /**
   * Size flexibility: how many of its units a unit of a use takes; 1 where sizes are not exchanged, undefined where
   * the use is not covered (another family, region or scope).
   */
  unitsOf(use: string): number | undefined;
}

/**
 * Covers what is left of an hour's uses by one resource commitment, in their order: at most `units` unit-hours in
 * a clock hour, whenever in it they fall. So four instances of a quarter of an hour each use one Reserved Instance
 * in full, and in one second of the hour more than one of it may run.
 *
 * Sources: AWS, "How Reserved Instances are applied" (up to 3,600 seconds a clock hour; normalisation factors);
 * Google, "Committed use discounts for resources"; Microsoft, "How reservation discounts apply".
 *
 * Changes `uses`; to the micro-unit, used + unused = units × price.
 */
export function applyResourceCommitment(
  { id, units, unitPrice, unitsOf }: ResourceCommitment,
  uses: readonly OpenUse[],
): { readonly hour: CommitmentHour; readonly covered: readonly CoveredUse[] } {
  const committedMicros = amountMicros(unitPrice, units);
  let leftUnits = units;
  let usedMicros: Micros = 0;
  const covered: CoveredUse[] = [];
  for (const use of uses) {
    const each = unitsOf(use.id);
    if (each === undefined || use.leftUnitHours <= 0 || leftUnits <= 0) continue;
    const wanted = use.leftUnitHours * each;
    const isAll = wanted <= leftUnits;
    const taken = isAll ? wanted : leftUnits;
    leftUnits -= taken;
    const unitHours = isAll ? use.leftUnitHours : taken / each;
    const onDemandMicros = isAll ? use.leftMicros : timesMicros(use.leftMicros, unitHours, use.leftUnitHours);
    // The last one takes what rounding left, so that a commitment used in full has nothing unused.
    const unused = minusMicros(committedMicros, usedMicros);
    const effectiveMicros = leftUnits <= 0 ? unused : leastMicros(amountMicros(unitPrice, taken), unused);
    usedMicros = plusMicros(usedMicros, effectiveMicros);
    covered.push({ use: use.id, commitment: id, unitHours, onDemandMicros, effectiveMicros });
    use.leftMicros = minusMicros(use.leftMicros, onDemandMicros);
    use.leftUnitHours = isAll ? 0 : use.leftUnitHours - unitHours;
  }
  return {
    hour: {
      commitment: id,
      committedMicros,
      usedMicros,
      unusedMicros: minusMicros(committedMicros, usedMicros),
    },
    covered,
  };
}
