import type { LivingPool } from '../livingPool.ts';
import { letGo } from '../replicaLives.ts';
import { firstToGo, newestOf } from '../replicaSet.ts';
import { addReplica } from '../scaleTo.ts';
import { nextRollStep, type RollStep } from './rollStep.ts';
import { versionsOf } from './versions.ts';

/** Every replica that is there is old from now on, and is to be replaced. */
export function beginRollout(pool: LivingPool, now: number): void {
  pool.oldUntil = pool.set.requested;
  rollOn(pool, now);
}

/** Does what a rollout may do by now, step by step. */
export function rollOn(pool: LivingPool, now: number): void {
  for (;;) {
    const step = nextRollStep(pool, versionsOf(pool));
    if (step === undefined) break;
    take(pool, now, step);
  }
  if (versionsOf(pool).old === 0) pool.oldUntil = 0;
}

function take(pool: LivingPool, now: number, step: RollStep): void {
  const { set, oldUntil } = pool;
  if ('request' in step) {
    for (let more = step.request; more > 0; more--) addReplica(pool, now, true);
    return;
  }
  if (!('count' in step)) {
    letGo(
      pool,
      now,
      firstToGo(set, (order) => order <= oldUntil === (step.letGo === 'old')),
    );
    return;
  }
  for (let more = step.count; more > 0; more--)
    letGo(
      pool,
      now,
      newestOf(set, step.letGo === 'old ready', (order) => order <= oldUntil),
    );
}
