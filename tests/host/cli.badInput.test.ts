import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desk } from './cliRunner.ts';
import { openDesk, replayScenario, runHere, smallScenario } from './cliRunner.ts';

const small = smallScenario();
const noFit = `fleetcast: 1
name: Too big
horizon: { days: 1 }
workloads:
  - id: chat
    arrivals: { process: poisson, ratePerSecond: 1 }
    promptTokens: { fixed: 10 }
    outputTokens: { fixed: 10 }
    target: small
pools:
  - { id: small, model: llama-3.1-70b, accelerator: l4-24gb, gpusPerReplica: 1, replicas: 1 }
`;

/** Name of the case, the scenario, the trace it replays, what the message must hold. */
const CASES: readonly (readonly [string, string, string | undefined, readonly (string | RegExp)[]])[] = [
  [
    'a misspelt key',
    small.replace('ttftSeconds', 'ttftSecond'),
    undefined,
    [/\.yaml:12:\d+: workloads\.chat\.slo\.ttftSecond/, 'ttftSeconds'],
  ],
  [
    'a wrong unit',
    small.replace('ttftSeconds: 1.0', 'ttftSeconds: 5kg'),
    undefined,
    [/\.yaml:12:\d+: workloads\.chat\.slo\.ttftSeconds/, 'kg'],
  ],
  [
    'a missing file',
    replayScenario('./nowhere.csv'),
    undefined,
    [/\.yaml:6:\d+: workloads\.replayed\.arrivals\.trace/, 'nowhere.csv', 'no such file'],
  ],
  ['an empty trace', replayScenario('./empty.csv'), '', ['empty.csv', 'empty']],
  ['a trace without rows', replayScenario('./header.csv'), 't,p,o\n', ['header.csv', 'no rows']],
  [
    'a row that is no number',
    replayScenario('./words.csv'),
    't,p,o\n1,2,3\n2,abc,3\n',
    ['words.csv:3', 'abc'],
  ],
  ['negative tokens', replayScenario('./negative.csv'), 't,p,o\n1,2,3\n2,2,-3\n', ['negative.csv:3', '-3']],
  [
    'timestamps out of order',
    replayScenario('./disorder.csv'),
    't,p,o\n900,2,3\n1,2,3\n',
    ['disorder.csv:3', 'maxDisorderSeconds'],
  ],
  [
    'zero replicas',
    small.replace('replicas: 2\n', 'replicas: 0\n'),
    undefined,
    ['pools.h100.replicas', 'got 0'],
  ],
  ['a model that does not fit', noFit, undefined, ['pools.small', 'GB', 'gpusPerReplica']],
  [
    'a horizon of zero',
    smallScenario({ horizon: 'days: 0' }),
    undefined,
    [/\.yaml:3:\d+: horizon\.days/, 'got 0'],
  ],
  ['a YAML syntax error', 'fleetcast: 1\nname: [unclosed\nfoo: 1\n', undefined, [/\.yaml:\d+:\d+: /, 'YAML']],
  ['no scenario at all', '- 1\n- 2\n', undefined, ['fleetcast: 1']],
];

// As processes of their own: what counts is the exit code and what is on the disk afterwards.
describe('each is told with its place, exits with 2 and leaves no file behind', () => {
  it.concurrent.each(CASES)('%s', async (_name, scenario, trace, expected) => {
    const desk = openDesk();
    try {
      desk.write('wrong.yaml', scenario);
      const traceName = /trace: \.\/([^,]+),/.exec(scenario)?.[1];
      if (trace !== undefined && traceName !== undefined) desk.write(traceName, trace);
      const before = desk.files();
      const outputs = ['--json', '--out', 'out', '--requests', 'requests.csv'];
      const answer = await desk.run(['simulate', 'wrong.yaml', ...outputs]);
      expect(answer.stderr).not.toContain('fault of ours');
      for (const part of expected) expect(answer.stderr).toMatch(part);
      expect(answer).toMatchObject({ code: 2, stdout: '' });
      expect(desk.files()).toEqual(before);
    } finally {
      desk.clear();
    }
  });
});

describe('wrong arguments', () => {
  let desk: Desk;
  let file = '';
  let before: string[] = [];
  beforeAll(() => {
    desk = openDesk();
    file = join(desk.directory, desk.write('small.yaml', small));
    before = desk.files();
  });
  afterAll(() => desk.clear());

  it.each([
    ['an unknown flag', ['simulate', 'FILE', '--jsn'], '--json'],
    ['an unknown command', ['simulat'], 'simulate'],
    ['no command', [], 'Usage'],
    ['no file', ['simulate'], 'file'],
    [
      'a scenario that is not there',
      ['simulate', 'nowhere.yaml'],
      'nowhere.yaml: cannot be read: there is no such',
    ],
    ['no workers', ['simulate', 'FILE', '--workers', '0'], 'whole number from 1'],
    ['a seed that is no number', ['simulate', 'FILE', '--seed', 'x'], 'whole number'],
    ['a setting without a value', ['simulate', 'FILE', '--set', 'replicas'], 'pools.h100.replicas=4'],
    ['a setting of nothing there', ['simulate', 'FILE', '--set', 'pools.h10.replicas=4'], 'h100'],
    [
      'a setting that is wrong',
      ['simulate', 'FILE', '--set', 'pools.h100.replicas=none'],
      'pools.h100.replicas',
    ],
    ['an --out that is a file', ['simulate', 'FILE', '--out', 'FILE'], 'not a directory'],
    ['--requests over the input', ['simulate', 'FILE', '--requests', 'FILE'], 'overwritten'],
    ['--requests into nowhere', ['simulate', 'FILE', '--requests', 'FILE/no/where.csv'], 'no directory'],
    ['one file to compare', ['compare', 'FILE'], 'two scenarios'],
    ['a wrong file among those to compare', ['compare', 'FILE', 'nowhere.yaml'], 'nowhere.yaml'],
  ])('%s', async (_name, args, expected) => {
    const answer = await runHere([
      ...args.map((arg) => arg.replace('FILE', file)),
      ...(args.includes('FILE') ? ['--data-dir', join(desk.home, 'data')] : []),
    ]);
    expect(answer.stderr).toContain(expected);
    expect(answer).toMatchObject({ code: 2, stdout: '' });
    expect(desk.files()).toEqual(before);
  });
});
