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
 * Where spot nodes come from and how they are taken away. `counts`: at `seconds[i]` (ascending) there are `nodes[i]`, the newest
 * go first. `nodes`: at `seconds[i]` the node numbered `node[i]` (in order of first mention) is there or is not; a replica takes the
 * oldest free one. `lives`: there is always one to be had, and each lives by a law from when it is paid. A trace's last state holds.
 */
export type SpotSupply =
  | { readonly kind: 'counts'; readonly seconds: readonly number[]; readonly nodes: readonly number[] }
  | {
      readonly kind: 'nodes';
      readonly seconds: readonly number[];
      readonly node: readonly number[];
      readonly isThere: readonly boolean[];
    }
  | {
      readonly kind: 'lives';
      readonly life: LengthLawSpec;
      /** Of interruptions: the share that takes all nodes of a zone at once, 0 to below 1. */
      readonly together: number;
      /** A replica's zone is its number modulo this. */
      readonly zones: number;
    };
