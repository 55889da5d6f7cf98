import { expect, it } from 'vitest';
import type { SpotSpec } from '../../../engine/scenario/living/capacity/capacitySpec.ts';
import type { LivingSpec } from '../../../engine/scenario/living/livingSpec.ts';
import { planWindows, simulateWindow } from '../../../engine/simulate.ts';
import { exact, fixed, livingPool } from '../fleetOracle/handPool.ts';
import { simulationSpec, workloadSpec } from '../finance/handmade.ts';

/** By hour, the seconds in which something of a pool was gone. Start-ups take 10 s unpaid and 8 s paid; second 0 is a Monday, 00:00. */
async function gone(living: Partial<LivingSpec>, replicas = 2, hours = 1): Promise<number[] | undefined> {
  const nobody = { kind: 'batch', count: 0, atSeconds: 0, everyDays: 1 } as const;
  const tokens = { law: fixed(1), min: 1, max: 1 };
  const spec = simulationSpec({
    hours,
    startEpochSeconds: Date.UTC(2026, 0, 5) / 1000,
    pools: [livingPool(living, replicas)],
    workloads: [
      workloadSpec('w', 0, undefined, { arrivals: nobody, promptTokens: tokens, outputTokens: tokens }),
    ],
  });
  const [plan] = planWindows(spec);
  const usage = await simulateWindow(spec, plan, {
    openTrace: () => {
      throw new Error('there is no trace');
    },
  });
  const { goneSeconds } = usage.pools[0];
  return goneSeconds && [...goneSeconds];
}
const spot = (more: Partial<SpotSpec>, ...rows: readonly (readonly [number, number])[]): SpotSpec => ({
  onDemandReplicas: 0,
  noticeSeconds: 20,
  supply: {
    kind: 'counts',
    seconds: rows.map(([second]) => second),
    nodes: rows.map(([, nodes]) => nodes),
  },
  ...more,
});

it('is from the failure until as many are ready again as are wanted, by hour', async () => {
  // Repaired at 140, ready at 148.
  const failures = (second: number): NonNullable<LivingSpec['failures']> => ({
    repairSeconds: fixed(40),
    at: [{ second, replica: 1 }],
  });
  expect(await gone({ failures: failures(100) })).toEqual([48]);
  expect(await gone({ failures: failures(3590) }, 2, 2)).toEqual([10, 38]);
  // Nobody is number 1.
  expect(await gone({ failures: failures(100) }, 1)).toEqual([0]);
});

it('is from the notice until somebody stands in for the spot that is gone', async () => {
  // Back at 90, ready at 108; with a fallback at 78, and what goes back to spot later leaves no gap.
  const rows = [
    [0, 2],
    [60, 1],
    [90, 2],
  ] as const;
  expect(await gone({ spot: spot({}, ...rows) })).toEqual([48]);
  expect(await gone({ spot: spot({ returnAfterSeconds: 10 }, ...rows) })).toEqual([18]);
  // Two at once are one gap; the one that is asked for no more ends it.
  expect(await gone({ spot: spot({}, [0, 2], [60, 0], [90, 2]) })).toEqual([48]);
  const controller = exact([0, 2], [80, 1]);
  expect(await gone({ controller, spot: spot({}, ...rows) })).toEqual([20]);
});

it('is while somebody waits for spot that has not come yet, and starts on it', async () => {
  expect(await gone({ spot: spot({}, [0, 1], [82, 2]) })).toEqual([100]);
});

it('is not told of a pool of which nothing can be gone, and is nothing where all are replaced at once', async () => {
  expect(await gone({ controller: exact([0, 2], [30, 1], [60, 2]) })).toBeUndefined();
  const startUp = {
    provision: fixed(0),
    boot: fixed(0),
    image: fixed(0),
    weights: fixed(0),
    warmUp: fixed(0),
  };
  const supply = { kind: 'lives', life: fixed(100), together: 0, zones: 1 } as const;
  expect(await gone({ startUp, spot: spot({ supply }) })).toEqual([0]);
});
