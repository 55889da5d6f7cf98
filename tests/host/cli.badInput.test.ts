import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desk } from './cliRunner.ts';
import { openDesk, replayScenario, smallScenario } from './cliRunner.ts';

let desk: Desk;
beforeAll(() => {
  desk = openDesk();
});
afterAll(() => desk.clear());

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

describe('each is told with its place, exits with 2 and leaves no file behind', () => {
  it.each(CASES.map((each, index) => [each[0], index] as const))(
    '%s',
    { timeout: 20_000 },
    async (_name, index) => {
      const [, scenario, trace, expected] = CASES[index];
      const file = desk.write(`case${index}.yaml`, scenario);
      const traceName = /trace: \.\/([^,]+),/.exec(scenario)?.[1];
      if (trace !== undefined && traceName !== undefined) desk.write(traceName, trace);
      const before = desk.files();
      const answer = await desk.run([
        'simulate',
        file,
        '--json',
        '--out',
        'out',
        '--requests',
        'requests.csv',
      ]);
      expect(answer.stderr).not.toContain('fault of ours');
      for (const part of expected) expect(answer.stderr).toMatch(part);
      expect(answer).toMatchObject({ code: 2, stdout: '' });
      expect(desk.files()).toEqual(before);
    },
  );
});

describe('wrong arguments', () => {
  it.each([
    ['an unknown flag', ['simulate', 'small.yaml', '--jsn'], '--json'],
    ['an unknown command', ['simulat'], 'simulate'],
    ['no command', [], 'Usage'],
    ['no file', ['simulate'], 'file'],
    [
      'a scenario that is not there',
      ['simulate', 'nowhere.yaml'],
      'nowhere.yaml: cannot be read: there is no such file',
    ],
    ['no workers', ['simulate', 'small.yaml', '--workers', '0'], 'whole number from 1'],
    ['a seed that is no number', ['simulate', 'small.yaml', '--seed', 'x'], 'whole number'],
    ['a setting without a value', ['simulate', 'small.yaml', '--set', 'replicas'], 'pools.h100.replicas=4'],
    ['a setting of nothing there', ['simulate', 'small.yaml', '--set', 'pools.h10.replicas=4'], 'h100'],
    [
      'a setting that is wrong',
      ['simulate', 'small.yaml', '--set', 'pools.h100.replicas=none'],
      'pools.h100.replicas',
    ],
    ['an --out that is a file', ['simulate', 'small.yaml', '--out', 'small.yaml'], 'not a directory'],
    ['--requests over the input', ['simulate', 'small.yaml', '--requests', './small.yaml'], 'overwritten'],
    ['--requests into nowhere', ['simulate', 'small.yaml', '--requests', 'no/where.csv'], 'no directory'],
    ['one file to compare', ['compare', 'small.yaml'], 'two scenarios'],
  ])('%s', { timeout: 20_000 }, async (_name, args, expected) => {
    desk.write('small.yaml', small);
    const before = desk.files();
    const answer = await desk.run(args);
    expect(answer.stderr).toContain(expected);
    expect(answer).toMatchObject({ code: 2, stdout: '' });
    expect(desk.files()).toEqual(before);
  });
});
