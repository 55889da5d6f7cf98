import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duration, money, percent } from '../../engine/finance/plainText.ts';
import { figureCards } from '../../host/questions/forecast/figureCards.ts';
import type { RunDocument } from '../../host/questions/forecast/runDocument.ts';
import { type Desk, openDesk, runHere } from './cliRunner.ts';
import { openedWorkbook } from './openedWorkbook.ts';

/** Two tenants on a pool that scales by their load, starts as the catalogue has it and loses a replica once. */
const LIVING = `fleetcast: 1
name: living
horizon: { start: 2026-01-05, hours: 12 }
workloads:
  - { id: chat, tenant: support, target: h, arrivals: { process: poisson, ratePerSecond: 1, hourOfWeek: business-hours }, promptTokens: 500, outputTokens: 200, slo: { ttftSeconds: 2 } }
  - { id: search, tenant: shop, target: h, arrivals: { process: poisson, ratePerSecond: 0.5 }, promptTokens: 300, outputTokens: 100 }
pools:
  - id: h
    model: llama-3.1-8b
    gpusPerReplica: 2
    autoscale: { kind: hpa, min: 1, max: 3, metrics: [{ metric: outstanding, averageValue: 8 }] }
    startUp: { preset: new-node-network-disk, boot: 120s }
    drainSeconds: 5
    releaseSeconds: 30
    failures: { repair: 10min, at: [{ second: 36000, replica: 0 }] }
    batching: { maxSequences: 16, kvBlocks: 3000 }
    stepTime: { linear: { baseMs: 20, perPromptTokenMs: 0.1, perSequenceMs: 0.5, perContextTokenMs: 0.0001 } }
    price: { perGpuHour: 3.6 }
`;
const micros = (amount: number | string | null | undefined): number => Math.round(Number(amount) * 1e6);

