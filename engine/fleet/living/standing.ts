import { setPaid } from '../../usage/paidRecorder.ts';
import { isAnyWaiting } from './capacity/capacity.ts';
import { paidOf, reservedInUse } from './capacity/reserved.ts';
import { meterPaid } from './jobs/capMeter.ts';
import { dateCap } from './jobs/cap.ts';
import type { LivingPool } from './livingPool.ts';
import { PHASE } from './replicaSet.ts';

const { PENDING, STARTING, READY, DRAINING, IN_REPAIR } = PHASE;

/** So many more nodes of a kind are paid from now on, or fewer. */
export function pay(pool: LivingPool, now: number, kind: number, change: number): void {
  pool.paidNodes[kind] += change;
  setPaid(pool.paid, kind, now, paidOf(pool, kind, now));
  const meter = pool.jobs?.meter;
  if (meter === undefined) return;
  meterPaid(meter, kind, now, pool.paidNodes[kind]);
  dateCap(pool, now);
}

/** Writes down where replicas stand now; what stood before has been booked. */
export function noteReplicas(pool: LivingPool, now: number): void {
  const { set, recorder, wanted, paidNodes, observer } = pool;
  const { controller } = pool.living;
  const { count, phase, isPaid } = set;
  let starting = 0;
  for (let r = 0; r < set.capacity; r++) {
    if (isPaid[r] === 1 && (phase[r] === PENDING || phase[r] === STARTING)) starting++;
  }
  if ((pool.market ?? pool.stock) !== undefined && isAnyWaiting(pool)) pool.isShort = true;
  else if (count[READY] >= wanted && count[IN_REPAIR] === 0) pool.isShort = false;
  recorder.now.set([
    wanted,
    count[PENDING] + count[STARTING] + count[IN_REPAIR],
    starting,
    count[READY],
    count[DRAINING],
    controller !== undefined && 'max' in controller && count[READY] >= controller.max ? 1 : 0,
    pool.isShort ? 1 : 0,
    reservedInUse(pool, now),
  ]);
  observer?.standing(
    now,
    recorder.now,
    paidNodes.map((_, kind) => paidOf(pool, kind, now)),
  );
}
