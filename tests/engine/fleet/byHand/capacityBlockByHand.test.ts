import { describe, expect, it } from 'vitest';
import type { ReservedSpec, SpotSpec } from '../../../../engine/scenario/living/capacity/capacitySpec.ts';
import { exact, livingPool, ON_DEMAND, run } from '../../fleetOracle/handPool.ts';

const block = (nodes: number, fromSecond: number, untilSecond = 3000): ReservedSpec => ({
  kind: 'capacity-block',
  nodes,
  fromSecond,
  untilSecond,
  hasOwnPrice: true,
});
const spot = (...rows: readonly (readonly [number, number])[]): SpotSpec => ({
  onDemandReplicas: 0,
  noticeSeconds: 20,
  supply: {
    kind: 'counts',
    seconds: rows.map(([second]) => second),
    nodes: rows.map(([, nodes]) => nodes),
  },
});

/** Start-ups take 10 s unpaid and 8 s paid; a block until 3,000 has its notice at 600 and is gone at 1,200. */
describe('capacity blocks by hand', () => {
  it('take the newest that stands elsewhere, are paid throughout, and have a notice', () => {
    const { timeline, events, booked, counts } = run(livingPool({ reserved: [block(1, 60)] }, 2), []);
    expect(timeline).toEqual([
      [0, 2, 0, 2, 0, 2, 0],
      [60, 2, 1, 2, 0, 2, 0],
      [78, 2, 0, 2, 0, 1, 0],
      [600, 2, 1, 1, 0, 1, 0],
      [610, 2, 1, 1, 0, 2, 0],
      [618, 2, 0, 2, 0, 2, 0],
    ]);
    expect(events.slice(6)).toEqual([
      [60, 'requested', 2, ON_DEMAND],
      [70, 'paid', 2, 'reserved'],
      [78, 'ready', 2, 'reserved'],
      [78, 'draining', 1, ON_DEMAND],
      [78, 'gone', 1, ON_DEMAND],
      [600, 'draining', 2, 'reserved'],
      [600, 'gone', 2, 'reserved'],
      [600, 'requested', 1, ON_DEMAND],
      [610, 'paid', 1, ON_DEMAND],
      [618, 'ready', 1, ON_DEMAND],
    ]);
    expect(booked[0].reserved).toEqual([{ seconds: 2940, rises: 1, shortOfMinute: 0, shortOfHour: 660 }]);
    expect(counts.interruptions).toBe(1);
  });

  it('end half an hour early with what is still on them', () => {
    const drainSeconds = Number.POSITIVE_INFINITY;
    const requests = [{ arrival: 590, prompt: 1, output: 1000 }];
    const { rows, timeline, counts } = run(
      livingPool({ drainSeconds, reserved: [block(1, 60)] }, 1),
      requests,
    );
    expect(timeline).toEqual([
      [0, 1, 0, 1, 0, 1, 0],
      [60, 1, 1, 1, 0, 1, 0],
      [78, 1, 0, 1, 0, 0, 0],
      [600, 1, 1, 0, 1, 0, 0],
      [610, 1, 1, 0, 1, 1, 0],
      [618, 1, 0, 1, 1, 1, 0],
      [1200, 1, 0, 1, 0, 1, 0],
    ]);
    expect(rows.map(({ replica, start, end }) => [replica, start, end])).toEqual([[0, 1200, 2200]]);
    expect(counts).toMatchObject({ losses: 1, lostRequests: 1 });
  });

  it('are taken before anything else, are no part of the base, and are for those that wait', () => {
    const market = { ...spot([0, 0]), onDemandReplicas: 1 };
    const reserved = [block(1, 0, 9000), block(1, 60, 9000)];
    const { timeline, events } = run(livingPool({ spot: market, reserved }, 3), []);
    expect(timeline).toEqual([
      [0, 3, 1, 2, 0, 1, 0],
      [78, 3, 0, 3, 0, 1, 0],
    ]);
    expect(events.filter(([, what]) => what === 'paid')).toEqual([
      [0, 'paid', 0, 'reserved'],
      [0, 'paid', 1, ON_DEMAND],
      [70, 'paid', 2, 'reserved'],
    ]);
  });

  it('who is on its way to one is the successor of the one that it was to follow', () => {
    const { timeline, events } = run(
      livingPool({ spot: spot([0, 1], [65, 0]), reserved: [block(1, 60)] }, 1),
      [],
    );
    expect(timeline.slice(0, 4)).toEqual([
      [0, 1, 0, 1, 0, 0, 1],
      [60, 1, 1, 1, 0, 0, 1],
      [65, 1, 1, 0, 0, 0, 0],
      [78, 1, 0, 1, 0, 0, 0],
    ]);
    expect(events.filter(([at]) => at === 65)).toEqual([
      [65, 'draining', 0, 'spot'],
      [65, 'gone', 0, 'spot'],
    ]);
  });

  it('a scale-down takes both of a pair, and the machine is for the next', () => {
    const controller = exact([0, 2], [65, 1]);
    const { timeline, events } = run(livingPool({ controller, reserved: [block(1, 60)] }, 2), []);
    expect(timeline.slice(0, 4)).toEqual([
      [0, 2, 0, 2, 0, 2, 0],
      [60, 2, 1, 2, 0, 2, 0],
      [65, 1, 1, 1, 0, 1, 0],
      [83, 1, 0, 1, 0, 0, 0],
    ]);
    expect(events.filter(([at]) => at === 65)).toEqual([
      [65, 'gone', 2, 'reserved'],
      [65, 'draining', 1, ON_DEMAND],
      [65, 'gone', 1, ON_DEMAND],
      [65, 'requested', 1, ON_DEMAND],
    ]);
  });

  it('hold replicas of two machines, and two of one machine', () => {
    const spanning = run(livingPool({ gpusPerNode: 2, reserved: [block(3, 60, 9000)] }, 2, 4), []);
    expect(spanning.timeline).toEqual([
      [0, 2, 0, 2, 0, 4, 0],
      [60, 2, 1, 2, 0, 4, 0],
      [78, 2, 0, 2, 0, 2, 0],
    ]);
    const shared = run(livingPool({ gpusPerNode: 2, reserved: [block(1, 60, 9000)] }, 3), []);
    expect(shared.timeline).toEqual([
      [0, 3, 0, 3, 0, 2, 0],
      [60, 3, 2, 3, 0, 2, 0],
      [78, 3, 0, 3, 0, 1, 0],
    ]);
  });

  it('of forty minutes are paid and never to be had', () => {
    const { timeline, booked } = run(livingPool({ reserved: [block(1, 0, 2400)] }, 1), []);
    expect(timeline).toEqual([[0, 1, 0, 1, 0, 1, 0]]);
    expect(booked[0].reserved).toEqual([{ seconds: 2400, rises: 1, shortOfMinute: 0, shortOfHour: 1200 }]);
  });
});
