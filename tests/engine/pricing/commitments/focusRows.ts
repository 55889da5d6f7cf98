import { fromMicros } from '../../../../engine/pricing/money.ts';
import type { SettledHour } from '../../../../engine/pricing/commitments/settleHour.ts';

/** The columns of a FOCUS 1.2 row that an hour under commitments decides; money in the bill's currency. */
export interface FocusCharge {
  readonly ChargeCategory: 'Usage' | 'Purchase';
  readonly ChargeFrequency: 'Usage-Based' | 'Recurring' | 'One-Time';
  readonly PricingCategory: 'Standard' | 'Committed';
  readonly ResourceId: string;
  readonly BilledCost: number;
  readonly EffectiveCost: number;
  readonly ListCost: number | null;
  readonly ConsumedQuantity: number | null;
  readonly PricingQuantity: number | null;
  readonly CommitmentDiscountId: string | null;
  readonly CommitmentDiscountQuantity: number | null;
  readonly CommitmentDiscountStatus: 'Used' | 'Unused' | null;
}

/** In which unit a commitment's quantities are: the money of its hours, or its own (normalised) unit-hours. */
export interface CommitmentUnit {
  readonly commitment: string;
  readonly category: 'Spend' | 'Usage';
  /** Money of one of its units an hour; of a spend commitment 1. */
  readonly unitPrice: number;
}

const NOTHING = {
  CommitmentDiscountId: null,
  CommitmentDiscountQuantity: null,
  CommitmentDiscountStatus: null,
} as const;

/**
 * A settled hour as FOCUS rows: covered use (billed 0, effective its share of the commitment), what is unused of each
 * commitment (on the commitment itself, nothing consumed), use on demand. Purchases are rows of their own
 * (`purchaseRow`): their effective cost is 0, for it is in the usage rows.
 * Source: FOCUS 1.2, Commitment Discounts (appendix), and its scenario files.
 */
export function focusRows(
  { covered, commitments, onDemand }: SettledHour,
  units: readonly CommitmentUnit[],
): readonly FocusCharge[] {
  const unitOf = (id: string): number => units.find(({ commitment }) => commitment === id)?.unitPrice ?? 1;
  return [
    ...covered.map(
      (use): FocusCharge => ({
        ChargeCategory: 'Usage',
        ChargeFrequency: 'Usage-Based',
        PricingCategory: 'Committed',
        ResourceId: use.use,
        BilledCost: 0,
        EffectiveCost: fromMicros(use.effectiveMicros),
        ListCost: fromMicros(use.onDemandMicros),
        ConsumedQuantity: use.unitHours,
        PricingQuantity: use.unitHours,
        CommitmentDiscountId: use.commitment,
        CommitmentDiscountQuantity: fromMicros(use.effectiveMicros) / unitOf(use.commitment),
        CommitmentDiscountStatus: 'Used',
      }),
    ),
    ...commitments
      .filter(({ unusedMicros }) => unusedMicros > 0)
      .map(
        ({ commitment, unusedMicros }): FocusCharge => ({
          ChargeCategory: 'Usage',
          ChargeFrequency: 'Usage-Based',
          PricingCategory: 'Committed',
          ResourceId: commitment,
          BilledCost: 0,
          EffectiveCost: fromMicros(unusedMicros),
          ListCost: null,
          ConsumedQuantity: null,
          PricingQuantity: null,
          CommitmentDiscountId: commitment,
          CommitmentDiscountQuantity: fromMicros(unusedMicros) / unitOf(commitment),
          CommitmentDiscountStatus: 'Unused',
        }),
      ),
    ...onDemand.map(
      ({ use, unitHours, onDemandMicros }): FocusCharge => ({
        ChargeCategory: 'Usage',
        ChargeFrequency: 'Usage-Based',
        PricingCategory: 'Standard',
        ResourceId: use,
        BilledCost: fromMicros(onDemandMicros),
        EffectiveCost: fromMicros(onDemandMicros),
        ListCost: fromMicros(onDemandMicros),
        ConsumedQuantity: unitHours,
        PricingQuantity: unitHours,
        ...NOTHING,
      }),
    ),
  ];
}

/** The purchase of a commitment: an upfront payment for all of its hours, or an hour's recurring one. */
export function purchaseRow(
  commitment: string,
  frequency: 'One-Time' | 'Recurring',
  billedMicros: number,
  unitPrice: number,
): FocusCharge {
  return {
    ChargeCategory: 'Purchase',
    ChargeFrequency: frequency,
    PricingCategory: 'Standard',
    ResourceId: commitment,
    BilledCost: fromMicros(billedMicros),
    EffectiveCost: 0,
    ListCost: null,
    ConsumedQuantity: null,
    PricingQuantity: null,
    CommitmentDiscountId: commitment,
    CommitmentDiscountQuantity: fromMicros(billedMicros) / unitPrice,
    CommitmentDiscountStatus: null,
  };
}
