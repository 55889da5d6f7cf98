/**
 * What can happen to a living pool at an instant, in the order in which it does (docs/decisions/0013): ends of steps come
 * before all of them, arrivals of the sources before the follow-ups alone, and steps start last.
 */
export const EVENT = {
  /** A node that was taken away is gone, with what is left on it. */
  LOSS: 0,
  /** A failure strikes a replica, written down or drawn. */
  FAILURE: 1,
  /** One strikes a zone. */
  ZONE_FAILURE: 2,
  /** What is left on a draining replica is lost. */
  DRAIN_DEADLINE: 3,
  /** A job's replicas have cost what they may. */
  COST_CAP: 4,
  /** A failed replica starts again. */
  REPAIRED: 5,
  /** A spot node has lived for as long as it was to live. */
  NOTICE: 6,
  /** Spot nodes of a whole zone are taken away. */
  ZONE_NOTICE: 7,
  /** There is less of some capacity, by a trace. */
  FEWER_SLOTS: 8,
  /** There is more, by a trace, or because somebody went. */
  MORE_SLOTS: 9,
  /** Who was taken away is requested anew. */
  SUCCESSORS: 10,
  /** Who stands elsewhere may go back. */
  GO_BACK: 11,
  /** A node that was left is paid no longer. */
  RELEASED: 12,
  /** Nodes are reserved from now on, or no longer. */
  RESERVED: 13,
  PAID_FROM: 14,
  /** The same cap, reached by what is paid from this instant on. */
  CAP_NOW: 15,
  /** Its container runs: from here on it has no sample, before it is pending. */
  RUNNING: 16,
  READY: 17,
  /** A rollout goes on, who waits may begin, who stands elsewhere may go back. */
  SETTLE: 18,
  /** Replicas come into service, or stand by from now on. */
  SERVICE: 19,
  HAND_OUT: 20,
  /** The first request of the pool's queue has waited for too long. */
  QUEUE_DEADLINE: 21,
  /** Where the window of a sample begins. */
  SAMPLE_BASE: 22,
  SAMPLE: 23,
  /** The same for KEDA's polls. */
  POLL_SAMPLE_BASE: 24,
  POLL_SAMPLE: 25,
  /** Requests in hand (or those that have arrived) are counted, for Knative and Ray Serve. */
  COUNT: 26,
  /** KEDA asks whether there is something to do: before the HPA that it made looks. */
  POLL: 27,
  /** A controller looks, or an entry of a schedule comes into force. */
  LOOK: 28,
  /** Jobs begin, and replicas of one that has ended are let go. */
  JOBS: 29,
  /** Every replica that is there is of an old version from now on. */
  ROLLOUT: 30,
  /** Requests of a lost replica arrive again. */
  FOLLOW_UPS: 32,
} as const;

/** Requests of the sources that arrive at an instant come after events below this, and before those above. */
export const ARRIVALS = 31;
