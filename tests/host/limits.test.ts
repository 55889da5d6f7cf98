import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { PlacedProblem } from '../../engine/scenario/reading/problems.ts';
import type { InputProblemError } from '../../host/files/inputProblem.ts';
import { prepareDraft, prepareRun } from '../../host/run/prepareRun.ts';
import { sizeLimitProblems } from '../../host/run/runLimits.ts';
import { cpuPace } from '../tooling/machinePace.ts';
import { comparable, openDesk, replayScenario, runHere, smallScenario } from './cliRunner.ts';
import { measuredRun } from './measuredRun.ts';

const desk = openDesk();
afterAll(() => desk.clear());
desk.write('small.yaml', smallScenario());
// A row every ten minutes of eight hours, in microseconds.
desk.write(
  'micro.csv',
  `t,p,o\n${Array.from({ length: 50 }, (_, i) => `${i * 600_000_000},100,20`).join('\n')}\n`,
);
desk.write('micro.yaml', replayScenario('./micro.csv'));
const at = (name: string): string => join(desk.directory, name);

const RATE = 'workloads.chat.arrivals.ratePerSecond';
const ARRIVALS = 'workloads.chat.arrivals';

/** The document, what is set in it, the place that is named, and what the message and its way out must hold. */
const CASES: readonly (readonly [string, readonly string[], string, string])[] = [
  [
    'micro.yaml',
    [],
    'horizon.trace',
    'not to be in seconds\n  workloads.replayed.arrivals.rateScale: 1000 for',
  ],
  ['micro.yaml', ['workloads.replayed.arrivals.rateScale=1e-300'], 'horizon.trace', 'years'],
  [
    'micro.yaml',
    [
      'horizon={days: 1}',
      'workloads.replayed.arrivals={repeat: true, rateScale: 1e300, trace: ./micro.csv, format: csv, columns: { arrivalSeconds: t, promptTokens: p, outputTokens: o }}',
    ],
    'workloads.replayed.arrivals.rateScale',
    'more than can be counted',
  ],
  ['small.yaml', [`${RATE}=1e300`], RATE, 'more than can be counted\n  a lower rate, or a shorter horizon'],
  ['small.yaml', [`${RATE}=1e7`], RATE, 'more than the 100,000,000,000 that a run may\n  a lower rate'],
  [
    'small.yaml',
    [`${RATE}=1e12`, 'fidelity={mode: sample}', 'horizon={months: 36}'],
    RATE,
    'more than can be counted',
  ],
  [
    'small.yaml',
    [`${ARRIVALS}.growthPerMonth=1000000%`, 'horizon={months: 600}'],
    RATE,
    'endlessly many requests would arrive',
  ],
  [
    'small.yaml',
    [`${ARRIVALS}.events=[{start: 1h, duration: 1h, factor: 1e308}]`],
    RATE,
    'more than can be counted',
  ],
  [
    'small.yaml',
    [`${ARRIVALS}.monthOfYear=[1e308,1e308,1,1,1,1,1,1,1,1,1,1]`],
    `${ARRIVALS}.monthOfYear`,
    'more than can be counted',
  ],
  [
    'small.yaml',
    [
      `${ARRIVALS}={process: mmpp, states: [{ratePerSecond: 1, meanSeconds: 1e-9}, {ratePerSecond: 2, meanSeconds: 1e-9}]}`,
    ],
    `${ARRIVALS}.states`,
    'process: gamma',
  ],
  [
    'small.yaml',
    [
      `${ARRIVALS}={process: mmpp, states: [{ratePerSecond: 1e300, meanSeconds: 1e300}, {ratePerSecond: 2, meanSeconds: 1}]}`,
    ],
    `${ARRIVALS}.states`,
    'more requests than can be counted',
  ],
  [
    'small.yaml',
    [`${ARRIVALS}={process: weibull, ratePerSecond: 1, shape: 0.001}`],
    `${ARRIVALS}.shape`,
    'at least 0.01',
  ],
  [
    'small.yaml',
    [`${ARRIVALS}={process: clients, ratePerSecond: 1, clients: [{share: 1e308}, {share: 1e308}]}`],
    `${ARRIVALS}.clients`,
    'the shares add up',
  ],
  [
    'small.yaml',
    [`${ARRIVALS}={process: batch, count: 3000001}`],
    `${ARRIVALS}.count`,
    'more than the 3,000,000',
  ],
  [
    'small.yaml',
    ['fidelity.replications=1000', 'horizon={months: 600}'],
    'fidelity.replications',
    '18,262 windows',
  ],
  ['small.yaml', ['horizon={start: 9990-01-01, months: 600}'], 'horizon.start', 'before the year 10000'],
  [
    'small.yaml',
    [
      'pools.h100.replicas=100000',
      'pools.h100.batching.maxSequences=65536',
      'pools.h100.batching.maxBatchedTokens=65536',
    ],
    'pools.h100.replicas',
    '78.7 GB of memory',
  ],
  [
    'small.yaml',
    ['pools.h100.replicas=10000', 'pools.h100.batching.maxSequences=1024'],
    'pools.h100.replicas',
    'could have 11,240,000 requests in hand, more than the 8,388,608 that a pool may\n  at most 7,215, or',
  ],
  ['small.yaml', ['workloads.chat.outputTokens=1e12'], 'workloads.chat.outputTokens', 'at most 1000000000'],
  [
    'small.yaml',
    ['workloads.chat.promptTokens={lognormal: {mean: 10, cv: 1e300}}'],
    'workloads.chat.promptTokens.lognormal.cv',
    'at most 1000000',
  ],
  [
    'small.yaml',
    [`${RATE}=100`, 'workloads.chat.promptTokens=1e9', 'pools.h100.batching.kvBlocks=1e9'],
    'workloads.chat.promptTokens',
    'steps would have to be simulated',
  ],
  [
    'small.yaml',
    ['pools.h100.stepTime={linear: {baseMs: 1e308}}'],
    'pools.h100.stepTime.linear.baseMs',
    'at most 1000000000',
  ],
];

