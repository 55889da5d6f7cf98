import { describe, expect, it } from 'vitest';
import type { SpotSpec } from '../../../../engine/scenario/living/capacity/capacitySpec.ts';
import { exact, fixed, livingPool, ON_DEMAND, run } from '../../fleetOracle/handPool.ts';

/** Start-ups take 10 s unpaid and 8 s paid. */
const spot = (more: Partial<SpotSpec>): SpotSpec => ({
  onDemandReplicas: 0,
  noticeSeconds: 20,
  supply: { kind: 'counts', seconds: [0], nodes: [9] },
  ...more,
});
const counts = (...rows: readonly (readonly [number, number])[]): SpotSpec['supply'] => ({
  kind: 'counts',
  seconds: rows.map(([second]) => second),
  nodes: rows.map(([, nodes]) => nodes),
});

describe('spot capacity by hand', () => {
  it('a notice on a machine is one, whoever stands on it; they wait for one together', () => {
    const living = { spot: spot({ supply: counts([0, 2], [60, 1], [90, 2]) }), gpusPerNode: 2 };
    const { timeline, events, counts: counted } = run(livingPool(living, 4), []);
    expect(timeline).toEqual([
      [0, 4, 0, 4, 0, 0, 2],
      [60, 4, 2, 2, 0, 0, 1],
      [100, 4, 2, 2, 0, 0, 2],
      [108, 4, 0, 4, 0, 0, 2],
    ]);
    expect(events.filter(([at]) => at === 60)).toEqual([
      [60, 'draining', 2, 'spot'],
      [60, 'gone', 2, 'spot'],
      [60, 'draining', 3, 'spot'],
      [60, 'gone', 3, 'spot'],
      [60, 'requested', 2, ON_DEMAND],
      [60, 'requested', 3, ON_DEMAND],
    ]);
    expect(counted).toMatchObject({ interruptions: 1, fallbacks: 0, losses: 0 });
  });

  it('a replica of two machines waits for two', () => {
    const living = { spot: spot({ supply: counts([0, 2], [30, 3], [60, 4]) }), gpusPerNode: 2 };
    const { timeline } = run(livingPool(living, 2, 4), []);
    expect(timeline).toEqual([
      [0, 2, 1, 1, 0, 0, 2],
      [70, 2, 1, 1, 0, 0, 4],
      [78, 2, 0, 2, 0, 0, 4],
    ]);
  });

  it('who waits is served in order of request, and the last of them goes first', () => {
    // 0 is ready, 1 begins at 50, and 2 waits; then 1 is taken away and asked for anew.
    const controller = exact([0, 3], [60, 2]);
    const supply = counts([0, 1], [50, 2], [55, 1], [56, 2]);
    const { timeline, events } = run(livingPool({ controller, spot: spot({ supply }) }, 3), []);
    expect(events.slice(5)).toEqual([
      [55, 'gone', 1, 'spot'],
      [55, 'requested', 1, ON_DEMAND],
      [60, 'gone', 1, 'spot'],
      [66, 'paid', 2, 'spot'],
      [74, 'ready', 2, 'spot'],
    ]);
    expect(timeline.at(-1)).toEqual([74, 2, 0, 2, 0, 0, 2]);
  });

  it('a pair of fallback and successor is one: a scale-down takes both', () => {
    const controller = exact([0, 2], [45, 1]);
    const supply = counts([0, 1], [30, 2]);
    const living = { controller, spot: spot({ supply, returnAfterSeconds: 10 }) };
    const { timeline, events, counts: counted } = run(livingPool(living, 2), []);
    expect(timeline).toEqual([
      [0, 2, 0, 2, 0, 1, 1],
      [40, 2, 1, 2, 0, 1, 1],
      [45, 1, 0, 1, 0, 0, 1],
    ]);
    expect(events.slice(-3)).toEqual([
      [45, 'gone', 2, 'spot'],
      [45, 'draining', 1, ON_DEMAND],
      [45, 'gone', 1, ON_DEMAND],
    ]);
    expect(counted).toMatchObject({ fallbacks: 1, interruptions: 0 });
  });

  it('a successor that is taken away leaves the fallback in its place, and so does one that fails', () => {
    const supply = counts([0, 1], [30, 2], [42, 1], [50, 2]);
    const failures = { repairSeconds: fixed(40), at: [{ second: 71, replica: 2 }] };
    const living = { failures, spot: spot({ supply, returnAfterSeconds: 10 }) };
    const { timeline, counts: counted } = run(livingPool(living, 2), []);
    expect(timeline).toEqual([
      [0, 2, 0, 2, 0, 1, 1],
      [40, 2, 1, 2, 0, 1, 1],
      [42, 2, 0, 2, 0, 1, 1],
      [60, 2, 1, 2, 0, 1, 1],
      [70, 2, 1, 2, 0, 1, 2],
      [71, 2, 1, 2, 0, 1, 1],
      [111, 2, 1, 2, 0, 1, 2],
      // Now ready, and the fallback goes.
      [119, 2, 0, 2, 0, 0, 2],
    ]);
    expect(counted).toMatchObject({ fallbacks: 1, interruptions: 1, failures: 1 });
  });

  it('a fallback that is not ready when a machine has been free for long enough goes back when it is', () => {
    const supply = counts([0, 1], [20, 0], [25, 1]);
    const living = { spot: spot({ supply, returnAfterSeconds: 5 }) };
    const { timeline } = run(livingPool(living, 1), []);
    expect(timeline).toEqual([
      [0, 1, 0, 1, 0, 0, 1],
      [20, 1, 1, 0, 0, 0, 0],
      [30, 1, 1, 0, 0, 1, 0],
      [38, 1, 1, 1, 0, 1, 0],
      [48, 1, 1, 1, 0, 1, 1],
      [56, 1, 0, 1, 0, 0, 1],
    ]);
  });

  it('machines by name: the one that came first of those that are free, and the last row of an instant says how it is', () => {
    const supply: SpotSpec['supply'] = {
      kind: 'nodes',
      seconds: [0, 0, 10, 20, 30, 30, 40],
      node: [0, 1, 2, 0, 1, 1, 2],
      isThere: [true, true, true, false, false, true, false],
    };
    const { events, counts: counted } = run(livingPool({ spot: spot({ supply }) }, 1), []);
    // From machine 0 to machine 1, which stays; what happens to machine 2 is nothing to it.
    expect(events.slice(3)).toEqual([
      [20, 'draining', 0, 'spot'],
      [20, 'gone', 0, 'spot'],
      [20, 'requested', 0, ON_DEMAND],
      [30, 'paid', 0, 'spot'],
      [38, 'ready', 0, 'spot'],
    ]);
    expect(counted.interruptions).toBe(1);
  });

  it('who drains already keeps its deadline, if that is the earlier, and gets no successor', () => {
    const controller = exact([0, 2], [30, 1]);
    const supply = counts([0, 2], [35, 1]);
    const requests = [0, 0].map(() => ({ arrival: 25, prompt: 1, output: 100 }));
    const lost = (noticeSeconds: number): unknown => {
      const living = { controller, onLoss: 'fail' as const, spot: spot({ supply, noticeSeconds }) };
      const { events, counts: counted } = run(livingPool(living, 2), requests);
      expect(counted).toMatchObject({ interruptions: 1, losses: 1, lostRequests: 1 });
      expect(events.slice(6, -1)).toEqual([[30, 'draining', 1, 'spot']]);
      return events.at(-1);
    };
    expect(lost(5)).toEqual([40, 'gone', 1, 'spot']);
    expect(lost(0)).toEqual([35, 'gone', 1, 'spot']);
    expect(lost(120)).toEqual([50, 'gone', 1, 'spot']);
  });

  it('lives of a law begin when a machine is paid', () => {
    const supply: SpotSpec['supply'] = { kind: 'lives', life: fixed(100), together: 0, zones: 1 };
    const { timeline } = run(livingPool({ spot: spot({ supply, onDemandReplicas: 1 }) }, 2), []);
    expect(timeline.slice(0, 5)).toEqual([
      [0, 2, 0, 2, 0, 1, 1],
      [100, 2, 1, 1, 0, 1, 0],
      [110, 2, 1, 1, 0, 1, 1],
      [118, 2, 0, 2, 0, 1, 1],
      [210, 2, 1, 1, 0, 1, 0],
    ]);
  });
});
