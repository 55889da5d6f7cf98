/**
 * What can happen to a living pool at an instant, in the order in which it does (docs/decisions/0013): ends of steps come
 * before all of them, arrivals of the sources between the looks and the follow-ups, and steps start last.
 */
export const EVENT = {
  /** A failure that is written down strikes a replica. */
  FAILURE: 0,
  /** What is left on a draining replica is lost. */
  DRAIN_DEADLINE: 1,
  /** A failed replica starts again. */
  REPAIRED: 2,
  /** A node that was left is paid no longer. */
  RELEASED: 3,
  PAID_FROM: 4,
  /** Its container runs: from here on it has no sample, before it is pending. */
  RUNNING: 5,
  READY: 6,
  HAND_OUT: 7,
  /** The first request of the pool's queue has waited for too long. */
  QUEUE_DEADLINE: 8,
  /** Where the window of a sample begins. */
  SAMPLE_BASE: 9,
  SAMPLE: 10,
  /** The same for KEDA's polls. */
  POLL_SAMPLE_BASE: 11,
  POLL_SAMPLE: 12,
  /** Requests in hand (or those that have arrived) are counted, for Knative and Ray Serve. */
  COUNT: 13,
  /** KEDA asks whether there is something to do: before the HPA that it made looks. */
  POLL: 14,
  /** A controller looks, or an entry of a schedule comes into force. */
  LOOK: 15,
  /** Requests of a lost replica arrive again. */
  FOLLOW_UPS: 17,
} as const;

/** Requests of the sources that arrive at an instant come after events below this, and before those above. */
export const ARRIVALS = 16;
