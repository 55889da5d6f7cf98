import { expect, it } from 'vitest';
import type { JobArrivalSpec, SimulationSpec } from '../../../engine/scenario/spec.ts';
import { planWindows, simulateWindow } from '../../../engine/simulate.ts';
import { STILL } from '../fleetOracle/poolState.ts';

const ITEMS = 160_000;

/** Items of one token, a thousand of them in each step of a second, from second 60 on. */
function specOf(job: Pick<JobArrivalSpec, 'inFlight' | 'checkpoint'>, lostAt?: number): SimulationSpec {
  const one = { law: { type: 'fixed' as const, value: 1 }, min: 1, max: 1 };
  return {
    seed: 1,
    startEpochSeconds: 0,
    hours: 1,
    fidelity: { mode: 'every', daysPerMonth: 1, replications: 1, windows: 'days' },
    workloads: [
      {
        id: 'job',
        pool: 0,
        arrivals: { kind: 'job', items: ITEMS, firstSecond: 60, ...job },
        promptTokens: one,
        outputTokens: one,
      },
    ],
    pools: [
      {
        id: 'pool',
        replicas: 1,
        gpusPerReplica: 1,
        balance: 'least-outstanding',
        living: {
          ...STILL,
          ...(lostAt !== undefined && {
            failures: {
              repairSeconds: { type: 'fixed', value: 60 },
              at: [{ second: lostAt, replica: 0 }],
            },
          }),
        },
        batching: {
          policy: 'continuous',
          chunkedPrefill: true,
          maxSequences: 1000,
          maxBatchedTokens: 1000,
          blockTokens: 16,
          kvBlocks: 10_000,
        },
        stepTime: {
          kind: 'linear',
          baseSeconds: 1,
          perPromptTokenSeconds: 0,
          perSequenceSeconds: 0,
          perContextTokenSeconds: 0,
        },
      },
    ],
    accounts: [{ workload: 0, tenant: 't' }],
  };
}

async function runOf(spec: SimulationSpec) {
  const openTrace = (): never => {
    throw new Error('there are no traces');
  };
  const { pools } = await simulateWindow(spec, planWindows(spec)[0], { openTrace });
  return pools[0].jobs?.[0];
}

it('more than a hundred thousand items that were not saved are done again', async () => {
  const run = await runOf(specOf({ inFlight: 1000, checkpoint: ITEMS }, 210.5));
  // 150 steps before the loss; 160 after the repair.
  expect(run).toMatchObject({ done: ITEMS, redone: 150_000, endSeconds: 270.5 + 160 });
});

it('all items may be handed over at once', async () => {
  expect(await runOf(specOf({ inFlight: ITEMS }))).toMatchObject({ done: ITEMS, endSeconds: 60 + 160 });
});
