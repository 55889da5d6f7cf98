import {
  coverGroups,
  coveredPools,
  type LeasedPool,
  leaseOfPrice,
  mayCover,
} from '../../../engine/scenario/prices/commitmentCover.ts';
import type { CommitmentRule } from '../../../engine/scenario/prices/commitmentSchema.ts';
import { valueAt } from '../../../engine/scenario/reading/problems.ts';

/** One for each provider and service, the widest of its rules. */
const FIRST_RULES: readonly CommitmentRule[] = [
  'aws-compute-savings-plan',
  'gcp-resource-cud',
  'azure-savings-plan',
  'aws-sagemaker-savings-plan',
];

/** The pools of a document as commitments see them. */
export function leasedPoolsOf(raw: unknown): readonly LeasedPool[] {
  const pools = valueAt(raw, ['pools']);
  if (!Array.isArray(pools)) return [];
  return pools.flatMap((pool: unknown) => {
    const id = valueAt(pool, ['id']);
    return typeof id === 'string' ? [{ id, lease: leaseOfPrice(valueAt(pool, ['price'])) }] : [];
  });
}

/**
 * An offer to begin with, of the first pool's provider that has any: for every pool that it can cover where that is one
 * commitment, else for the first of them. Its discount is illustrative: no public list has what one was offered.
 */
export function newOffer(raw: unknown, id: string): Readonly<Record<string, unknown>> {
  const pools = leasedPoolsOf(raw);
  const known = pools.filter(({ lease }) => lease.kind === 'instance');
  const rule =
    known.flatMap(({ lease }) => FIRST_RULES.filter((each) => mayCover(each, lease))).at(0) ?? FIRST_RULES[0];
  const covered = coveredPools({ rule }, pools);
  const groups = coverGroups(rule, covered.length > 0 ? covered : pools);
  const isNamed = groups.length > 0 && (groups.length > 1 || covered.length === 0);
  return {
    id,
    rule,
    discount: '25%',
    term: '1y',
    payment: 'none',
    ...(isNamed ? { pools: groups[0].map((pool) => pool.id) } : {}),
  };
}
