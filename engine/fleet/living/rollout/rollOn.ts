import type { LivingPool } from '../livingPool.ts';
import { letGo } from '../replicaLives.ts';
import { firstToGo, newestOf } from '../replicaSet.ts';
import { addReplica } from '../scaleTo.ts';
import { dueRollStep } from './rollingOut.ts';
import type { RollStep } from './rollStep.ts';
import { versionsOf } from './versions.ts';

/** One step of a rollout is taken; false where there is nothing to do. */
export function rollOn(pool: LivingPool, now: number): boolean {
  const step = dueRollStep(pool);
  if (step !== undefined) take(pool, now, step);
  else if (versionsOf(pool).old === 0) pool.oldUntil = 0;
  return step !== undefined;
}

function take(pool: LivingPool, now: number, step: RollStep): void {
  const { set, oldUntil } = pool;
  if ('request' in step) {
    for (let more = step.request; more > 0; more--) addReplica(pool, now, true);
    return;
  }
  const isOld = (order: number): boolean => order <= oldUntil;
  if ('old' in step) {
    for (let more = step.old; more > 0; more--) letGo(pool, now, firstToGo(set, isOld));
    for (let more = step.fresh; more > 0; more--)
      letGo(
        pool,
        now,
        firstToGo(set, (order) => !isOld(order)),
      );
    return;
  }
  for (let more = step.notReady; more > 0; more--) letGo(pool, now, newestOf(set, false, isOld));
  for (let more = step.ready; more > 0; more--) letGo(pool, now, newestOf(set, true, isOld));
}
