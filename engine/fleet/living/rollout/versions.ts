import type { LivingPool } from '../livingPool.ts';
import { isKept, PHASE } from '../replicaSet.ts';

/** Replicas of a pool, by their version and whether they are ready. */
export interface Versions {
  readonly old: number;
  readonly oldReady: number;
  readonly fresh: number;
  readonly freshReady: number;
}

/** Counts them. */
export function versionsOf({ set, oldUntil }: LivingPool): Versions {
  const counts = { old: 0, oldReady: 0, fresh: 0, freshReady: 0 };
  for (let r = 0; r < set.capacity; r++) {
    if (!isKept(set, r)) continue;
    const isReady = set.phase[r] === PHASE.READY ? 1 : 0;
    if (set.requestOrder[r] <= oldUntil) {
      counts.old++;
      counts.oldReady += isReady;
    } else {
      counts.fresh++;
      counts.freshReady += isReady;
    }
  }
  return counts;
}
