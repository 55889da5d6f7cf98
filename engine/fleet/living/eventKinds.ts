/**
 * What can happen to a living pool at an instant, in the order in which it does (docs/decisions/0013): ends of steps come
 * before all of them, arrivals of the sources between the looks and the follow-ups, and steps start last.
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
  /** A failed replica starts again. */
  REPAIRED: 4,
  /** A spot node has lived for as long as it was to live. */
  NOTICE: 5,
  /** Spot nodes of a whole zone are taken away. */
  ZONE_NOTICE: 6,
  /** There is less spot, by a trace. */
  FEWER_SLOTS: 7,
  /** There is more spot, by a trace, or because somebody went. */
  MORE_SLOTS: 8,
  /** Who was taken away is requested anew, and who stands in for spot may go back. */
  SUCCESSORS: 9,
  /** A node that was left is paid no longer. */
  RELEASED: 10,
  PAID_FROM: 11,
  /** Its container runs: from here on it has no sample, before it is pending. */
  RUNNING: 12,
  READY: 13,
  /** Who stands in for spot and is ready only now may go back. */
  BACK_TO_SPOT: 14,
  HAND_OUT: 15,
  /** The first request of the pool's queue has waited for too long. */
  QUEUE_DEADLINE: 16,
  /** Where the window of a sample begins. */
  SAMPLE_BASE: 17,
  SAMPLE: 18,
  /** The same for KEDA's polls. */
  POLL_SAMPLE_BASE: 19,
  POLL_SAMPLE: 20,
  /** Requests in hand (or those that have arrived) are counted, for Knative and Ray Serve. */
  COUNT: 21,
  /** KEDA asks whether there is something to do: before the HPA that it made looks. */
  POLL: 22,
  /** A controller looks, or an entry of a schedule comes into force. */
  LOOK: 23,
  /** Requests of a lost replica arrive again. */
  FOLLOW_UPS: 25,
} as const;

/** Requests of the sources that arrive at an instant come after events below this, and before those above. */
export const ARRIVALS = 24;
