import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { focusProblems } from '../../engine/pricing/focus/focusProblems.ts';
import type { RunDocument } from '../../host/questions/forecast/runDocument.ts';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

const PRICES = `time,instance_type,price
2026-01-05T00:00:00Z,p5,10
2026-01-05T02:00:00Z,p5,14
`;
const SPOT = (price: string): string => `fleetcast: 1
name: on spot
horizon: { start: 2026-01-05, hours: 4 }
workloads:
  - { id: chat, tenant: support, target: h, arrivals: { process: poisson, ratePerSecond: 0.5 }, promptTokens: 500, outputTokens: 100, slo: { ttftSeconds: 2 } }
pools:
  - id: h
    model: llama-3.1-8b
    replicas: 3
    gpusPerReplica: 4
    startUp: { provision: 60s, boot: 60s }
    failures: { repair: 10min, at: [{ second: 9000, replica: 0 }] }
    capacity:
      - { kind: on-demand, replicas: 1 }
      - { kind: spot, interruptions: { counts: [{ second: 0, nodes: 2 }, { second: 5400, nodes: 1 }, { second: 12600, nodes: 2 }] }, notice: 30s, fallback: on-demand${price} }
    batching: { maxSequences: 16, kvBlocks: 3000 }
    stepTime: { linear: { baseMs: 20, perPromptTokenMs: 0.1, perSequenceMs: 0.5, perContextTokenMs: 0.0001 } }
    price: { instance: aws/box/us }
prices: { rows: [{ instance: aws/box/us, gpus: 4, perHour: 24 }] }
`;

