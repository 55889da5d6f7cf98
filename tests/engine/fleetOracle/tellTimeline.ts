import type { TimelineRow } from './fleetTypes.ts';
import type { LivingReplica, PoolState } from './poolState.ts';
import { paidNow } from './capacity/reserved.ts';

/** A row of the timeline, where something of it has changed since the instant before. */
export function tellTimeline(pool: PoolState): void {
  const of = (...states: LivingReplica['state'][]): number =>
    pool.replicas.filter(({ state }) => states.includes(state)).length;
  if (pool.timeline.at(-1)?.[0] === pool.now) pool.timeline.pop();
  const last = pool.timeline.at(-1) ?? [0, 0, 0, 0, 0, 0, 0];
  const paid = paidNow(pool);
  const row: TimelineRow = [
    pool.now,
    pool.wanted,
    of('starting', 'repair'),
    of('ready'),
    of('draining'),
    paid['committed-or-on-demand'],
    paid.spot,
  ];
  if (row.some((value, i) => i > 0 && value !== last[i])) pool.timeline.push(row);
}
