import {
  BLOCK_ENDS_EARLY_SECONDS,
  BLOCK_NOTICE_SECONDS,
  type ReservedSpec,
  type TracedSupply,
} from '../../../scenario/living/capacity/capacitySpec.ts';
import type { LivingSpec } from '../../../scenario/living/livingSpec.ts';
import { COMMITTED_OR_ON_DEMAND, RESERVED } from '../../../usage/paidHours.ts';
import { setPaid } from '../../../usage/paidRecorder.ts';
import { addEvent } from '../calendar.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import { reservedAt } from '../../../scenario/living/capacity/reservedAt.ts';
import { nodesToPay } from '../../../usage/nodesToPay.ts';

/** Of the reserved nodes those that replicas are on, or that are not released yet. */
export function reservedInUse({ living: { reserved }, paidNodes }: LivingPool, now: number): number {
  if (reserved === undefined) return 0;
  const { onDemand } = reservedAt(reserved, now);
  return Math.min(onDemand, paidNodes[COMMITTED_OR_ON_DEMAND]) + paidNodes[RESERVED];
}

/** Pays what is reserved from now on, and no longer what was. */
export function payReserved(pool: LivingPool, now: number): void {
  for (const kind of [COMMITTED_OR_ON_DEMAND, RESERVED])
    setPaid(pool.paid, kind, now, nodesToPay(pool.living.reserved, kind, pool.paidNodes[kind], now));
}

/** What is reserved at `from` is paid; and it is dated when that changes. */
export function dateReserved(pool: LivingPool, from: number): void {
  const { reserved } = pool.living;
  if (reserved === undefined) return;
  payReserved(pool, from);
  for (const { fromSecond, untilSecond } of reserved) {
    for (const second of [fromSecond, untilSecond])
      if (second > from) addEvent(pool.calendar, second, EVENT.RESERVED);
  }
}

/** Nodes on demand that there are for a pool, reserved ones among them; undefined where there are always some. */
export function stockSupply({ stock, reserved = [] }: LivingSpec): TracedSupply | undefined {
  const open = reserved.filter(({ kind }) => kind === 'reservation');
  if (stock === undefined || open.length === 0) return stock;
  return stock.kind === 'counts' ? withMore(stock, open) : withNodes(stock, open);
}

/** Nodes of capacity blocks that replicas may be on; undefined without any. */
export function blockSupply({ reserved = [] }: LivingSpec): TracedSupply | undefined {
  const blocks = reserved
    .filter(({ kind }) => kind === 'capacity-block')
    .map((block) => ({
      ...block,
      untilSecond: block.untilSecond - BLOCK_ENDS_EARLY_SECONDS - BLOCK_NOTICE_SECONDS,
    }));
  return blocks.length === 0 ? undefined : withMore({ kind: 'counts', seconds: [], nodes: [] }, blocks);
}

type Supply<Kind> = Extract<TracedSupply, { kind: Kind }>;

function withMore({ seconds, nodes }: Supply<'counts'>, more: readonly ReservedSpec[]): Supply<'counts'> {
  const borders = more.flatMap(({ fromSecond, untilSecond }) => [Math.max(0, fromSecond), untilSecond]);
  const all = [...new Set([...seconds, ...borders.filter(Number.isFinite)])].sort((a, b) => a - b);
  const own = (second: number): number => nodes[seconds.findLastIndex((each) => each <= second)] ?? 0;
  const reserved = (second: number): number =>
    more.reduce(
      (sum, each) => (each.fromSecond <= second && second < each.untilSecond ? sum + each.nodes : sum),
      0,
    );
  return { kind: 'counts', seconds: all, nodes: all.map((second) => own(second) + reserved(second)) };
}

/** Reserved ones have names of their own. */
function withNodes(stock: Supply<'nodes'>, more: readonly ReservedSpec[]): Supply<'nodes'> {
  let next = stock.node.reduce((most, node) => Math.max(most, node), -1) + 1;
  const rows = stock.seconds.map((second, row) => ({
    second,
    node: stock.node[row],
    isThere: stock.isThere[row],
  }));
  for (const { nodes, fromSecond, untilSecond } of more) {
    for (let n = 0; n < nodes; n++, next++) {
      rows.push({ second: Math.max(0, fromSecond), node: next, isThere: true });
      if (Number.isFinite(untilSecond)) rows.push({ second: untilSecond, node: next, isThere: false });
    }
  }
  rows.sort((a, b) => a.second - b.second);
  return {
    kind: 'nodes',
    seconds: rows.map(({ second }) => second),
    node: rows.map(({ node }) => node),
    isThere: rows.map(({ isThere }) => isThere),
  };
}
