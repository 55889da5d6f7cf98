import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDesk, runHere, type Desk } from './cliRunner.ts';
import { openedWorkbook } from './openedWorkbook.ts';

// Of three rows of a file in BurstGPT's format one has no response tokens: its request failed (HPMLL/BurstGPT).
const SENTENCE = '1 of 3 rows left out: failed (no response tokens)';
const HEADER = 'Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type';
const ROWS = ['5,1,3.2,ChatGPT,472,18,490,Conversation log', '45,1,0,ChatGPT,1087,0,1087,Conversation log'];
const LAST = '118,2,9.1,GPT-4,417,276,693,API log';

const scenario = (trace: string): string => `fleetcast: 1
name: Replay
horizon: { start: 2026-01-05, trace: true }
workloads:
  - id: replayed
    arrivals: { trace: ./${trace}, format: burstgpt }
    target: p
pools:
  - id: p
    stepTime: { linear: { baseMs: 20, perPromptTokenMs: 0.1 } }
    batching: { kvBlocks: 1000 }
    price: { perGpuHour: 2 }
`;

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
  desk.write('some.csv', `${[HEADER, ...ROWS, LAST].join('\n')}\n`);
  desk.write('all.csv', `${[HEADER, ROWS[0], LAST].join('\n')}\n`);
  desk.write('some.yaml', scenario('some.csv'));
  desk.write('all.yaml', scenario('all.csv'));
});
afterEach(() => desk.clear());

it('rows that a trace’s reader leaves out are told wherever it is read', async () => {
  const file = join(desk.directory, 'some.yaml');
  expect((await runHere(['validate', file])).stdout).toBe(
    `${file}: ok\n${file}: trace of replayed: ${SENTENCE}\n`,
  );
  const data = ['--data-dir', join(desk.home, 'data')];
  const out = join(desk.directory, 'out');
  const text = await runHere(['simulate', file, '--out', out, ...data]);
  expect(text.stdout).toContain(`Trace of replayed: ${SENTENCE}.`);
  const forecast = JSON.parse(readFileSync(join(out, 'forecast.json'), 'utf8'));
  expect(forecast.requests.arrived).toBe(2);
  expect(forecast.traces).toEqual([
    {
      workload: 'replayed',
      rows: 3,
      leftOut: 1,
      leftOutBy: { 'failed (no response tokens)': 1 },
      sentence: SENTENCE,
    },
  ]);
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain(`Trace of replayed: ${SENTENCE}.`);
  const workbook = await openedWorkbook(readFileSync(join(out, 'report.xlsx')));
  expect(JSON.stringify(workbook)).toContain(`Trace of replayed: ${SENTENCE}.`);

  const other = join(desk.directory, 'all.yaml');
  const both = join(desk.directory, 'both');
  const compared = await runHere(['compare', file, other, '--out', both, ...data]);
  expect(compared.stderr).toContain(`${file}: trace of replayed: ${SENTENCE}`);
  const note = `${file}: trace of replayed: ${SENTENCE}.`;
  const told = [
    compared.stdout.replaceAll(/\s+/g, ' '),
    readFileSync(join(both, 'comparison.html'), 'utf8'),
    readFileSync(join(both, 'answer.html'), 'utf8'),
    JSON.stringify(await openedWorkbook(readFileSync(join(both, 'comparison.xlsx')))),
  ];
  for (const each of told) expect(each).toContain(note);
});

it('nothing is told, and no key added, where every row is taken', async () => {
  const file = join(desk.directory, 'all.yaml');
  expect((await runHere(['validate', file])).stdout).toBe(`${file}: ok\n`);
  const answer = await runHere(['simulate', file, '--json', '--data-dir', join(desk.home, 'data')]);
  expect(JSON.parse(answer.stdout)).not.toHaveProperty('traces');
});

it('rows outside the horizon are counted aloud', async () => {
  const short = scenario('some.csv')
    .replace('trace: true', 'hours: 1')
    .replace('burstgpt', 'burstgpt, rateScale: 0.01');
  const file = join(desk.directory, desk.write('short.yaml', short));
  const sentence = `${SENTENCE}; 1 of 3 rows lie outside the horizon and are not simulated`;
  const answer = await runHere(['simulate', file, '--json', '--data-dir', join(desk.home, 'data')]);
  const { requests, traces } = JSON.parse(answer.stdout);
  expect(requests.arrived).toBe(1);
  expect(traces).toMatchObject([{ rows: 3, leftOut: 1, outsideHorizon: 1, sentence }]);
  const text = await runHere(['simulate', file, '--data-dir', join(desk.home, 'data')]);
  expect(text.stdout.replaceAll(/\s+/g, ' ')).toContain(`Trace of replayed: ${sentence}.`);
});
