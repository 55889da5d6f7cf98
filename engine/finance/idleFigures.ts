import type { TellAmount } from './exactAmounts.ts';
import {
  type CapacityMicros,
  IDLE_REASONS,
  type IdleReason,
  POOL_IDLE_REASONS,
  type PoolCapacity,
} from './usedCapacity.ts';

/** What some of the paid capacity that was not used came to: money (null without a price), and GPU-seconds (null of money that bought none). */
export interface IdlePart {
  readonly cost: number | null;
  readonly gpuSeconds: number | null;
}

/** How much of what was paid for was used. Shares are null without replicas, all of it where a simulation was given up. */
export interface CapacityFigures {
  /** Work done at the rate of full replicas, no hour more than its busy time, over the time of the replicas. */
  readonly usedShare: number | null;
  /** The same without that bound: above 1 where more is asked than replicas can do within their service levels. */
  readonly loadShare: number | null;
  /** Of the cost; with the costs of `idleByReason` it is all that is paid, exactly. Null without a price. */
  readonly usedCost: number | null;
  readonly idleByReason: Readonly<Partial<Record<IdleReason, IdlePart>>> | null;
}

/** The figures of capacities together; amounts are told at `path` (empty or ending in a dot). */
export function capacityFigures(
  capacities: readonly PoolCapacity[],
  micros: CapacityMicros | undefined,
  isOfPool: boolean,
  path: string,
  tell: TellAmount,
): CapacityFigures {
  const sum = (of: (capacity: PoolCapacity) => number): number =>
    capacities.reduce((total, capacity) => total + of(capacity), 0);
  const present = sum(({ presentGpuSeconds }) => presentGpuSeconds);
  const share = (seconds: number): number | null => (present > 0 ? seconds / present : null);
  const reasons = isOfPool ? POOL_IDLE_REASONS : IDLE_REASONS;
  return {
    usedShare: share(sum(({ usedGpuSeconds }) => usedGpuSeconds)),
    loadShare: share(sum(({ loadGpuSeconds }) => loadGpuSeconds)),
    usedCost: micros === undefined ? null : tell(`${path}usedCost`, micros.used),
    idleByReason: Object.fromEntries(
      reasons.map((reason): [IdleReason, IdlePart] => [
        reason,
        {
          cost: micros === undefined ? null : tell(`${path}idleByReason.${reason}.cost`, micros.idle[reason]),
          gpuSeconds:
            reason === 'unusedCommitment' ? null : sum(({ idleGpuSeconds }) => idleGpuSeconds[reason]),
        },
      ]),
    ),
  };
}

/** Where a simulation was given up: the use of a few minutes is that of no horizon. */
export const NO_CAPACITY: CapacityFigures = {
  usedShare: null,
  loadShare: null,
  usedCost: null,
  idleByReason: null,
};
