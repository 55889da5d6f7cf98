import { inHandOf } from '../../serving/inHand.ts';
import { LAYOUT } from '../../serving/poolState.ts';
import { bookFleet } from '../../usage/fleetRecorder.ts';
import { dropEvent, nextEventKind, nextEventSeconds } from './calendar.ts';
import { EVENT } from './eventKinds.ts';
import type { LivingPool } from './livingPool.ts';
import { gone } from './replicaLives.ts';
import { PHASE } from './replicaSet.ts';
import { noteReplicas, pay } from './standing.ts';

const { DRAINING } = PHASE;
const { REAL_STRIDE, START } = LAYOUT;

/** Draining replicas whose last request was done by the clock are gone, in the order in which that came about. */
export function releaseDrained(pool: LivingPool): void {
  const { set, state } = pool;
  while (set.count[DRAINING] > 0) {
    let first = -1;
    let at = Number.POSITIVE_INFINITY;
    for (let r = 0; r < set.capacity; r++) {
      if (set.phase[r] !== DRAINING || inHandOf(state, r) > 0) continue;
      const ended = state.real[r * REAL_STRIDE + START];
      if (ended < at) {
        at = ended;
        first = r;
      }
    }
    if (first < 0) return;
    endPayments(pool, at);
    bookFleet(pool.recorder, at);
    gone(pool, at, first, pool.living.releaseSeconds);
    noteReplicas(pool, at);
  }
}

/** Payment ends for a node of a kind that was left before. */
export function endPayment(pool: LivingPool, now: number, kind: number): void {
  pool.releases[kind]--;
  pay(pool, now, kind, -1);
}

/** Nothing that was left is paid any longer. */
export function endReleases(pool: LivingPool, now: number): void {
  pool.releases.forEach((nodes, kind) => {
    if (nodes > 0) pay(pool, now, kind, -nodes);
  });
  pool.releases.fill(0);
  pool.releasesEnded++;
}

/** What was drained at one instant may be paid no longer before another is drained. */
function endPayments(pool: LivingPool, before: number): void {
  const { calendar } = pool;
  for (;;) {
    const at = nextEventSeconds(calendar);
    if (!(at < before) || nextEventKind(calendar) !== EVENT.RELEASED) return;
    const kind = calendar.subject[0];
    const isVoid = calendar.life[0] !== pool.releasesEnded;
    dropEvent(calendar);
    if (isVoid) continue;
    bookFleet(pool.recorder, at);
    endPayment(pool, at, kind);
    noteReplicas(pool, at);
  }
}
