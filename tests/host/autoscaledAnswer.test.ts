import { expect, it } from 'vitest';
import type { Forecast } from '../../engine/forecast.ts';
import { replicaChanges } from '../../host/questions/answer/size/replicaChanges.ts';
import { prepareText } from '../../host/run/prepareRun.ts';

const HPA = 'autoscale: { kind: hpa, max: 4, metrics: [{ metric: outstanding, averageValue: 2 }] }';
const scenario = (number: string): string => `fleetcast: 1
name: n
horizon: { hours: 1 }
workloads:
  - { id: w, target: p, arrivals: { process: poisson, ratePerSecond: 0.01 }, promptTokens: 1, outputTokens: 1 }
pools:
  - { id: p, stepTime: { linear: { baseMs: 1 } }, batching: { kvBlocks: 9 }, price: { perGpuHour: 1 }, ${number} }
`;

/** The numbers of replicas that are tried of a pool whose promises are kept. */
async function tried(number: string): Promise<readonly number[]> {
  const prepared = await prepareText(
    { file: 'f', text: scenario(number), locateTrace: (path) => ({ path }) },
    { settings: [], signal: new AbortController().signal },
  );
  const kept = {
    slo: [],
    requests: { rejected: 0 },
    cost: { byPool: {} },
    bottleneck: {},
  } as unknown as Forecast;
  const numbers: number[] = [];
  await replicaChanges(prepared, kept, {
    simulate: async ({ pools }: { readonly pools: readonly { readonly replicas: number }[] }) => {
      numbers.push(pools[0].replicas);
      return kept;
    },
  } as never);
  return numbers;
}

it('tries no other number of replicas where an autoscaler sets it', async () => {
  expect(await tried('replicas: 3')).toContain(2);
  expect(await tried(HPA)).toEqual([]);
});
