import { expect, it } from 'vitest';
import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import { planWindows, type RequestRow, simulateWindow } from '../../engine/simulate.ts';
import { syntheticSpec } from './workload/specs.ts';

const lognormal = (p50: number, sigma: number) => ({
  law: { type: 'lognormal' as const, mu: Math.log(p50), sigma },
  min: 1,
  max: 4000,
});

/** Four days of a pool at a load where requests do meet each other. */
function busyPool(replicas: number): SimulationSpec {
  const spec = syntheticSpec({
    process: { type: 'gamma', shape: 0.5 },
    ratePerSecond: 1.2 * replicas,
    hours: 96,
    prompt: lognormal(1000, 0.8),
    output: lognormal(150, 0.9),
  });
  return {
    ...spec,
    pools: [
      {
        id: 'pool',
        replicas,
        gpusPerReplica: 1,
        balance: 'least-outstanding',
        batching: {
          policy: 'continuous',
          chunkedPrefill: true,
          maxSequences: 64,
          maxBatchedTokens: 2048,
          blockTokens: 16,
          kvBlocks: 4000,
        },
        stepTime: {
          kind: 'linear',
          baseSeconds: 0.018,
          perPromptTokenSeconds: 3e-4,
          perSequenceSeconds: 6e-5,
          perContextTokenSeconds: 2.2e-8,
        },
      },
    ],
  };
}

async function rowsOf(spec: SimulationSpec): Promise<RequestRow[]> {
  const rows: RequestRow[] = [];
  for (const plan of planWindows(spec)) {
    await simulateWindow(spec, plan, { openTrace: noTrace, onRequest: (row) => rows.push(row) });
  }
  return rows;
}

async function* noTrace(): AsyncGenerator<string> {
  // Nothing here replays a file.
}

it('the cut at midnight moves no figure', async () => {
  const spec = busyPool(2);
  const days = await rowsOf(spec);
  const one = await rowsOf({ ...spec, fidelity: { ...spec.fidelity, windows: 'one' } });
  // The same requests, because streams belong to blocks of the day and not to windows.
  expect(days.map(({ arrivalSeconds }) => arrivalSeconds)).toEqual(
    one.map(({ arrivalSeconds }) => arrivalSeconds),
  );
  const latencies = (rows: readonly RequestRow[]): number[] =>
    rows.map((row) => row.endSeconds - row.arrivalSeconds);
  const [cut, whole] = [latencies(days), latencies(one)];
  const moved = cut.filter((latency, i) => Math.abs(latency / whole[i] - 1) > 0.01).length / cut.length;
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const p99 = (values: readonly number[]): number =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.99)];
  // Measured: one request in fifty takes another path (another replica, another place between two steps), to
  // neither side: the mean moves by 1e-5 and the 99th percentile by 3e-4 of itself.
  expect(moved).toBeLessThan(0.05);
  expect(Math.abs(mean(cut) / mean(whole) - 1)).toBeLessThan(1e-4);
  expect(Math.abs(p99(cut) / p99(whole) - 1)).toBeLessThan(1e-3);
});

it('without the warm-up it would be seen', async () => {
  const spec = busyPool(2);
  const one = await rowsOf({ ...spec, fidelity: { ...spec.fidelity, windows: 'one' } });
  const cold: RequestRow[] = [];
  const [, second] = planWindows(spec);
  await simulateWindow(
    spec,
    { ...second, warmUpSeconds: 0 },
    { openTrace: noTrace, onRequest: (row) => cold.push(row) },
  );
  const same = one.filter(({ arrivalSeconds }) => arrivalSeconds >= 86_400 && arrivalSeconds < 172_800);
  expect(
    cold.filter((row, i) => Math.abs(row.endSeconds - same[i].endSeconds) > 1e-6).length,
  ).toBeGreaterThan(0);
});
