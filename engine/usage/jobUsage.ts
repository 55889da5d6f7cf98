/** What became of one run of a job. Times are seconds of the horizon. */
export interface JobUsage {
  readonly workload: number;
  readonly startSeconds: number;
  /** When its last item was done, or it was stopped or given up. */
  readonly endSeconds: number;
  readonly items: number;
  readonly done: number;
  /** Done again, for the replica was lost that had done them and not saved. */
  readonly redone: number;
  /** Why items are left: the cap, or that the horizon's end was a day ago; absent where none is but those that never fit. */
  readonly reason?: 'cost-cap' | 'unfinished';
  /** Numbers of the items that are left, ascending; absent where all are done. */
  readonly listed?: Int32Array;
  /** Under a cap: what its replicas came to, minimums included, in the document's currency. */
  readonly owed?: number;
}