describe('a forecast of replicas that come and go', () => {
  let desk: Desk;
  let run: RunDocument;
  let report: string;
  const read = (name: string): string => readFileSync(join(desk.directory, 'out', name), 'utf8');
  const rowsOf = (name: string): readonly Record<string, string>[] =>
    Papa.parse<Record<string, string>>(read(name), { header: true, skipEmptyLines: true }).data;

  beforeAll(async () => {
    desk = openDesk();
    desk.write('living.yaml', LIVING);
    const flags = [join(desk.directory, 'living.yaml'), '--data-dir', join(desk.home, 'data')];
    report = (await runHere(['simulate', ...flags, '--out', join(desk.directory, 'out')])).stdout;
    run = JSON.parse(read('forecast.json')) as RunDocument;
  });
  afterAll(() => desk.clear());

  it('leads with how long replicas take to come, and what that costs', () => {
    const [pool] = run.pools;
    const cards = Object.fromEntries(figureCards(run).map(({ label, ...card }) => [label, card]));
    const { scaleUpLagSeconds, requestedReplicas } = pool.fleet ?? {};
    expect(requestedReplicas).toBeGreaterThan(1);
    // The boot of 120 s, and what the catalogue has for the rest.
    expect(scaleUpLagSeconds).toBeGreaterThan(120);
    expect(cards['Scale-up lag']).toEqual({
      figure: 'pools.h.fleet.scaleUpLagSeconds',
      value: duration(scaleUpLagSeconds ?? 0),
      note: `from wanted to ready, mean of ${requestedReplicas} replicas`,
    });
    const cost = Number(pool.idleByReason?.starting?.cost);
    expect(cost).toBeGreaterThan(0);
    expect(cards['Cold starts']).toEqual({
      figure: 'pools.h.fleet.startingSeconds',
      value: money(cost, 'USD'),
      note: `paid before ready in 12 hours, ${percent(cost / Number(run.cost.total))} of its cost`,
    });
  });

  it('books every paid second to a tenant or as idle, and by what became of it', () => {
    const ledger = rowsOf('ledger.csv');
    const booked = (rows: typeof ledger): number => rows.reduce((sum, { amount }) => sum + micros(amount), 0);
    const { cost, usedCost, idleByReason } = run;
    const tenants = Object.values(cost.byTenant).map(micros);
    expect(tenants).toHaveLength(2);
    for (const each of tenants) expect(each).toBeGreaterThan(0);
    expect(booked(ledger)).toBe(micros(cost.total));
    expect(tenants.reduce((sum, each) => sum + each, micros(cost.idle))).toBe(micros(cost.total));
    for (const [tenant, amount] of Object.entries(cost.byTenant))
      expect(booked(ledger.filter((row) => row['tenant'] === tenant))).toBe(micros(amount));
    const idle = Object.values(idleByReason ?? {}).map((part) => micros(part.cost));
    expect(idle.reduce((sum, each) => sum + each, micros(usedCost))).toBe(micros(cost.total));
    // Two GPUs a replica, each at 3.6 an hour, by the second.
    const replicaHours = rowsOf('usage.csv').reduce((sum, row) => sum + Number(row['replicaHours']), 0);
    expect(cost.total).toBeCloseTo(replicaHours * 2 * 3.6, 4);
  });

  it('has in usage.csv where replicas stood in each hour', () => {
    const hours = rowsOf('usage.csv').filter(({ row }) => row === 'pool');
    expect(hours).toHaveLength(12);
    const total = (name: string): number => hours.reduce((sum, row) => sum + Number(row[name]), 0);
    const { fleet } = run.pools[0];
    expect(total('startingReplicaSeconds')).toBeCloseTo(fleet?.startingSeconds ?? Number.NaN, 6);
    expect(total('drainingReplicaSeconds')).toBeCloseTo(fleet?.drainingSeconds ?? Number.NaN, 6);
    expect(total('wantedReplicaSeconds')).toBeCloseTo((fleet?.replicas.wanted.mean ?? 0) * 12 * 3600, 6);
    expect(total('atMostSeconds') / 12 / 3600).toBeCloseTo(fleet?.atMost?.timeShare ?? Number.NaN, 9);
    // Nobody waits unpaid or without being asked for.
    expect(total('readyReplicaSeconds') + total('requestedReplicaSeconds')).toBeCloseTo(
      total('wantedReplicaSeconds'),
      6,
    );
    // Every starting replica-second costs two GPU-seconds.
    expect(run.pools[0].idleByReason?.starting?.cost).toBeCloseTo(
      (total('startingReplicaSeconds') / 3600) * 7.2,
      5,
    );
  });

  it('counts what happened, and compares with the fixed fleet of the most that were asked for', () => {
    const { fleet } = run.pools[0];
    expect(fleet).toMatchObject({ autoscaler: 'hpa', looks: 12 * 240, failures: 1, unfinished: 0 });
    expect(fleet?.requestedReplicas).toBeGreaterThanOrEqual(fleet?.scaleUps ?? Number.NaN);
    expect(fleet?.lossRetries).toBe(fleet?.lostRequests);
    // Provision 5 s, boot 120 s as written, image 230 s, weights and warm-up by the model's size; some are let go before.
    expect(fleet?.scaleUpLagSeconds).toBeGreaterThan(120);
    expect(fleet?.scaleUpLagSeconds).toBeLessThan(900);
    const { replicas = 0, cost } = fleet?.fixedFleet ?? {};
    expect(replicas).toBe(Math.ceil(fleet?.replicas.wanted.most ?? 0));
    expect(cost).toBeCloseTo(replicas * 12 * 7.2, 6);
  });

  it('holds what is paid against the least that could have done the work', () => {
    const [{ fleet, replicaHours, usedCost }] = run.pools;
    const { ideal } = fleet ?? {};
    expect((ideal?.replicaHours ?? 0) + (ideal?.paidAbove.replicaHours ?? 0)).toBeCloseTo(replicaHours, 6);
    expect(ideal?.cost).toBe(usedCost);
    expect(micros(ideal?.cost) + micros(ideal?.paidAbove.cost)).toBe(micros(run.cost.byPool['h']));
    expect(report).toMatch(/Paid above the ideal +[\d.]+ replica-hours/);
  });

  it('names the source of each stage of the start-up that is of the catalogue, and not of those that are written', () => {
    expect(run.startUps).toHaveLength(1);
    expect(run.startUps?.[0]).toMatchObject({ pool: 'h', preset: 'new-node-network-disk' });
    expect(run.startUps?.[0].stages.map(({ stage }) => stage)).toEqual([
      'provision',
      'image',
      'weights',
      'warmUp',
    ]);
    const flat = report.replace(/\s+/g, ' ');
    expect(flat).toMatch(
      /boot 2 min, image 3\.8 min, .*by the catalogue’s “New node, image pulled, weights from a network disk”/,
    );
    expect(flat).toContain('image: roastidio.us, copy of a post on GKE image streaming');
  });

  it('tells all of it in the report, on paper and in the workbook', async () => {
    for (const line of [
      /^ {2}Wanted +\d\.\d +1\.0 +3\.0$/m,
      /^ {2}From wanted to ready, mean +[\d.]+ min$/m,
      /^ {2}Starting: paid and not ready yet +[\d.]+ replica-hours +[\d.]+$/m,
      /^ {2}Replicas that failed +1$/m,
      /^ {2}Against a fixed fleet of 3 +36\.0 replica-hours +259\.20$/m,
      /^ {2}Paid less than for the fixed fleet +[\d.]+$/m,
      /^ {2}11:00 +\d\.\d +\d\.\d/m,
    ])
      expect(report).toMatch(line);
    expect(read('report.html')).toContain('What coming and going took, h');
    expect(read('report.html')).toContain('Replicas over demand by hour');
    const book = await openedWorkbook(readFileSync(join(desk.directory, 'out', 'report.xlsx')));
    const { Replicas: sheet, Summary: summary } = book;
    expect(sheet.row(1)).toEqual([
      'From (UTC)',
      'Hours',
      'Pool',
      'Wanted',
      'On their way',
      'Starting, paid',
      'Ready',
      'Draining',
      'Paid',
    ]);
    expect(sheet.rows).toHaveLength(1 + 12);
    const paid = sheet.rows.slice(1).reduce((sum, row) => sum + Number(row[8]), 0);
    expect(paid).toBeCloseTo(run.pools[0].replicaHours, 9);
    expect(summary.rows).toContainEqual([
      'Cost of a fixed fleet of 3, h (not simulated)',
      259.2,
      'USD',
      null,
    ]);
  });
});