describe('a forecast of a fleet on spot', () => {
  let desk: Desk;
  let run: RunDocument;
  let report: string;
  const read = (name: string): string => readFileSync(join(desk.directory, 'out', name), 'utf8');

  beforeAll(async () => {
    desk = openDesk();
    desk.write('prices.csv', PRICES);
    desk.write('spot.yaml', SPOT(', price: { trace: ./prices.csv, gpus: 4 }'));
    const flags = [join(desk.directory, 'spot.yaml'), '--data-dir', join(desk.home, 'data')];
    report = (await runHere(['simulate', ...flags, '--out', join(desk.directory, 'out')])).stdout;
    run = JSON.parse(read('forecast.json')) as RunDocument;
  });
  afterAll(() => desk.clear());

  it('prices every hour at the trace’s mean, and adds up to the micro-unit', () => {
    const { data } = Papa.parse<Record<string, string>>(read('ledger.csv'), {
      header: true,
      skipEmptyLines: true,
    });
    const spot = data.filter(({ category }) => category === 'spot compute');
    expect([...new Set(spot.map(({ hour, unitPrice }) => `${hour} ${unitPrice}`))]).toEqual([
      '0 10',
      '1 10',
      '2 14',
      '3 14',
    ]);
    const micros = data.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 1e6), 0);
    expect(micros).toBe(Math.round(Number(run.cost.total) * 1e6));
    expect(run.prices[0].spot).toMatchObject({ unitPrice: 10, byHour: { least: 10, mean: 12, most: 14 } });
    // From 90 min on a replica is on demand in place of spot.
    expect(run.spot).toMatchObject({ interruptions: 1, fallbacks: 1 });
  });

  it('gives a cost file by the rules of FOCUS, with spot as Dynamic', () => {
    const { data } = Papa.parse<Record<string, string>>(read('focus.csv'), {
      header: true,
      skipEmptyLines: true,
    });
    const rows = data.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value === '' ? null : value])),
    );
    expect(rows.flatMap((row) => focusProblems(row))).toEqual([]);
    const dynamic = data.filter(({ PricingCategory }) => PricingCategory === 'Dynamic');
    const cost = dynamic.reduce((sum, { EffectiveCost }) => sum + Number(EffectiveCost), 0);
    expect(cost).toBeCloseTo(run.cost.byCategory['spot compute'], 6);
    expect(new Set(dynamic.map(({ ListUnitPrice }) => ListUnitPrice))).toEqual(new Set(['24']));
  });

  it('tells hours by kind, prices by kind, interruptions, and what it would be on demand', () => {
    expect(report).toContain('Spot of h');
    expect(report).toMatch(/The same, all on demand +\d/);
    expect(report.replaceAll(/\s+/g, ' ')).toContain(
      'Machines of spot taken away: 1. Replicas on demand for want of spot: 1.',
    );
    expect(report.replaceAll(/\s+/g, ' ')).toContain(
      'each hour’s mean in time, 10.00 to 14.00, 12.00 on average, per instance-hour of aws/box/us',
    );
    const { onDemand, spot } = run.pools[0].spot ?? {};
    expect((onDemand?.replicaHours ?? 0) + (spot?.replicaHours ?? 0)).toBeCloseTo(
      run.pools[0].replicaHours,
      9,
    );
  });

  it('says whether the service level holds while something is gone', () => {
    // Spot from 5,430 s on until a fallback is ready at 5,520 s or so; the failure from 9,000 s for ten minutes and a start.
    const [whenGone] = run.nPlusOne ?? [];
    expect(whenGone).toMatchObject({ workload: 'chat', hours: 2, held: true, missedHours: 0 });
    expect(whenGone.goneSeconds).toBe(120 + 660);
    expect(report).toContain('Service levels while something is gone (N+1)');
    expect(report).toMatch(/chat +2 of 4/);
  });

  it('pays the mean of both kinds a unit-hour, so that the table of pools multiplies out', () => {
    const [{ spot }] = run.pools;
    const unitHours = (spot?.onDemand.unitHours ?? 0) + (spot?.spot.unitHours ?? 0);
    expect(report).toContain((Number(run.cost.byPool['h']) / unitHours).toFixed(4));
    expect(report).toContain('is the mean of what was paid on demand and as spot');
  });

  it('says of lives, which know no shortage, that a fallback never acts; of counts it does not', async () => {
    const never = 'Another machine is to be had at once whenever one is taken away';
    expect(run.pools[0].spot?.alwaysToBeHad).toBe(false);
    expect(report.replaceAll(/\s+/g, ' ')).not.toContain(never);
    const lives = SPOT(', price: { discount: 60% }').replace(/\{ counts: \[.*?\] \}/, '{ meanHours: 1 }');
    desk.write('lives.yaml', lives);
    const told = await runHere(['simulate', join(desk.directory, 'lives.yaml')]);
    expect(told.stdout.replaceAll(/\s+/g, ' ')).toContain(never);
    const checked = await runHere(['validate', join(desk.directory, 'lives.yaml')]);
    expect(`${checked.stdout}${checked.stderr}`.replaceAll(/\s+/g, ' ')).toContain(
      'never acts: by meanHours another machine of spot is to be had at once',
    );
  });

  it('says what to write where nobody knows a price', async () => {
    desk.write('unpriced.yaml', SPOT(''));
    const told = await runHere(['validate', join(desk.directory, 'unpriced.yaml')]);
    expect(told.stderr).toContain('pools.h.capacity.1.price');
    expect(told.stderr.replaceAll(/\s+/g, ' ')).toContain('no spot price of aws/box/us is known');
  });

  it('tells of a drain that is longer than the notice beside spot', async () => {
    desk.write(
      'drain.yaml',
      SPOT(', price: { discount: 60% }').replace('startUp:', 'drainSeconds: 5min\n    startUp:'),
    );
    const told = await runHere(['simulate', join(desk.directory, 'drain.yaml')]);
    const section = told.stdout.slice(told.stdout.indexOf('Spot of h'), told.stdout.indexOf('Unit costs'));
    expect(section.replaceAll(/\s+/g, ' ')).toContain(
      'Warning: drainSeconds: spot is lost 30 s after its notice',
    );
  });

  it('is no fleet that hardware is searched for, at prices on demand', async () => {
    desk.write('sized.yaml', SPOT(', price: { discount: 60% }'));
    const told = await runHere(['size', join(desk.directory, 'sized.yaml')]);
    expect(told.code).toBe(2);
    expect(told.stderr.replaceAll(/\s+/g, ' ')).toContain('size it without the entry of kind: spot');
  });
});
