import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Forecast } from '../../engine/forecast.ts';
import { figureCards } from '../../host/questions/forecast/figureCards.ts';
import type { RunDocument } from '../../host/questions/forecast/runDocument.ts';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

let desk: Desk;
beforeAll(() => {
  desk = openDesk();
});
afterAll(() => desk.clear());

/**
 * One replica through three hours of a night. A request takes a full one 0.17 s: 2,299 tokens of a step of 2,048, which
 * lasts 18 ms and 0.06 ms a token, and 0.6 million tokens of context read. At 0.5 a second that is a tenth of what it could do.
 */
const NIGHT = `{ fleetcast: 1, name: night, horizon: { start: 2026-01-05, hours: 3 },
  workloads: [{ id: chat, target: p, arrivals: { process: poisson, ratePerSecond: 0.5 }, promptTokens: 2000, outputTokens: 300 }],
  pools: [{ id: p, replicas: 1, stepTime: { linear: { baseMs: 18, perPromptTokenMs: 0.06, perSequenceMs: 0.06, perContextTokenMs: 0.000022 } },
    batching: { maxSequences: 256, maxBatchedTokens: 2048, kvBlocks: 40000 }, price: { perGpuHour: 1 } }] }`;

const percentIn = (text: string | undefined): number =>
  Number(/([\d.]+)%/.exec(text ?? '')?.[1] ?? Number.NaN);

it('reads a night at a tenth of the load as used under 20%, though busy nearly all of it, wherever it is told', async () => {
  desk.write('night.yaml', NIGHT);
  const out = join(desk.directory, 'out');
  const flags = [join(desk.directory, 'night.yaml'), '--data-dir', join(desk.home, 'data')];
  const { stdout, stderr } = await runHere(['simulate', ...flags, '--out', out, '--json']);
  expect(stderr).not.toContain('error');
  const found = JSON.parse(stdout) as Forecast;
  const [pool] = found.pools;
  expect(pool.busyShare).toBeGreaterThan(0.9);
  for (const { usedShare, loadShare } of [found, pool]) {
    expect(usedShare).toBeGreaterThan(0.05);
    expect(usedShare).toBeLessThan(0.2);
    expect(loadShare).toBe(usedShare);
  }
  expect(percentIn(/[\d.]+% of the cost is capacity in use/.exec(found.verdict)?.[0])).toBeLessThan(20);
  const card = figureCards(found as unknown as RunDocument).find(({ label }) => label === 'Used capacity');
  expect(percentIn(card?.value)).toBeLessThan(20);
  // Of the one replica: none is held for another hour.
  const idle = Object.entries(found.idleByReason ?? {}).filter(([, { cost }]) => (cost ?? 0) > 0);
  expect(idle.map(([reason]) => reason)).toEqual(['nextReplica']);

  const report = (await runHere(['simulate', ...flags])).stdout;
  expect(percentIn(/^ {2}In use .*$/m.exec(report)?.[0])).toBeLessThan(20);
  expect(percentIn(/^ {2}p {2,}1 .*$/m.exec(report.slice(report.indexOf('\nPools\n')))?.[0])).toBeLessThan(
    20,
  );
  const compared = await runHere(['compare', flags[0], flags[0], ...flags.slice(1), '--json']);
  expect(compared.stdout).toContain('usedShare');

  const { data } = Papa.parse<Record<string, string>>(readFileSync(join(out, 'usage.csv'), 'utf8'), {
    header: true,
  });
  const hours = data.filter(({ row }) => row === 'pool');
  expect(hours).toHaveLength(3);
  for (const { busyReplicaSeconds, usedReplicaSeconds } of hours) {
    expect(Number(busyReplicaSeconds) / 3600).toBeGreaterThan(0.8);
    expect(Number(usedReplicaSeconds) / 3600).toBeLessThan(0.2);
  }
  const timeline = /was used to ([\d.]+)% at most, and at work at most ([\d.]+)% of an hour/.exec(
    readFileSync(join(out, 'report.html'), 'utf8'),
  );
  expect(Number(timeline?.[1])).toBeLessThan(20);
  expect(Number(timeline?.[2])).toBeGreaterThan(90);
});
