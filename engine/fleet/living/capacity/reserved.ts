import { COMMITTED_OR_ON_DEMAND, RESERVED } from '../../../usage/paidHours.ts';
import { setPaid } from '../../../usage/paidRecorder.ts';
import { addEvent } from '../calendar.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import { reservedAt } from '../../../scenario/living/capacity/reservedAt.ts';
import { nodesToPay } from '../../../usage/nodesToPay.ts';

/** Nodes of a kind that are paid. */
export function paidOf({ living, paidNodes }: LivingPool, kind: number, now: number): number {
  return nodesToPay(living.reserved, kind, paidNodes[kind], now);
}

/** Of the reserved nodes those that replicas are on, or that are not released yet. */
export function reservedInUse({ living: { reserved }, paidNodes }: LivingPool, now: number): number {
  if (reserved === undefined) return 0;
  const { onDemand } = reservedAt(reserved, now);
  return Math.min(onDemand, paidNodes[COMMITTED_OR_ON_DEMAND]) + paidNodes[RESERVED];
}

/** Pays what is reserved from now on, and no longer what was. */
export function payReserved(pool: LivingPool, now: number): void {
  for (const kind of [COMMITTED_OR_ON_DEMAND, RESERVED])
    setPaid(pool.paid, kind, now, paidOf(pool, kind, now));
}

/** What is reserved at `from` is paid; and it is dated when that changes. */
export function dateReserved(pool: LivingPool, from: number): void {
  const { reserved } = pool.living;
  if (reserved === undefined) return;
  payReserved(pool, from);
  for (const { fromSecond, untilSecond } of reserved) {
    for (const second of [fromSecond, untilSecond])
      if (second > from) addEvent(pool.calendar, second, EVENT.RESERVED);
    if (fromSecond > from) addEvent(pool.calendar, fromSecond, EVENT.MORE_SLOTS);
  }
}
