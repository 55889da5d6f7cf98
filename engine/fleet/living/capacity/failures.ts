import type { DurationSpec } from '../../../scenario/living/livingSpec.ts';
import { countFleet } from '../../../usage/fleetRecorder.ts';
import { addEvent } from '../calendar.ts';
import { kindOf } from './capacity.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import { loseRequests } from '../loseRequests.ts';
import { companionsOf, repairNodes } from './nodes.ts';
import { becomePaid, gone, setTakes } from '../replicaLives.ts';
import { enterPhase, PHASE } from '../replicaSet.ts';
import { dateStages } from '../scaleTo.ts';
import { pay } from '../standing.ts';
import { drawSeconds, drawStartUp } from '../startUp.ts';

const { FREE, PENDING, DRAINING, IN_REPAIR } = PHASE;

/** A failure strikes a replica and all that stand on its nodes: nothing where it is not paid. */
export function failReplica(pool: LivingPool, now: number, replica: number, repairLaw: DurationSpec): void {
  const { set, nodes, calendar } = pool;
  if (replica >= set.capacity || set.phase[replica] === FREE || set.isPaid[replica] === 0) return;
  pool.isShort = true;
  countFleet(pool.recorder, 'failures', now, pool.isLast);
  const repair = drawSeconds(repairLaw, pool.random);
  const struck = nodes.of[replica];
  const kind = kindOf(pool, replica);
  for (const companion of companionsOf(nodes, replica)) {
    pool.observer?.event(now, 'failed', companion, kind);
    loseRequests(pool, now, companion);
    if (set.phase[companion] === DRAINING) {
      gone(pool, now, companion);
      continue;
    }
    setTakes(pool, companion, 0);
    set.isPaid[companion] = 0;
    set.life[companion]++;
    enterPhase(set, companion, IN_REPAIR);
    addEvent(calendar, now + repair, EVENT.REPAIRED, companion, set.life[companion]);
  }
  pay(pool, now, kind, -repairNodes(struck, now + repair));
}

/** A failure strikes all replicas of a zone: those whose number leaves it as the remainder of the number of zones. */
export function failZone(pool: LivingPool, now: number, zone: number): void {
  const law = pool.living.failures?.zone;
  if (law === undefined) return;
  for (let r = zone; r < pool.set.capacity; r += law.zones) failReplica(pool, now, r, law.repairSeconds);
}

/** A failed replica starts again, without provision. */
export function repairReplica(pool: LivingPool, now: number, replica: number): void {
  enterPhase(pool.set, replica, PENDING);
  const { running, ready } = drawStartUp(pool.living.startUp, pool.random);
  // All repairs of an instant come before what is ready then.
  if (!becomePaid(pool, now, replica)) return;
  dateStages(pool, replica, now + running, now + ready);
}
