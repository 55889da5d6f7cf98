import type { StartUpSpec } from './living/livingSpec.ts';
import type { PowerDocument, PriceDocument } from './poolSchema.ts';
import { resolvePower } from './resolvePower.ts';
import type { BatchingSpec, FrontEndSpec, KvGroupsSpec, PoolSpec, StepTimeSpec } from './spec.ts';

/** What the catalogue and the memory plan say of a pool. */
export interface ResolvedPoolPhysics {
  readonly stepTime: StepTimeSpec;
  readonly batching: Omit<BatchingSpec, 'kvBlocks' | 'kvGroups'>;
  readonly kvBlocks: number;
  /** Layers with a window have blocks of their own. */
  readonly kvGroups?: KvGroupsSpec;
  readonly maxContextTokens?: number;
  readonly frontEnd?: FrontEndSpec;
  readonly isEncoder?: true;
  /** Of the catalogue, where the document's start-up asks for it. */
  readonly startUp?: StartUpSpec;
  /** Of a GPU, where the catalogue has it. */
  readonly tdpWatts?: number;
}

/** What a document says of a pool, as far as it is simulated. */
type PoolPlan = Pick<PoolSpec, 'id' | 'replicas' | 'gpusPerReplica' | 'balance'> & {
  readonly power?: PowerDocument | undefined;
  readonly price?: PriceDocument | undefined;
};

/**
 * A pool made ready to simulate. An encoder's prompts are never cut, whatever the document says; and where groups of
 * layers have blocks of their own, those of preempted sequences are not followed.
 */
export function resolvePool(
  { id, replicas, gpusPerReplica, balance, power, price }: PoolPlan,
  {
    stepTime,
    batching: { keepsPreempted, ...batching },
    kvBlocks,
    kvGroups,
    maxContextTokens,
    frontEnd,
    isEncoder,
    tdpWatts,
  }: ResolvedPoolPhysics,
): PoolSpec {
  return {
    id,
    replicas,
    gpusPerReplica,
    balance,
    batching: {
      ...batching,
      kvBlocks,
      ...(kvGroups ? { kvGroups } : keepsPreempted && { keepsPreempted }),
      ...(isEncoder && { chunkedPrefill: false }),
    },
    stepTime,
    ...(maxContextTokens === undefined ? {} : { maxContextTokens }),
    ...(frontEnd && { frontEnd }),
    ...(isEncoder && { isEncoder }),
    ...(power && { power: resolvePower(power, gpusPerReplica, tdpWatts, price) }),
  };
}