/** What makes a horizon one in which nothing comes. */
const EMPTY: readonly (readonly [string, readonly string[]])[] = [
  [
    'a batch after its end',
    ['horizon={start: 2026-01-05, hours: 12}', `${ARRIVALS}={process: batch, count: 100, at: "23:00"}`],
  ],
  [
    'an event that stops everybody',
    ['horizon={hours: 12}', `${ARRIVALS}.events=[{start: 0h, duration: 12h, factor: 0}]`],
  ],
  [
    'an hour of the week without anyone',
    [
      'horizon={start: 2026-01-05, hours: 1}',
      `${ARRIVALS}.hourOfWeek=[${Array.from({ length: 168 }, (_, hour) => (hour === 0 ? 0 : 1)).join(',')}]`,
    ],
  ],
];

it.each(EMPTY)('a horizon in which nothing arrives has an answer: %s', async (_name, settings) => {
  const set = settings.flatMap((setting) => ['--set', setting]);
  const run = await runHere(['simulate', at('small.yaml'), ...set, '--json'], desk);
  expect(run.stderr).not.toContain('endlessly many');
  expect(run.code).toBe(0);
  const found = JSON.parse(run.stdout) as { requests: { arrived: number }; verdict: string };
  expect(found.requests.arrived).toBe(0);
  expect(found.verdict).toContain('no request arrived');
});

