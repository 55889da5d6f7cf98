import type { PoolState } from '../serving/poolState.ts';
import { cutStepShort, observe } from '../serving/replica.ts';
import { visitInHand } from '../serving/visitInHand.ts';
import { SLOT } from '../usage/requestSlot.ts';
import { isCounted, recordUnfinished, type RequestObserver } from '../usage/windowRecorder.ts';
import type { Pool } from './pool.ts';

const { ARRIVAL, COMPLETED_AT, SLOT_STRIDE } = SLOT;

/** Requests in flight of all pools, a column an attribute: there may be millions of them. */
interface InFlight {
  count: number;
  readonly sequence: Float64Array;
  readonly pool: Int32Array;
  readonly replica: Int32Array;
  readonly slot: Int32Array;
}

/**
 * Ends what is under way in all pools at their clocks: time in steps is booked up to there, and counted requests
 * in flight are booked and told to the observer, in order of arrival, with the instants they have. The pools are of no use after that.
 */
export function giveUp(pools: readonly Pool[], observer: RequestObserver | undefined): void {
  for (const { state } of pools) for (let r = 0; r < state.replicas; r++) cutStepShort(state, r);
  const most = pools.reduce((sum, { state }) => sum + state.countedInFlight, 0);
  const found: InFlight = {
    count: 0,
    sequence: new Float64Array(most),
    pool: new Int32Array(most),
    replica: new Int32Array(most),
    slot: new Int32Array(most),
  };
  pools.forEach(({ state }, pool) => {
    for (let slot = state.queueHead; slot >= 0; slot = state.next[slot])
      collect(state, pool, -1, slot, found);
    for (let r = 0; r < state.replicas; r++) {
      visitInHand(state, r, (slot) => collect(state, pool, r, slot, found));
    }
  });
  const order = Uint32Array.from({ length: found.count }, (_, i) => i).sort(
    (a, b) => found.sequence[a] - found.sequence[b],
  );
  for (const i of order) {
    const { state } = pools[found.pool[i]];
    const slot = found.slot[i];
    recordUnfinished(state.recorder, state.account[slot], state.slots[slot * SLOT_STRIDE + ARRIVAL]);
    if (observer !== undefined) observe(state, found.replica[i], slot, observer);
  }
}

/** A request in a slot, with replica r or with none (−1); only where it is counted. */
function collect(state: PoolState, pool: number, r: number, slot: number, found: InFlight): void {
  const { slots, recorder } = state;
  // What becomes of a job's items is booked when its run is over.
  if (state.items?.slots.has(slot) === true) return;
  const at = slot * SLOT_STRIDE;
  slots[at + COMPLETED_AT] = -1;
  if (!isCounted(recorder, slots[at + ARRIVAL])) return;
  const i = found.count++;
  found.sequence[i] = state.sequence[slot];
  found.pool[i] = pool;
  found.replica[i] = r;
  found.slot[i] = slot;
}
