import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

let desk: Desk;
beforeAll(() => {
  desk = openDesk();
});
afterAll(() => desk.clear());

/** A hundred requests at 01:00, one after the other, a second each: done at 01:01:40 on each of two days. */
const scenario = (slo: string, arrivals = '{ process: batch, count: 100, at: "01:00" }'): string =>
  `{ fleetcast: 1, name: n, horizon: { start: 2026-01-05, days: 2 }, workloads: [{ id: nightly, target: p, arrivals: ${arrivals}, promptTokens: 1, outputTokens: 1${slo === '' ? '' : `, slo: ${slo}`} }], pools: [{ id: p, stepTime: { linear: { baseMs: 1000 } }, batching: { maxSequences: 1, kvBlocks: 1000 }, price: { perGpuHour: 1 } }] }`;

async function simulated(text: string, ...flags: string[]) {
  const file = join(desk.directory, 'batch.yaml');
  desk.write('batch.yaml', text);
  return runHere(['simulate', file, ...flags, '--data-dir', join(desk.home, 'data')]);
}

describe('a batch that has to be done by a time of day', () => {
  it.each([
    ['01:02', true, 'in time on all 2 days'],
    ['01:01', false, 'not in time, or not all of it, on 2 of 2 days'],
    ['00:30', true, 'in time on all 2 days'],
  ])('by %s: met is %s', async (doneBy, met, words) => {
    const json = await simulated(scenario(`{ doneBy: "${doneBy}" }`), '--json');
    const [slo] = JSON.parse(json.stdout).slo;
    expect(slo).toMatchObject({ workload: 'nightly', met, percentile: 1 });
    // Sixty of the hundred are done within a minute.
    expect(slo.attained).toBeCloseTo(met ? 1 : 0.6, 9);
    expect(slo.batch).toMatchObject({ days: { all: 2, late: met ? 0 : 2 } });
    expect(Math.abs(slo.batch.doneAtSeconds - 3700) / 100).toBeLessThan(1 / 128);
    const report = await simulated(scenario(`{ doneBy: "${doneBy}" }`));
    expect(report.stdout.replaceAll(/\s+/g, ' ')).toContain(
      `The batch of nightly is done at 01:02 on its latest day, ${doneBy}${doneBy === '00:30' ? ' the next day' : ''} is asked: ${words}.`,
    );
  });

  it('adds no key to the answer of one that does not ask', async () => {
    const json = await simulated(scenario('{ endToEndSeconds: 1h }'), '--json');
    expect(Object.keys(JSON.parse(json.stdout).slo[0])).toEqual([
      'workload',
      'attained',
      'percentile',
      'met',
      'limits',
    ]);
  });

  it.each([
    ['{ doneBy: "06:00", percentile: 0.9 }', undefined, /slo\.percentile: does not go with doneBy/],
    [
      '{ doneBy: "06:00" }',
      '{ process: poisson, ratePerSecond: 1 }',
      /slo\.doneBy: only a batch is done at some time/,
    ],
    ['{ doneBy: "25:00" }', undefined, /must be a time of day such as “01:00”/],
  ])('refuses %s', async (slo, arrivals, message) => {
    const { code, stderr } = await simulated(scenario(slo, arrivals));
    expect(code).toBe(2);
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(message);
  });
});
