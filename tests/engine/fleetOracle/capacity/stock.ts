import type { TracedSupply } from '../../../../engine/scenario/living/capacity/capacitySpec.ts';
import type { FleetNode, PoolState } from '../poolState.ts';
import { nodesOnReservation } from './reserved.ts';

/**
 * Nodes on demand that are to be had. Nobody's is taken away, so that there is nothing to remember of them but who holds which: what is free
 * is what there is now and is not held.
 */

/** Those on demand that somebody has, those in repair among them. */
function heldNodes(pool: PoolState): FleetNode[] {
  return pool.nodes.filter(
    ({ kind, isWaiting }) => !isWaiting && (kind === 'on-demand' || kind === 'fallback'),
  );
}

/** The names that are there, in the order in which they came; rows of one instant count as what they come to. */
function namesThere({ seconds, node, isThere }: TracedSupply & { kind: 'nodes' }, now: number): number[] {
  let there: number[] = [];
  for (const instant of new Set(seconds.filter((second) => second <= now))) {
    const rows = seconds.flatMap((second, row) => (second === instant ? [row] : []));
    for (const row of rows.filter((one) => node.lastIndexOf(node[one], rows[rows.length - 1]) === one)) {
      const name = node[row];
      if (!isThere[row]) there = there.filter((other) => other !== name);
      else if (!there.includes(name)) there.push(name);
    }
  }
  return there;
}

/** Before the first row there is nothing but what is reserved. */
function freeByCount(pool: PoolState, { seconds, nodes }: TracedSupply & { kind: 'counts' }): number {
  const there = nodes[seconds.findLastIndex((second) => second <= pool.now)] ?? 0;
  return there + nodesOnReservation(pool) - heldNodes(pool).length;
}

/** Whether all of these can be had; then they are. */
export function takeStock(pool: PoolState, nodes: readonly FleetNode[]): boolean {
  const { stock } = pool.living;
  if (stock === undefined) return true;
  if (stock.kind === 'counts') return freeByCount(pool, stock) >= nodes.length;
  const held = heldNodes(pool);
  const free = namesThere(stock, pool.now).filter(
    (name) => !held.some(({ stockName }) => stockName === name),
  );
  // What is reserved has no names, and is taken first.
  const onReservation = held.filter(({ stockName }) => stockName === undefined).length;
  const reserved = Math.max(0, nodesOnReservation(pool) - onReservation);
  if (reserved + free.length < nodes.length) return false;
  nodes.forEach((node, i) => {
    node.stockName = i < reserved ? undefined : free[i - reserved];
  });
  return true;
}
