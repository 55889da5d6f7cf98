import { amountMicros, type Micros, plusMicros, totalMicros } from '../money.ts';
import type { CommitmentHour, CoveredUse, EligibleUse, OpenUse, UncoveredUse } from './eligibleUse.ts';
import { applyResourceCommitment, type ResourceCommitment } from './resourceCommitment.ts';
import { applySpendCommitment, type SpendCommitment } from './spendCommitment.ts';

/** The commitments that hold in an hour, each list in the order in which its provider applies them. */
export interface HeldCommitments {
  readonly resources: readonly ResourceCommitment[];
  readonly spends: readonly SpendCommitment[];
}

/** One clock hour, settled. */
export interface SettledHour {
  readonly covered: readonly CoveredUse[];
  readonly onDemand: readonly UncoveredUse[];
  readonly commitments: readonly CommitmentHour[];
  /** Committed amounts + the rest on demand, micro-units. */
  readonly totalMicros: Micros;
}

/**
 * Settles an hour's uses under all commitments that hold: first those for resources (AWS: Reserved Instances;
 * Google: resource-based discounts; Azure: reservations), then those for spend, in the order given (AWS: EC2
 * Instance plans before Compute plans; Azure: three years before one, narrow scopes before wide ones), then on demand.
 * Spot use is outside of all of it: it is neither covered nor counted, and is not to be given here.
 *
 * Exactly: total = covered at effective cost + unused commitment + on demand.
 */
export function settleHour(
  uses: readonly EligibleUse[],
  { resources, spends }: HeldCommitments,
): SettledHour {
  const open = uses.map(
    (use): OpenUse => ({
      ...use,
      leftUnitHours: use.unitHours,
      leftMicros: amountMicros(use.onDemandPrice, use.unitHours),
    }),
  );
  const settled = [
    ...resources.map((commitment) => applyResourceCommitment(commitment, open)),
    ...spends.map((commitment) => applySpendCommitment(commitment, open)),
  ];
  const onDemand = open
    .filter(({ leftMicros, leftUnitHours }) => leftMicros > 0 || leftUnitHours > 0)
    .map(({ id, leftUnitHours, leftMicros }) => ({
      use: id,
      unitHours: leftUnitHours,
      onDemandMicros: leftMicros,
    }));
  const commitments = settled.map(({ hour }) => hour);
  return {
    covered: settled.flatMap(({ covered }) => covered),
    onDemand,
    commitments,
    totalMicros: plusMicros(
      totalMicros(commitments.map(({ committedMicros }) => committedMicros)),
      totalMicros(onDemand.map(({ onDemandMicros }) => onDemandMicros)),
    ),
  };
}
