import type { ItemsInPool } from '../../../serving/itemsDone.ts';
import type { CapMeter } from './capMeter.ts';
import type { JobRun } from './jobRun.ts';

/** One item of a run. */
export interface ItemOfRun {
  readonly run: JobRun;
  readonly item: number;
}

/** The jobs of one living pool. */
export interface PoolJobs {
  readonly runs: readonly JobRun[];
  readonly inPool: ItemsInPool;
  /** Which item a slot holds. */
  readonly itemOf: Map<number, ItemOfRun>;
  /** By replica number and run: the items that it has completed and not saved, in that order. */
  readonly unsaved: Map<number, Map<JobRun, number[]>>;
  /** When the replicas of a job that has ended are let go. */
  fleetEndsAt: number;
  /** The run whose replicas are there, and what it owes under a cap. */
  fleetOf: JobRun | undefined;
  meter: CapMeter | undefined;
  /** Items completed so far, and those that somebody was told of. */
  completed: number;
  told: number;
  /** Told now and then of so many more; it may throw, to stop. */
  readonly onItems: (items: number) => void;
  /** A start was not made, for it would have passed the cap. */
  isStartRefused: boolean;
}

/** None of whose runs has begun. */
export function createPoolJobs(runs: readonly JobRun[], onItems: (items: number) => void): PoolJobs {
  return {
    runs,
    inPool: { slots: new Set(), done: [] },
    itemOf: new Map(),
    unsaved: new Map(),
    fleetEndsAt: Number.POSITIVE_INFINITY,
    fleetOf: undefined,
    meter: undefined,
    completed: 0,
    told: 0,
    onItems,
    isStartRefused: false,
  };
}