describe('what would take more than a machine has', () => {
  it.each(CASES)('%s with %j is refused at %s', async (file, settings, place, holds) => {
    const args = [at(file), ...settings.flatMap((setting) => ['--set', setting])];
    const simulated = await runHere(['simulate', ...args, '--json']);
    expect(simulated.stdout).toBe('');
    expect(simulated.code).toBe(2);
    expect(simulated.stderr).toContain(`${place}: `);
    expect(simulated.stderr).toContain(holds);
    // What checks a document, and what drafts it as it is typed, prepare it in the same way.
    const problems = await prepareRun(at(file), { settings, signal: new AbortController().signal }).then(
      () => [],
      (error: unknown) => (error as InputProblemError).problems,
    );
    expect(problems.map(({ path }) => path)).toContain(place);
  });

  it('says the same when it is only checked', async () => {
    desk.write('fast.yaml', smallScenario().replace('ratePerSecond: 0.3', 'ratePerSecond: 1e300'));
    const checked = await runHere(['validate', at('fast.yaml')]);
    const simulated = await runHere(['simulate', at('fast.yaml')]);
    expect(checked.code).toBe(2);
    expect(simulated.stderr).toContain('more than can be counted');
    expect(checked.stderr + checked.stdout).toContain('more than can be counted');
  });

  it('leaves what is long, and can be done, alone', async () => {
    for (const settings of [
      ['horizon={months: 600}'],
      ['horizon={months: 36}', 'fidelity={mode: sample, replications: 20}', `${RATE}=100`],
      [`${ARRIVALS}={process: batch, count: 3000000}`],
      ['pools.h100.replicas=10000', 'pools.h100.batching.maxSequences=512'],
    ]) {
      const prepared = await prepareRun(at('small.yaml'), { settings, signal: new AbortController().signal });
      expect(prepareDraft(prepared, 400_000)?.isApproximate).toBeDefined();
    }
    const scaled = ['workloads.replayed.arrivals.rateScale=1000000'];
    const { spec } = await prepareRun(at('micro.yaml'), {
      settings: scaled,
      signal: new AbortController().signal,
    });
    expect(spec.hours).toBe(9);
  });
});

it('counts the memory of results once where one replication is its own mean', async () => {
  const { signal } = new AbortController();
  const { spec } = await prepareRun(at('small.yaml'), { settings: ['horizon={months: 600}'], signal });
  const of = (replications: number): PlacedProblem[] =>
    sizeLimitProblems(
      {
        ...spec,
        fidelity: { ...spec.fidelity, replications },
        accounts: Array.from({ length: 35 }, (_, tenant) => ({ workload: 0, tenant: `t${tenant}` })),
      },
      false,
    );
  expect(of(1)).toEqual([]);
  expect(of(2)).toMatchObject([{ path: ['fidelity', 'replications'], suggestion: 'at most 1' }]);
});

it.each([
  ['3,000 requests a second on two replicas', [`${RATE}=3000`, 'horizon={months: 6}'], 'queue'],
  [
    'answers of a thousand million tokens',
    [`${RATE}=5`, 'workloads.chat.outputTokens=1e9', 'pools.h100.batching.kvBlocks=1e9'],
    'drain',
  ],
] as const)('%s: overloaded is an answer, within 5 s of CPU and 1 GB', async (_name, settings, cause) => {
  const pace = cpuPace();
  const args = ['simulate', 'small.yaml', '--json', '--workers', '2'];
  const set = settings.flatMap((setting) => ['--set', setting]);
  const run = measuredRun([...args, ...set], { directory: desk.directory });
  expect(run.code).toBe(0);
  const found = JSON.parse(run.stdout) as {
    overloaded: boolean;
    givenUp: { cause: string };
    verdict: string;
  };
  expect(found).toMatchObject({ overloaded: true, givenUp: { cause } });
  // The same for one worker in this process, on which nothing runs at the same time.
  const alone = await runHere([...args.slice(0, 1), at('small.yaml'), '--json', '--workers', '1', ...set]);
  expect(comparable(alone.stdout)).toEqual(comparable(run.stdout));
  expect(run.cpuMs / Math.max(pace, cpuPace())).toBeLessThan(5000);
  expect(run.mostMB).toBeLessThan(1000);
});
