import { addEvent } from './calendar.ts';
import { EVENT } from './eventKinds.ts';
import type { LivingPool } from './livingPool.ts';
import { setTakes } from './replicaLives.ts';
import { isKept, PHASE, setStandby } from './replicaSet.ts';

/** Dates that somebody comes into service or out of it, where that is so. */
export function dateService(pool: LivingPool, now: number): void {
  const { calendar, set, living } = pool;
  if ((living.warmStandby ?? 0) === 0) return;
  if (ranked(pool).some((replica, place) => set.isStandby[replica] !== standsBy(pool, place)))
    addEvent(calendar, now, EVENT.SERVICE);
}

/** The first replicas, as many as are wanted, are in service; the others stand by. */
export function serve(pool: LivingPool, now: number): void {
  const { calendar, set, state, living } = pool;
  if ((living.warmStandby ?? 0) === 0) return;
  ranked(pool).forEach((replica, place) => {
    const isStandby = standsBy(pool, place);
    if (set.isStandby[replica] === isStandby) return;
    setStandby(set, replica, isStandby);
    if (set.phase[replica] !== PHASE.READY) return;
    setTakes(pool, replica, isStandby === 1 ? 0 : 1);
    if (isStandby === 0 && state.queued > 0) addEvent(calendar, now, EVENT.HAND_OUT);
  });
}

function standsBy({ wanted }: LivingPool, place: number): 0 | 1 {
  return place < wanted ? 0 : 1;
}

/** Ready ones first, each in the order of their request. */
function ranked({ set }: LivingPool): readonly number[] {
  const { phase, requestOrder } = set;
  const isReady = (replica: number): number => (phase[replica] === PHASE.READY ? 1 : 0);
  return Array.from({ length: set.capacity }, (_, replica) => replica)
    .filter((replica) => isKept(set, replica))
    .sort((a, b) => isReady(b) - isReady(a) || requestOrder[a] - requestOrder[b]);
}
