import type { CommitmentRule } from '../../scenario/prices/commitmentSchema.ts';
import type { HeldCommitment } from '../commitments/heldCommitment.ts';
import type { PoolPrice } from '../poolPrice.ts';

/** What bills call it. */
const TYPES: Readonly<Record<CommitmentRule, string>> = {
  'aws-ec2-instance-savings-plan': 'Savings Plan',
  'aws-compute-savings-plan': 'Savings Plan',
  'aws-sagemaker-savings-plan': 'Savings Plan',
  'azure-savings-plan': 'Savings Plan',
  'aws-reserved-instance': 'Reserved Instance',
  'gcp-resource-cud': 'Committed Use Discount',
  'azure-reservation': 'Reservation',
};

/** One of what a commitment counts in: its committed price, its list price, and its name. */
export interface CommitmentUnit {
  readonly unitPrice: number;
  readonly listUnitPrice: number;
  readonly unit: string;
}

/** Reserved units go by their hours at the pool's prices; promised money by itself. */
export function commitmentUnitOf(
  { kind, prices: committed }: HeldCommitment,
  prices: readonly (PoolPrice | undefined)[],
  currency: string,
): CommitmentUnit {
  const pool = committed.findIndex((price) => price !== undefined);
  const price = prices[pool];
  if (kind === 'spend' || price === undefined) return { unitPrice: 1, listUnitPrice: 1, unit: currency };
  return {
    unitPrice: committed[pool] ?? price.unitPrice,
    listUnitPrice: price.unitPrice,
    unit: price.unit === 'GPU-hour' ? 'GPU-Hours' : 'Instance-Hours',
  };
}

/** The columns of FOCUS that say which commitment a row is of. */
export function commitmentColumns(
  { id, rule, kind }: HeldCommitment,
  currency: string,
  status: 'Used' | 'Unused' | null,
  units: number,
  cost: number | string,
) {
  const isSpend = kind === 'spend';
  return {
    CommitmentDiscountCategory: isSpend ? 'Spend' : 'Usage',
    CommitmentDiscountId: id,
    CommitmentDiscountName: id,
    CommitmentDiscountQuantity: isSpend ? cost : units,
    CommitmentDiscountStatus: status,
    CommitmentDiscountType: TYPES[rule],
    CommitmentDiscountUnit: isSpend ? currency : 'Hours',
  } as const;
}
