import { expect, it } from 'vitest';
import type { SimulationSpec } from '../../../engine/scenario/spec.ts';
import { planWindows, simulateWindow } from '../../../engine/simulate.ts';
import { STILL } from '../fleetOracle/poolState.ts';

const SPEC: SimulationSpec = {
  seed: 1,
  startEpochSeconds: 0,
  hours: 24,
  fidelity: { mode: 'every', daysPerMonth: 1, replications: 1, windows: 'days' },
  workloads: [
    {
      id: 'job',
      pool: 0,
      arrivals: { kind: 'job', items: 20_000, firstSecond: 60, inFlight: 64 },
      promptTokens: { law: { type: 'fixed', value: 10 }, min: 1, max: 10 },
      outputTokens: { law: { type: 'fixed', value: 5 }, min: 1, max: 5 },
    },
  ],
  pools: [
    {
      id: 'pool',
      replicas: 2,
      gpusPerReplica: 1,
      balance: 'least-outstanding',
      living: STILL,
      batching: {
        policy: 'continuous',
        chunkedPrefill: true,
        maxSequences: 32,
        maxBatchedTokens: 512,
        blockTokens: 16,
        kvBlocks: 1000,
      },
      stepTime: {
        kind: 'linear',
        baseSeconds: 0.05,
        perPromptTokenSeconds: 0,
        perSequenceSeconds: 0,
        perContextTokenSeconds: 0,
      },
    },
  ],
  accounts: [{ workload: 0, tenant: 't' }],
};
const openTrace = (): never => {
  throw new Error('there are no traces');
};

it('a job tells how far it is', async () => {
  const told: number[] = [];
  const usage = await simulateWindow(SPEC, planWindows(SPEC)[0], {
    openTrace,
    onProgress: (requests) => told.push(requests),
  });
  expect(usage.simulatedRequests).toBe(20_000);
  expect(told.length).toBeGreaterThan(3);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBeLessThanOrEqual(20_000);
});

it('a job that is called off stops on its way', async () => {
  const signal = { aborted: false };
  const run = simulateWindow(SPEC, planWindows(SPEC)[0], {
    openTrace,
    signal,
    onProgress: () => {
      signal.aborted = true;
    },
  });
  await expect(run).rejects.toThrow('stopped');
});
