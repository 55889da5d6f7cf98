import type { CommitmentDocument, CommitmentRule } from '../../scenario/prices/commitmentSchema.ts';
import { RESOURCE_RULES } from '../../scenario/prices/commitmentSchema.ts';
import {
  coveredPools,
  type Lease,
  type LeasedPool,
  leaseOfInstance,
} from '../../scenario/prices/commitmentCover.ts';
import type { PoolPrice, PriceInput } from '../poolPrice.ts';

/** A commitment made ready to price hours of a horizon: plain data. */
export interface HeldCommitment {
  readonly id: string;
  readonly rule: CommitmentRule;
  readonly kind: 'spend' | 'resource';
  /** Hours of the horizon in which it holds: [from, until); it may begin before and end after. */
  readonly fromHour: number;
  readonly untilHour: number;
  /** Money an hour at committed prices, whether used or not. */
  readonly hourly: number;
  /** Off the on-demand price: an hour of it covers hourly / (1 − discount) of use at on-demand prices. */
  readonly discount: number;
  /** Units an hour; 0 for a promise of money. */
  readonly units: number;
  /** Committed price of a unit-hour by index of the pool; undefined where it does not cover the pool. */
  readonly prices: readonly (number | undefined)[];
  /** Share of all payments that is due at the start. */
  readonly upfrontShare: number;
  /** Where it comes among those that hold in an hour. */
  readonly rank: number;
}

/** Hours of a term: a year of 8,760 hours (AWS, "What are Savings Plans": 31,536,000 seconds). */
const TERM_HOURS = { '1y': 8760, '3y': 26_280 } as const;
const UPFRONT = { none: 0, partial: 0.5, all: 1 } as const;

/**
 * In which order rules apply: reservations of resources first; EC2 Instance Savings Plans before the others (AWS,
 * "Understanding how Savings Plans apply to your usage").
 */
const RULE_ORDER: Readonly<Record<CommitmentRule, number>> = {
  'aws-reserved-instance': 0,
  'gcp-resource-cud': 1,
  'azure-reservation': 2,
  'aws-ec2-instance-savings-plan': 3,
  'aws-sagemaker-savings-plan': 4,
  'aws-compute-savings-plan': 5,
  'azure-savings-plan': 6,
};

/** A pool as commitments see it, before its price is looked up. */
export interface CommittedPool {
  readonly id: string;
  readonly price?: PriceInput | undefined;
}

function leasedPools(
  pools: readonly CommittedPool[],
  prices: readonly (PoolPrice | undefined)[],
): readonly LeasedPool[] {
  return pools.map((pool, index) => ({ id: pool.id, lease: leaseOf(pool, prices[index]) }));
}

/** The ids of the pools that a commitment or an offer covers. */
export function coveredIds(
  commitment: Pick<CommitmentDocument, 'rule' | 'pools'>,
  pools: readonly CommittedPool[],
  prices: readonly (PoolPrice | undefined)[],
): readonly string[] {
  return coveredPools(commitment, leasedPools(pools, prices)).map(({ id }) => id);
}

function leaseOf({ price: written }: CommittedPool, price: PoolPrice | undefined): Lease {
  if (price === undefined) return { kind: 'none' };
  if (price.instance !== undefined) return leaseOfInstance(price.instance);
  return written !== undefined && 'owned' in written ? { kind: 'owned' } : { kind: 'rate' };
}

/**
 * The commitments of a document, in the order in which they apply: by rule; of Azure's savings plans those of three
 * years before those of one; then those of fewer pools; then as written. Prices are in the order of the pools. Each
 * covers what `coveredPools` says, which a document's checks have seen to be right.
 */
export function heldCommitments(
  commitments: readonly CommitmentDocument[],
  pools: readonly CommittedPool[],
  prices: readonly (PoolPrice | undefined)[],
  horizonStart: number,
): readonly HeldCommitment[] {
  const leased = leasedPools(pools, prices);
  return commitments
    .map((commitment): HeldCommitment => {
      const { id, rule, discount, term, payment, start } = commitment;
      const kind = RESOURCE_RULES.includes(rule) ? 'resource' : 'spend';
      const covered = coveredPools(commitment, leased).map((pool) => pool.id);
      const committed = pools.map((pool, index) => {
        const price = prices[index];
        return price === undefined || !covered.includes(pool.id)
          ? undefined
          : price.unitPrice * (1 - discount);
      });
      const fromHour = ((start ?? horizonStart) - horizonStart) / 3600;
      const units = commitment.units ?? 0;
      // A reserved unit is of one kind: the first pool's, where several are covered.
      const unitPrice = committed.find((price) => price !== undefined) ?? 0;
      return {
        id,
        rule,
        kind,
        fromHour,
        untilHour: fromHour + TERM_HOURS[term],
        hourly: kind === 'resource' ? units * unitPrice : (commitment.hourly ?? 0),
        discount,
        units,
        prices: committed,
        upfrontShare: UPFRONT[payment],
        rank:
          RULE_ORDER[rule] * 1e6 +
          (rule === 'azure-savings-plan' && term === '1y' ? 5e5 : 0) +
          covered.length,
      };
    })
    .sort((a, b) => a.rank - b.rank);
}
