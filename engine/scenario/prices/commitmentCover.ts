import { nameKey } from '../../catalog/nameKey.ts';
import type { CommitmentRule } from './commitmentSchema.ts';
import { valueAt } from '../reading/problems.ts';

/** Whose the machines of a pool are, as far as its price says. */
export type Lease =
  /** `aws/p4de.24xlarge/us-east-1`: rented from a provider. */
  | {
      readonly kind: 'instance';
      readonly instance: string;
      readonly provider: string;
      /** Machines, or the managed service for models that has instance types of its own. */
      readonly service: 'machines' | 'sagemaker';
      readonly family: string;
      readonly type: string;
      readonly region: string;
    }
  /** A rate of one's own, or an instance under a name without a provider: rented, and nobody says from whom. */
  | { readonly kind: 'rate' }
  /** Hardware of one's own: no provider has a discount on it. */
  | { readonly kind: 'owned' }
  /** No price: nothing to save on. */
  | { readonly kind: 'none' };

/** A pool as commitments see it. */
export interface LeasedPool {
  readonly id: string;
  readonly lease: Lease;
}

interface RuleScope {
  /** What the provider calls it. */
  readonly name: string;
  readonly provider: string;
  readonly service: 'machines' | 'sagemaker';
  /** What one commitment is bound to: pools that differ in it need one each. */
  readonly boundTo: 'nothing' | 'family and region' | 'size and region';
  /** What it is for, to end “it is for …”. */
  readonly isFor: string;
}

/**
 * What each rule covers. Sources: AWS, Savings Plans user guide, “Plan types” (Compute: any EC2 instance; EC2 Instance: a
 * family in a region; SageMaker: its own instances, `ml.…`) and EC2 user guide, “Reserved Instances”; Google, “Committed use
 * discounts” (resources of a machine series in a region; flexible ones leave GPUs out); Microsoft, “What are Azure
 * reservations” (a size in a region) and “Azure savings plans for compute” (any size and region). Read on 2026-11-23.
 * Reserved units are counted as the pool's price counts them, so that they are of one size here, where providers
 * also convert between the sizes of a family.
 */
const SCOPES: Readonly<Record<CommitmentRule, RuleScope>> = {
  'aws-ec2-instance-savings-plan': {
    name: 'AWS EC2 Instance Savings Plan',
    provider: 'aws',
    service: 'machines',
    boundTo: 'family and region',
    isFor: 'EC2 instances of one family in one region',
  },
  'aws-compute-savings-plan': {
    name: 'AWS Compute Savings Plan',
    provider: 'aws',
    service: 'machines',
    boundTo: 'nothing',
    isFor: 'EC2 instances of AWS, of any family and region',
  },
  'aws-sagemaker-savings-plan': {
    name: 'AWS SageMaker Savings Plan',
    provider: 'aws',
    service: 'sagemaker',
    boundTo: 'nothing',
    isFor: 'instances of SageMaker, such as aws/ml.p4d.24xlarge/us-east-1',
  },
  'azure-savings-plan': {
    name: 'Azure savings plan',
    provider: 'azure',
    service: 'machines',
    boundTo: 'nothing',
    isFor: 'virtual machines of Azure, of any size and region',
  },
  'aws-reserved-instance': {
    name: 'AWS Reserved Instance',
    provider: 'aws',
    service: 'machines',
    boundTo: 'size and region',
    isFor: 'EC2 instances of one type in one region',
  },
  'gcp-resource-cud': {
    name: 'Google Cloud committed use discount',
    provider: 'gcp',
    service: 'machines',
    boundTo: 'size and region',
    isFor: 'machines of Google Cloud, of one type in one region',
  },
  'azure-reservation': {
    name: 'Azure reservation',
    provider: 'azure',
    service: 'machines',
    boundTo: 'size and region',
    isFor: 'virtual machines of Azure, of one size in one region',
  },
};

/** What the provider calls a rule, and what it is for. */
export function ruleScope(rule: CommitmentRule): Pick<RuleScope, 'name' | 'isFor' | 'boundTo'> {
  return SCOPES[rule];
}

/** Reads an instance id, `provider/type/region`; a name that does not say its provider is a rate of one's own. */
export function leaseOfInstance(instance: string): Lease {
  const [provider, type, ...region] = instance.split('/');
  if (type === undefined || provider.trim() === '') return { kind: 'rate' };
  const isSageMaker = nameKey(provider) === 'aws' && nameKey(type).startsWith('ml.');
  // AWS has the family before the point; nobody else's rules ask for it.
  const [family] = (isSageMaker ? type.slice(type.indexOf('.') + 1) : type).split('.');
  return {
    kind: 'instance',
    instance,
    provider: nameKey(provider),
    service: isSageMaker ? 'sagemaker' : 'machines',
    family: nameKey(family),
    type: nameKey(type),
    region: nameKey(region.join('/')),
  };
}

/** Whose the machines of a pool are, by its `price` as a document has it, checked or not. */
export function leaseOfPrice(price: unknown): Lease {
  const instance = valueAt(price, ['instance']);
  if (typeof instance === 'string') return leaseOfInstance(instance);
  if (valueAt(price, ['owned']) !== undefined) return { kind: 'owned' };
  return valueAt(price, ['perGpuHour']) === undefined ? { kind: 'none' } : { kind: 'rate' };
}

/** Whether a commitment that names the pool may cover it: of its provider and service, or nobody says of whose. */
export function mayCover(rule: CommitmentRule, lease: Lease): boolean {
  if (lease.kind === 'rate') return true;
  const { provider, service } = SCOPES[rule];
  return lease.kind === 'instance' && lease.provider === provider && lease.service === service;
}

/**
 * The pools that a commitment covers: of those it names, or of all, what its rule may cover. Without names a pool whose
 * price does not say its provider is left out as soon as another pool's does: the two can be told apart then, and
 * only the document can say that it is this provider's, too.
 */
export function coveredPools(
  { rule, pools: named }: { readonly rule: CommitmentRule; readonly pools?: readonly string[] | undefined },
  pools: readonly LeasedPool[],
): readonly LeasedPool[] {
  const covered = pools.filter(({ lease }) => mayCover(rule, lease));
  if (named !== undefined) return covered.filter(({ id }) => named.includes(id));
  const isTold = pools.some(({ lease }) => lease.kind === 'instance');
  return isTold ? covered.filter(({ lease }) => lease.kind === 'instance') : covered;
}

/**
 * Pools in groups that one commitment of the rule can cover together. Where a family is asked for, a rate of one's own goes with
 * any; where a size is, its units are its own.
 */
export function coverGroups(
  rule: CommitmentRule,
  pools: readonly LeasedPool[],
): readonly (readonly LeasedPool[])[] {
  const { boundTo } = SCOPES[rule];
  const covered = pools.filter(({ lease }) => mayCover(rule, lease));
  if (boundTo === 'nothing') return covered.length === 0 ? [] : [covered];
  const groups = new Map<string, LeasedPool[]>();
  const rates: LeasedPool[] = [];
  for (const pool of covered) {
    const { lease } = pool;
    if (lease.kind !== 'instance') {
      if (boundTo === 'family and region') rates.push(pool);
      else groups.set(`rate of ${pool.id}`, [pool]);
      continue;
    }
    const key = `${boundTo === 'family and region' ? lease.family : lease.type}/${lease.region}`;
    groups.set(key, [...(groups.get(key) ?? []), pool]);
  }
  if (groups.size === 0) return rates.length === 0 ? [] : [rates];
  return [...groups.values()].map((group) => [...group, ...rates]);
}
