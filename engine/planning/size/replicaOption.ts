import type { PoolSpec } from '../../scenario/spec.ts';
import type { PricedReplica } from './paidReplicas.ts';

/** What a replica is, and what it may be paid by. */
export interface ReplicaOption extends PricedReplica {
  /** One replica of it. */
  readonly pool: PoolSpec;
}
