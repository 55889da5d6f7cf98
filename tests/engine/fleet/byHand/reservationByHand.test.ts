import { describe, expect, it } from 'vitest';
import type { ReservedSpec, SpotSpec } from '../../../../engine/scenario/living/capacity/capacitySpec.ts';
import { exact, livingPool, ON_DEMAND, run } from '../../fleetOracle/handPool.ts';

const reservation = (
  nodes: number,
  fromSecond: number,
  untilSecond: number,
  hasOwnPrice = false,
): readonly ReservedSpec[] => [{ kind: 'reservation', nodes, fromSecond, untilSecond, hasOwnPrice }];
const spot: SpotSpec = {
  onDemandReplicas: 0,
  noticeSeconds: 20,
  supply: { kind: 'counts', seconds: [0], nodes: [9] },
};

/** Start-ups take 10 s unpaid and 8 s paid. */
describe('reservations by hand', () => {
  it('with a price of its own is paid beside what is on demand above it', () => {
    const controller = exact([0, 1], [120, 3]);
    const { timeline, booked } = run(
      livingPool({ controller, reserved: reservation(2, 60, 600, true) }, 1),
      [],
    );
    expect(timeline).toEqual([
      [0, 1, 0, 1, 0, 1, 0],
      [60, 1, 0, 1, 0, 0, 0],
      [120, 3, 2, 1, 0, 0, 0],
      [130, 3, 2, 1, 0, 1, 0],
      [138, 3, 0, 3, 0, 1, 0],
      [600, 3, 0, 3, 0, 3, 0],
    ]);
    expect(booked).toEqual([
      {
        [ON_DEMAND]: [
          // [0, 60) and [130, 600), in spells from 0 to 60 and from 130 to the end.
          { seconds: 530, rises: 2, shortOfMinute: 0, shortOfHour: 3540 },
          { seconds: 0, rises: 1, shortOfMinute: 0, shortOfHour: 0 },
          { seconds: 3000, rises: 1, shortOfMinute: 0, shortOfHour: 0 },
        ],
        spot: [],
        reserved: [
          { seconds: 0, rises: 1, shortOfMinute: 0, shortOfHour: 3060 },
          { seconds: 540, rises: 1, shortOfMinute: 0, shortOfHour: 3060 },
        ],
      },
    ]);
  });

  it('without one it is the least that is paid on demand', () => {
    const controller = exact([0, 1], [120, 3]);
    const { timeline } = run(livingPool({ controller, reserved: reservation(2, 60, 600) }, 1), []);
    expect(timeline).toEqual([
      [0, 1, 0, 1, 0, 1, 0],
      [60, 1, 0, 1, 0, 2, 0],
      [120, 3, 2, 1, 0, 2, 0],
      [130, 3, 2, 1, 0, 3, 0],
      [138, 3, 0, 3, 0, 3, 0],
    ]);
  });

  it('is to be had beside the stock, and who is on it at its end runs on', () => {
    const controller = exact([0, 2], [110, 1], [120, 2]);
    const stock = { kind: 'counts' as const, seconds: [0], nodes: [1] };
    const { timeline } = run(livingPool({ controller, stock, reserved: reservation(1, 60, 100) }, 2), []);
    expect(timeline).toEqual([
      [0, 2, 1, 1, 0, 1, 0],
      [70, 2, 1, 1, 0, 2, 0],
      [78, 2, 0, 2, 0, 2, 0],
      [110, 1, 0, 1, 0, 1, 0],
      // What is left is the one that the stock has.
      [120, 2, 1, 1, 0, 1, 0],
    ]);
  });

  it('is taken before what the stock has by name', () => {
    const controller = exact([0, 2], [60, 1], [70, 2]);
    const stock = {
      kind: 'nodes' as const,
      seconds: [0, 30, 80],
      node: [0, 0, 0],
      isThere: [true, false, true],
    };
    const { timeline } = run(livingPool({ controller, stock, reserved: reservation(1, 0, 50) }, 2), []);
    expect(timeline).toEqual([
      [0, 2, 0, 2, 0, 2, 0],
      [60, 1, 0, 1, 0, 1, 0],
      [70, 2, 1, 1, 0, 1, 0],
      [90, 2, 1, 1, 0, 2, 0],
      [98, 2, 0, 2, 0, 2, 0],
    ]);
  });

  it('while it holds the base is what it carries: new ones stand on it before spot', () => {
    const controller = exact([0, 1], [70, 3], [110, 4]);
    const { timeline, events } = run(
      livingPool({ controller, spot, reserved: reservation(2, 60, 100, true) }, 1),
      [],
    );
    expect(timeline).toEqual([
      [0, 1, 0, 1, 0, 0, 1],
      [70, 3, 2, 1, 0, 0, 1],
      [88, 3, 0, 3, 0, 0, 1],
      [100, 3, 0, 3, 0, 2, 1],
      [110, 4, 1, 3, 0, 2, 1],
      [120, 4, 1, 3, 0, 2, 2],
      [128, 4, 0, 4, 0, 2, 2],
    ]);
    expect(events.filter(([at]) => at === 80)).toEqual([
      [80, 'paid', 1, ON_DEMAND],
      [80, 'paid', 2, ON_DEMAND],
    ]);
  });

  it('carries as many as stand on its machines', () => {
    const shared = run(livingPool({ spot, gpusPerNode: 2, reserved: reservation(1, 0, Infinity) }, 3), []);
    expect(shared.timeline).toEqual([[0, 3, 0, 3, 0, 1, 1]]);
    const spanning = run(
      livingPool({ spot, gpusPerNode: 2, reserved: reservation(3, 0, Infinity) }, 2, 4),
      [],
    );
    // Two of the three; the third is paid, too.
    expect(spanning.timeline).toEqual([[0, 2, 0, 2, 0, 3, 2]]);
  });
});
