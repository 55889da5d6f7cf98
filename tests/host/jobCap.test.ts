import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecast } from '../../engine/forecast.ts';
import { collectUsage, simulateWindow } from '../../engine/simulate.ts';
import { forecastInput } from '../../host/questions/forecast/forecastInput.ts';
import { prepareText } from '../../host/run/prepareRun.ts';

const PER_SECOND = 3.6 / 3600;
const AT_A_GPU = 'price: { perGpuHour: 3.6 }';
const ON_SPOT =
  'capacity: [ { kind: spot, interruptions: { meanHours: 0.05 }, fallback: on-demand, price: { discount: 50% } } ]';

/** A night’s job of four replicas, and what its pool costs in the ledger. */
async function runJob(items: number, costCap: number, pool: string) {
  const text = `fleetcast: 1
name: capped
horizon: { start: 2026-01-01, hours: 24 }
workloads: [ { id: w, arrivals: { process: constant, ratePerSecond: 0.0001 }, promptTokens: 10, outputTokens: 10, target: other } ]
prices: { rows: [ { instance: own/two/here, gpus: 2, perHour: 7.2 } ] }
jobs: [ { id: j, target: p, items: ${items}, at: "01:00", inFlight: 64, checkpoint: 50, costCap: ${costCap}, fleet: while-running, promptTokens: 10, outputTokens: { uniform: { min: 1, max: 60 } } } ]
pools:
  - { id: p, replicas: 4, startUp: { provision: 20s, boot: 25s }, ${pool}, batching: { maxSequences: 16, kvBlocks: 4000 }, stepTime: { linear: { baseMs: 100 } } }
  - { id: other, batching: { kvBlocks: 4000 }, stepTime: { linear: { baseMs: 10 } } }
`;
  const source = { file: 'j.yaml', text, locateTrace: (path: string) => ({ path }) };
  const prepared = await prepareText(source, { settings: [], signal: new AbortController().signal });
  const { spec, plans } = prepared;
  expect(plans).toHaveLength(1);
  const window = await simulateWindow(spec, plans[0], {
    openTrace: () => {
      throw new Error('there are no traces');
    },
  });
  const run = forecast(
    forecastInput(
      prepared,
      collectUsage(spec, plans, () => window),
    ),
  );
  const [job] = run.jobs ?? [];
  return { job, cost: run.cost.byPool['p'] ?? Number.NaN };
}

describe('a job with a cap on its cost', () => {
  it('costs no more, and stops within a second of its units while items are left', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.01, max: 0.9, noNaN: true }),
        fc.boolean(),
        async (cap, isOnSpot) => {
          const { job, cost } = await runJob(600, cap, isOnSpot ? `${ON_SPOT}, ${AT_A_GPU}` : AT_A_GPU);
          const listed = Object.values(job.listed).reduce((sum, each) => sum + each, 0);
          expect(job.done + listed).toBe(600);
          expect(cost).toBeLessThanOrEqual(cap);
          if (listed > 0) expect(cost).toBeGreaterThan(cap - 4 * PER_SECOND);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('of whole instances that are billed for a minute at least', { timeout: 120_000 }, async () => {
    const { job, cost } = await runJob(600, 0.3, 'price: { instance: own/two/here }');
    expect(job.done + (job.listed['cost-cap'] ?? 0)).toBe(600);
    expect(cost).toBeLessThanOrEqual(0.3);
    await expect(runJob(600, 0.1, 'price: { instance: own/two/here }')).rejects.toMatchObject({
      problems: [{ path: 'jobs.j.costCap', message: expect.stringMatching(/nothing would ever start/) }],
    });
  });

  it('has all of 50,000 items done or listed', { timeout: 120_000 }, async () => {
    const { job, cost } = await runJob(50_000, 3, `${ON_SPOT}, ${AT_A_GPU}`);
    expect(job.listed['cost-cap']).toBeGreaterThan(0);
    expect(job.done + (job.listed['cost-cap'] ?? 0)).toBe(50_000);
    expect(cost).toBeLessThanOrEqual(3);
    expect(cost).toBeGreaterThan(3 - 4 * PER_SECOND);
  });
});
