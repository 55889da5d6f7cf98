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
  /** By replica number: what it has completed and not saved, in that order. */
  readonly unsaved: Map<number, ItemOfRun[]>;
  /** When the replicas of a job that has ended are let go. */
  fleetEndsAt: number;
  /** The run whose replicas are there, and what it owes under a cap. */
  fleetOf: JobRun | undefined;
  meter: CapMeter | undefined;
  /** A start was not made, for it would have passed the cap. */
  isStartRefused: boolean;
}

export function createPoolJobs(runs: readonly JobRun[]): PoolJobs {
  return {
    runs,
    inPool: { slots: new Set(), done: [] },
    itemOf: new Map(),
    unsaved: new Map(),
    fleetEndsAt: Number.POSITIVE_INFINITY,
    fleetOf: undefined,
    meter: undefined,
    isStartRefused: false,
  };
}
