import { describe, expect, it } from 'vitest';
import type { SpotSpec, TracedSupply } from '../../../../engine/scenario/living/capacity/capacitySpec.ts';
import { exact, fixed, livingPool, ON_DEMAND, run } from '../../fleetOracle/handPool.ts';

const counts = (...rows: readonly (readonly [number, number])[]): TracedSupply => ({
  kind: 'counts',
  seconds: rows.map(([second]) => second),
  nodes: rows.map(([, nodes]) => nodes),
});
const names = (...rows: readonly (readonly [number, number, boolean])[]): TracedSupply => ({
  kind: 'nodes',
  seconds: rows.map(([second]) => second),
  node: rows.map(([, node]) => node),
  isThere: rows.map(([, , isThere]) => isThere),
});
const spot = (supply: TracedSupply, more: Partial<SpotSpec> = {}): SpotSpec => ({
  onDemandReplicas: 0,
  noticeSeconds: 20,
  supply,
  ...more,
});

/** Start-ups take 10 s unpaid and 8 s paid. */
describe('stock on demand by hand', () => {
  it('who finds none waits, unpaid, until there is one more', () => {
    const controller = exact([0, 1], [60, 3], [120, 1]);
    const { timeline } = run(livingPool({ controller, stock: counts([0, 2], [90, 3]) }, 1), []);
    expect(timeline).toEqual([
      [0, 1, 0, 1, 0, 1, 0],
      [60, 3, 2, 1, 0, 1, 0],
      [70, 3, 2, 1, 0, 2, 0],
      [78, 3, 1, 2, 0, 2, 0],
      [100, 3, 1, 2, 0, 3, 0],
      [108, 3, 0, 3, 0, 3, 0],
      [120, 1, 0, 1, 0, 1, 0],
    ]);
  });

  it('before the first row there is nothing', () => {
    const { timeline } = run(livingPool({ stock: counts([20, 1]) }, 1), []);
    expect(timeline).toEqual([
      [0, 1, 1, 0, 0, 0, 0],
      [30, 1, 1, 0, 0, 1, 0],
      [38, 1, 0, 1, 0, 1, 0],
    ]);
  });

  it('a drop takes nobody’s machine, and what was held above it is not free when it is left', () => {
    const controller = exact([0, 3], [40, 2], [50, 3]);
    const stock = counts([0, 3], [30, 1], [80, 3]);
    const { timeline, counts: counted } = run(livingPool({ controller, stock }, 3), []);
    expect(timeline).toEqual([
      [0, 3, 0, 3, 0, 3, 0],
      [40, 2, 0, 2, 0, 2, 0],
      [50, 3, 1, 2, 0, 2, 0],
      [90, 3, 1, 2, 0, 3, 0],
      [98, 3, 0, 3, 0, 3, 0],
    ]);
    expect(counted.interruptions).toBe(0);
  });

  it('who leaves as its last step ends makes room at that instant', () => {
    const rollout = { seconds: [60], surge: { replicas: 1 }, unavailable: { replicas: 1 } };
    const requests = [55, 55].map((arrival) => ({ arrival, prompt: 1, output: 10 }));
    const { timeline } = run(livingPool({ rollout, stock: counts([0, 2]) }, 2), requests);
    expect(timeline).toEqual([
      [0, 2, 0, 2, 0, 2, 0],
      // Two new ones wait: one above the number, and one for the one that drains.
      [60, 2, 2, 1, 1, 2, 0],
      [65, 2, 2, 1, 0, 1, 0],
      [75, 2, 2, 1, 0, 2, 0],
      [83, 2, 1, 1, 0, 1, 0],
      [93, 2, 1, 1, 0, 2, 0],
      [101, 2, 0, 2, 0, 2, 0],
    ]);
  });

  it('a repair keeps its machine', () => {
    const controller = exact([0, 1], [20, 2]);
    const failures = { repairSeconds: fixed(40), at: [{ second: 30, replica: 0 }] };
    const { timeline } = run(livingPool({ controller, failures, stock: counts([0, 1]) }, 1), []);
    expect(timeline).toEqual([
      [0, 1, 0, 1, 0, 1, 0],
      [20, 2, 1, 1, 0, 1, 0],
      [30, 2, 2, 0, 0, 0, 0],
      [70, 2, 2, 0, 0, 1, 0],
      [78, 2, 1, 1, 0, 1, 0],
    ]);
  });

  it('a fallback that finds none waits for either, and is one when it finds stock', () => {
    const waits = (...rows: readonly (readonly [number, number])[]) => {
      const market = spot(counts([0, 1], [30, 0], ...rows), { returnAfterSeconds: 60 });
      return run(livingPool({ spot: market, stock: counts([0, 0], [60, 1]) }, 1), []);
    };
    const fallback = waits();
    expect(fallback.timeline).toEqual([
      [0, 1, 0, 1, 0, 0, 1],
      [30, 1, 1, 0, 0, 0, 0],
      [70, 1, 1, 0, 0, 1, 0],
      [78, 1, 0, 1, 0, 1, 0],
    ]);
    expect(fallback.counts).toMatchObject({ interruptions: 1, fallbacks: 1 });
    const back = waits([50, 1]);
    expect(back.timeline.slice(2)).toEqual([
      [60, 1, 1, 0, 0, 0, 1],
      [68, 1, 0, 1, 0, 0, 1],
    ]);
    expect(back.counts).toMatchObject({ interruptions: 1, fallbacks: 0 });
  });

  it('the base waits for stock and holds up nobody that waits for spot', () => {
    const market = spot(counts([0, 1], [20, 2]), { onDemandReplicas: 1 });
    const { timeline } = run(livingPool({ spot: market, stock: counts([0, 0], [40, 1]) }, 3), []);
    expect(timeline).toEqual([
      [0, 3, 2, 1, 0, 0, 1],
      [30, 3, 2, 1, 0, 0, 2],
      [38, 3, 1, 2, 0, 0, 2],
      [50, 3, 1, 2, 0, 1, 2],
      [58, 3, 0, 3, 0, 1, 2],
    ]);
  });

  it('a fallback that goes back makes room on demand at that instant', () => {
    // The base fails and is let go; the new one finds one machine, which the fallback has.
    const controller = exact([0, 2], [25, 1], [30, 2]);
    const failures = { repairSeconds: fixed(100), at: [{ second: 20, replica: 0 }] };
    const market = spot(counts([0, 0], [35, 1]), { onDemandReplicas: 1, returnAfterSeconds: 10 });
    const stock = counts([0, 2], [22, 1]);
    const { timeline, events } = run(livingPool({ controller, failures, spot: market, stock }, 2), []);
    expect(timeline).toEqual([
      [0, 2, 0, 2, 0, 2, 0],
      [20, 2, 1, 1, 0, 1, 0],
      [25, 1, 0, 1, 0, 1, 0],
      [30, 2, 1, 1, 0, 1, 0],
      [45, 2, 2, 1, 0, 1, 0],
      [55, 2, 2, 1, 0, 1, 1],
      [63, 2, 1, 1, 0, 0, 1],
      [73, 2, 1, 1, 0, 1, 1],
      [81, 2, 0, 2, 0, 1, 1],
    ]);
    expect(events.slice(-5)).toEqual([
      [63, 'ready', 2, 'spot'],
      [63, 'draining', 1, ON_DEMAND],
      [63, 'gone', 1, ON_DEMAND],
      [73, 'paid', 0, ON_DEMAND],
      [81, 'ready', 0, ON_DEMAND],
    ]);
  });

  it('by name: one that went while it was held is free when it has come back', () => {
    const first = [
      [0, 0, true],
      [0, 1, true],
      [20, 0, false],
    ] as const;
    const gone = run(
      livingPool({ controller: exact([0, 1], [40, 0], [50, 2]), stock: names(...first, [60, 0, true]) }, 1),
      [],
    );
    expect(gone.timeline).toEqual([
      [0, 1, 0, 1, 0, 1, 0],
      [40, 0, 0, 0, 0, 0, 0],
      [50, 2, 2, 0, 0, 0, 0],
      [60, 2, 2, 0, 0, 1, 0],
      [68, 2, 1, 1, 0, 1, 0],
      [70, 2, 1, 1, 0, 2, 0],
      [78, 2, 0, 2, 0, 2, 0],
    ]);
    // It came last then: the other is taken first, and is nobody's loss when it goes.
    const back = run(
      livingPool(
        {
          controller: exact([0, 1], [40, 0], [50, 2], [80, 1], [90, 2]),
          stock: names(...first, [35, 0, true], [70, 1, false]),
        },
        1,
      ),
      [],
    );
    expect(back.timeline.slice(2)).toEqual([
      [50, 2, 2, 0, 0, 0, 0],
      [60, 2, 2, 0, 0, 2, 0],
      [68, 2, 0, 2, 0, 2, 0],
      [80, 1, 0, 1, 0, 1, 0],
      [90, 2, 1, 1, 0, 1, 0],
      [100, 2, 1, 1, 0, 2, 0],
      [108, 2, 0, 2, 0, 2, 0],
    ]);
  });

  it('a replica of two machines waits for two, and two of one machine wait together', () => {
    const spanning = run(livingPool({ stock: counts([0, 3], [30, 4]), gpusPerNode: 2 }, 2, 4), []);
    expect(spanning.timeline).toEqual([
      [0, 2, 1, 1, 0, 2, 0],
      [40, 2, 1, 1, 0, 4, 0],
      [48, 2, 0, 2, 0, 4, 0],
    ]);
    const market = spot(counts([0, 0]), { returnAfterSeconds: 60 });
    const shared = run(livingPool({ spot: market, stock: counts([0, 0], [30, 1]), gpusPerNode: 2 }, 2), []);
    expect(shared.timeline).toEqual([
      [0, 2, 2, 0, 0, 0, 0],
      [40, 2, 2, 0, 0, 1, 0],
      [48, 2, 0, 2, 0, 1, 0],
    ]);
    expect(shared.counts.fallbacks).toBe(2);
  });
});
