import { expect, it } from 'vitest';
import { fromMicros } from '../../../engine/pricing/money.ts';
import { priceUsage } from '../../../engine/pricing/priceUsage.ts';
import type { SimulationSpec } from '../../../engine/scenario/spec.ts';
import { collectUsage, planWindows, type RequestRow, simulateWindow } from '../../../engine/simulate.ts';
import { gpuHourPrice, poolSpec, simulationSpec, workloadSpec } from '../finance/handmade.ts';

const HOURS = 24;
const WEIGHT = 4;

/** A chat of 0.2 requests a second all day, and 60,000 items that come at 01:00 and take the night. */
const spec: SimulationSpec = simulationSpec({
  hours: HOURS,
  fidelity: { mode: 'every', daysPerMonth: 1, replications: 1, windows: 'one' },
  workloads: [
    workloadSpec('chat', 0, undefined, {
      arrivals: {
        kind: 'synthetic',
        process: { type: 'poisson' },
        ratePerSecond: 0.2,
        rate: { timeZoneOffsetSeconds: 0, growthPerMonth: 0, events: [] },
      },
      promptTokens: { law: { type: 'lognormal', mu: 6, sigma: 0.7 }, min: 1, max: 8192 },
      outputTokens: { law: { type: 'exponential', mean: 150 }, min: 1, max: 2000 },
    }),
    workloadSpec('batch', 0, undefined, {
      arrivals: { kind: 'batch', count: 60_000, atSeconds: 3600, everyDays: 1 },
      promptTokens: { law: { type: 'fixed', value: 2000 }, min: 1, max: 8192 },
      outputTokens: { law: { type: 'fixed', value: 800 }, min: 1, max: 2000 },
    }),
  ],
  pools: [
    poolSpec('h100', {
      replicas: 1,
      gpusPerReplica: 1,
      batching: {
        policy: 'continuous',
        chunkedPrefill: true,
        maxSequences: 256,
        maxBatchedTokens: 2048,
        blockTokens: 16,
        kvBlocks: 20_000,
      },
      stepTime: {
        kind: 'linear',
        baseSeconds: 0.018,
        perPromptTokenSeconds: 6e-5,
        perSequenceSeconds: 6e-5,
        perContextTokenSeconds: 2.2e-8,
      },
    }),
  ],
  accounts: [
    { workload: 0, tenant: 'chat' },
    { workload: 1, tenant: 'batch' },
  ],
});

/** Weighted tokens by account and hour, told from the audit trail in slices of a second. */
function workOf(rows: readonly RequestRow[]): readonly (readonly number[])[] {
  const work = spec.accounts.map(() => new Array<number>(HOURS).fill(0));
  const spread = (account: number, from: number, until: number, tokens: number): void => {
    const slices = Math.max(1, Math.ceil(until - from));
    for (let i = 0; i < slices; i++) {
      const hour = Math.floor((from + ((i + 0.5) / slices) * (until - from)) / 3600);
      if (hour < HOURS) work[account][hour] += tokens / slices;
    }
  };
  for (const row of rows) {
    spread(row.account, row.startSeconds, row.firstTokenSeconds, row.promptTokens - row.cachedTokens);
    spread(row.account, row.firstTokenSeconds, row.endSeconds, WEIGHT * row.outputTokens);
  }
  return work;
}

it('lets a chat and 60,000 items that came at 01:00 each pay for the hours in which they were served', async () => {
  const rows: RequestRow[] = [];
  const plans = planWindows(spec);
  const window = await simulateWindow(spec, plans[0], {
    openTrace: async function* () {
      // Nothing here replays a file.
    },
    onRequest: (row) => rows.push(row),
  });
  const usage = collectUsage(spec, plans, () => window).replications[0];
  const [series] = priceUsage({
    spec,
    usage,
    prices: [gpuHourPrice('h100', 1)],
    outputTokenWeight: WEIGHT,
  }).series;
  const [chat, batch] = series.accountMicros.map((micros) => Array.from(micros, fromMicros));
  const work = workOf(rows);
  for (let h = 0; h < HOURS; h++) {
    const busy = usage.pools[0].busySeconds[h] / 3600;
    const sum = work[0][h] + work[1][h];
    // Slices of a second at an hour's border, of requests that take some seconds.
    expect(Math.abs(chat[h] - (busy * work[0][h]) / sum)).toBeLessThan(2e-4);
    expect(Math.abs(batch[h] - (busy * work[1][h]) / sum)).toBeLessThan(2e-4);
  }
  const night = Array.from({ length: HOURS }, (_, h) => h).filter((h) => batch[h] > 0);
  expect(night[0]).toBe(1);
  expect(night.length).toBeGreaterThan(2);
  // Whole hours of the batch, in whose queue the chat waits: split by arrival, the chat would pay for all but the first.
  const whole = night.slice(1, -1);
  const sum = (column: readonly number[]): number => whole.reduce((total, h) => total + column[h], 0);
  expect(sum(batch) + sum(chat)).toBeGreaterThan(0.99 * whole.length);
  expect(sum(chat)).toBeLessThan(0.01 * whole.length);
  for (let h = night[night.length - 1] + 1; h < HOURS; h++) expect(batch[h]).toBe(0);
});
