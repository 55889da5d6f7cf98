import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, expect, it } from 'vitest';
import { prepareRun } from '../../host/run/prepareRun.ts';
import { runScenario } from '../../host/run/runScenario.ts';
import { sharedThreads } from '../../host/run/windowRunners.ts';

const directory = mkdtempSync(join(tmpdir(), 'fleetcast-workers-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A year, a day of each kind a month, four replications: 96 windows of some 45,000 requests each. */
const SCENARIO = `
fleetcast: 1
name: Sampled year
horizon: { start: 2026-01-01, months: 12 }
fidelity: { mode: sample, daysPerMonth: 1, replications: 4 }
workloads:
  - id: chat
    target: pool
    arrivals: { process: poisson, ratePerSecond: 0.5 }
    promptTokens: { lognormal: { p50: 1020, p90: 2735 }, max: 8192 }
    outputTokens: { lognormal: { p50: 129, p90: 424 }, max: 1000 }
pools:
  - id: pool
    replicas: 4
    batching: { kvBlocks: 30000 }
    stepTime: { linear: { baseMs: 18, perPromptTokenMs: 0.06, perSequenceMs: 0.06, perContextTokenMs: 0.000022 } }
`;

async function runSeconds(workers: number): Promise<number> {
  const file = join(directory, 'year.yaml');
  writeFileSync(file, SCENARIO);
  const { signal } = new AbortController();
  const prepared = await prepareRun(file, { settings: [], signal });
  const threads = sharedThreads(workers, 'at first run');
  const start = performance.now();
  await runScenario(prepared, {
    dataDirectory: join(directory, 'data'),
    fresh: true,
    makeRunner: threads.makeRunner,
    signal,
    warn: () => undefined,
  });
  const seconds = (performance.now() - start) / 1000;
  await threads.close();
  return seconds;
}

/** Seconds until `threads` threads have each counted to the same number. */
async function computeSeconds(threads: number, loops: number): Promise<number> {
  const count = `let x = 1; for (let i = 0; i < ${loops}; i++) x = (Math.imul(x, 1103515245) + 12345) | 0; require('node:worker_threads').parentPort.postMessage(x);`;
  const start = performance.now();
  await Promise.all(
    Array.from(
      { length: threads },
      () =>
        new Promise<void>((resolve, reject) => {
          const worker = new Worker(count, { eval: true });
          worker.once('message', () => resolve());
          worker.once('error', reject);
        }),
    ),
  );
  return (performance.now() - start) / 1000;
}

/** What the design asks, and a quiet machine gives in the first attempt or two. */
const AIM = 0.85;
/** Where a shared machine's neighbours leave no doubt that it is the code. */
const GATE = 0.75;

it.skipIf(availableParallelism() < 2)(
  'two workers gain most of what two threads of pure computing gain',
  async () => {
    const shares: number[] = [];
    // Two tries for the aim, five for the gate.
    for (let attempt = 0; attempt < 5 && Math.max(0, ...shares) < (attempt < 2 ? AIM : GATE); attempt++) {
      const one = await runSeconds(1);
      const two = await runSeconds(2);
      const loops = 1e9 * (one / 10);
      // Twice the work on two threads, against once on one.
      const pure = (2 * (await computeSeconds(1, loops))) / (await computeSeconds(2, loops));
      shares.push(one / two / pure);
    }
    expect(
      Math.max(...shares),
      `shares of the pure speed-up: ${shares.map((share) => share.toFixed(3)).join(', ')}`,
    ).toBeGreaterThanOrEqual(GATE);
  },
);
