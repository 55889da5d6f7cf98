/**
 * Work that can wait: items that a job hands to its pool, so many at a time, until all are done or a cap stops it. Times are seconds of
 * the horizon.
 */
export interface JobSpec {
  readonly items: number;
  readonly firstSecond: number;
  /** It starts again so much later, with as many items. Absent: once. */
  readonly everySeconds?: number;
  /** From its start on; what is done later is late. */
  readonly deadlineSeconds?: number;
  /** So many items are in the pool as long as there are any. */
  readonly inFlight: number;
  /** A replica's items are saved whenever it has completed so many; those since are done again when it is lost. Absent: each is saved. */
  readonly checkpoint?: number;
  /** The pool's replicas are there only while the job runs. */
  readonly fleet?: 'while-running';
  /** Only with a fleet of its own. */
  readonly cap?: JobCapSpec;
}

/** The job stops at the instant at which what its pool owes, minimums of what is started included, would pass `amount`. */
export interface JobCapSpec {
  readonly amount: number;
  /** As the document has it, where that is a little more. */
  readonly written?: number;
  /** Of each of PAID_KINDS. */
  readonly byKind: readonly CapPriceSpec[];
}

/** What is owed of a kind: whole units, as many as the nodes that are paid take up, by the second. */
export interface CapPriceSpec {
  /** One for all time, or one for each hour of the horizon (the last holds). */
  readonly pricePerUnitSecond: number | readonly number[];
  /** 1 where GPUs are paid one by one. */
  readonly gpusPerUnit: number;
  /** A unit is paid for so long at least. */
  readonly minimumSeconds: number;
}
