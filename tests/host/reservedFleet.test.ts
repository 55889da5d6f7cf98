import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunDocument } from '../../host/questions/forecast/runDocument.ts';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

/** Two replicas of one GPU, ready at once, with hardly any work. */
const RESERVED = `fleetcast: 1
name: reserved
horizon: { start: 2026-01-05, hours: 24 }
fidelity: { mode: every, windows: one }
workloads:
  - { id: chat, target: h, arrivals: { process: batch, count: 4 }, promptTokens: 10, outputTokens: 10 }
pools:
  - id: h
    model: llama-3.1-8b
    replicas: 2
    capacity:
      - { kind: on-demand }
      - { kind: reservation, nodes: 3, from: 2026-01-05T02:00Z, until: 2026-01-05T10:00Z, price: { perGpuHour: 0.5 } }
      - { kind: capacity-block, nodes: 1, from: 2026-01-05T12:00Z, until: 2026-01-05T20:00Z, price: { perGpuHour: 2 } }
    batching: { maxSequences: 16, kvBlocks: 3000 }
    stepTime: { linear: { baseMs: 20 } }
    price: { perGpuHour: 1 }
`;

describe('a forecast of a fleet on what is reserved', () => {
  let desk: Desk;
  let run: RunDocument;
  let report: string;
  let rows: readonly Record<string, string>[];

  beforeAll(async () => {
    desk = openDesk();
    desk.write('reserved.yaml', RESERVED);
    const out = join(desk.directory, 'out');
    const flags = ['--data-dir', join(desk.home, 'data'), '--out', out];
    report = (await runHere(['simulate', join(desk.directory, 'reserved.yaml'), ...flags])).stdout;
    const read = (name: string): string => readFileSync(join(out, name), 'utf8');
    run = JSON.parse(read('forecast.json')) as RunDocument;
    rows = Papa.parse<Record<string, string>>(read('ledger.csv'), {
      header: true,
      skipEmptyLines: true,
    }).data;
  });
  afterAll(() => desk.clear());

  it('pays what is reserved used or not, and nothing twice, hour by hour', () => {
    const hourly = (category: string): number[] =>
      Array.from({ length: 24 }, (_, hour) =>
        rows
          .filter((row) => row['category'] === category && Number(row['hour']) === hour)
          .reduce((sum, { amount }) => sum + Number(amount), 0),
      );
    const hours = (count: number, amount: number): number[] => Array.from({ length: count }, () => amount);
    // Two on demand; none beside a reservation of three; two; one beside the block, which is left 40 minutes before its end.
    expect(hourly('compute')).toEqual([
      ...hours(2, 2),
      ...hours(8, 0),
      ...hours(2, 2),
      ...hours(7, 1),
      1.666667,
      ...hours(4, 2),
    ]);
    expect(hourly('reserved compute')).toEqual([
      ...hours(2, 0),
      ...hours(8, 1.5),
      ...hours(2, 0),
      ...hours(8, 2),
      ...hours(4, 0),
    ]);
  });

  it('says how much of it was used, and what it cost against on demand', () => {
    const [{ reserved, fleet }] = run.pools;
    // Two of three for eight hours, and one of one for seven and a third.
    expect(reserved).toMatchObject({ nodes: 3, nodeHours: 32, cost: 28, allOnDemand: 32, saved: 4 });
    expect(reserved?.usedNodeHours).toBeCloseTo(16 + 22 / 3, 9);
    expect(fleet?.interruptions).toBe(1);
    expect(report.replaceAll(/\s+/g, ' ')).toContain('Reserved of h');
  });

  it('adds up: ledger, total, tenants and idle', () => {
    const micros = rows.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 1e6), 0);
    expect(micros).toBe(Math.round(Number(run.cost.total) * 1e6));
    expect(micros).toBe(52_666_667);
    const parts = [...Object.values(run.cost.byTenant), Number(run.cost.idle)];
    expect(Math.round(parts.reduce((sum, each) => sum + Number(each), 0) * 1e6)).toBe(micros);
  });
});
