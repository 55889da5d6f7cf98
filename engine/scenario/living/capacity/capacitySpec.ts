import type { LengthLawSpec } from '../../lengths/lengthLawSpec.ts';

/** Spot nodes of a pool, beside the replicas that are always on demand. Times are seconds of the horizon. */
export interface SpotSpec {
  /** So many replicas are on demand always: those count that are not draining and stand in for nobody. All further ones are spot. */
  readonly onDemandReplicas: number;
  /** From the notice of an interruption to the loss. */
  readonly noticeSeconds: number;
  readonly supply: SpotSupply;
  /**
   * While there is no spot a replica is on demand instead, and goes back when a node has been free for so long. Absent: it waits, unpaid.
   */
  readonly returnAfterSeconds?: number;
}

/**
 * Where nodes come from and how they are taken away. `counts`: at `seconds[i]` (ascending) there are `nodes[i]`, the newest
 * go first. `nodes`: at `seconds[i]` the node numbered `node[i]` (in order of first mention) is there or is not; a replica takes the
 * oldest free one. `lives`: there is always one to be had, and each lives by a law from when it is paid. A trace's last state holds.
 */
export type SpotSupply =
  | TracedSupply
  | {
      readonly kind: 'lives';
      readonly life: LengthLawSpec;
      /** Of interruptions: the share that takes all nodes of a zone at once, 0 to below 1. */
      readonly together: number;
      /** A replica's zone is its number modulo this. */
      readonly zones: number;
    };

/** What is recorded of a kind of capacity, as in `SpotSupply`. */
export type TracedSupply =
  | { readonly kind: 'counts'; readonly seconds: readonly number[]; readonly nodes: readonly number[] }
  | {
      readonly kind: 'nodes';
      readonly seconds: readonly number[];
      readonly node: readonly number[];
      readonly isThere: readonly boolean[];
    };

/**
 * Nodes that are a pool's from one second to another, and paid whether or not anybody is on them. `reservation`: so many of its nodes on
 * demand are always to be had, and are still the pool's, on demand, when it ends. `capacity-block`: machines of its own, taken away before the
 * end (`BLOCK_ENDS_EARLY_SECONDS`).
 */
export interface ReservedSpec {
  readonly kind: 'reservation' | 'capacity-block';
  readonly nodes: number;
  /** Before 0: there from the start. Infinity: to the end. */
  readonly fromSecond: number;
  readonly untilSecond: number;
  /** Not as machines on demand are: no commitment sees it. A block has one always. */
  readonly hasOwnPrice: boolean;
}

/** EC2 begins to end a block's machines so long before its end (EC2 user guide, Capacity Blocks). */
export const BLOCK_ENDS_EARLY_SECONDS = 1800;
/** And so long before that they are drained (Karpenter's documentation of them). */
export const BLOCK_NOTICE_SECONDS = 600;
