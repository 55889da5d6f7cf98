import { afterAll, expect, it } from 'vitest';
import { openDesk } from './cliRunner.ts';

const desk = openDesk();
afterAll(() => desk.clear());

const scenario = (start: string, keepClock: boolean): string => `
fleetcast: 1
name: Kept clock
horizon: { start: ${start}, trace: true }
workloads:
  - id: w
    target: p
    arrivals: { trace: t.csv, format: csv, keepClock: ${keepClock}, columns: { arrivalSeconds: t, promptTokens: p, outputTokens: o } }
pools: [{ id: p, stepTime: { linear: { baseMs: 10 } }, batching: { kvBlocks: 100 } }]
`;
const EPOCH = Date.UTC(2026, 0, 1) / 1000;

it('keeps a clock of epoch seconds relative to the horizon’s start', async () => {
  desk.write('t.csv', `t,p,o\n${EPOCH + 10},5,2\n${EPOCH + 5000},5,2\n`);
  desk.write('kept.yaml', scenario('2026-01-01', true));
  const { code, stdout } = await desk.run(['simulate', 'kept.yaml', '--json', '--requests', 'rows.csv']);
  expect(code).toBe(0);
  const { horizon, requests } = JSON.parse(stdout) as {
    horizon: { hours: number };
    requests: { completed: number };
  };
  expect([horizon.hours, requests.completed]).toEqual([2, 2]);
});

it('says so where no row falls in the horizon', async () => {
  desk.write('far.yaml', scenario('2027-01-01', true));
  const { code, stderr } = await desk.run(['simulate', 'far.yaml']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/workloads\.w\.arrivals\.keepClock: no row falls in the horizon/);
});
