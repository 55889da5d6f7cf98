import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../engine/scenario/parse.ts';
import type { Problem } from '../../../engine/scenario/reading/problem.ts';
import type { ScenarioDocument } from '../../../engine/scenario/schema.ts';
import { EXAMPLE } from './exampleDocument.ts';

const POISSON = 'arrivals: { process: poisson, ratePerSecond: 1 }';
const LENGTHS = 'promptTokens: 1, outputTokens: 1';
const POOL = 'stepTime: { linear: { baseMs: 1 } }, batching: { kvBlocks: 9 }';

interface Parts {
  readonly workload?: string;
  readonly pool?: string;
  readonly top?: string;
}
const small = ({
  workload = `${POISSON}, ${LENGTHS}`,
  pool = POOL,
  top = 'horizon: { days: 1 }',
}: Parts): string =>
  `{ fleetcast: 1, name: n, ${top}, workloads: [{ id: w, target: p, ${workload} }], pools: [{ id: p, ${pool} }] }`;
const arrivals = (text: string): string => small({ workload: `arrivals: ${text}, ${LENGTHS}` });

function problemsOf(text: string, overrides: readonly string[] = []): readonly Problem[] {
  const parsed = parseScenario(text, 'f', overrides);
  return 'problems' in parsed ? parsed.problems : [];
}
function documentOf(text: string, overrides: readonly string[] = []): ScenarioDocument {
  const parsed = parseScenario(text, 'f', overrides);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.document;
}

describe('a front end', () => {
  it('is a word or figures, none of them negative', () => {
    expect(problemsOf(small({ pool: `${POOL}, frontEnd: none` }))).toEqual([]);
    expect(problemsOf(small({ pool: `${POOL}, frontEnd: { requestMs: 3, promptTokenUs: 2 }` }))).toEqual([]);
    const path = 'pools.p.frontEnd';
    const places = (frontEnd: string) =>
      problemsOf(small({ pool: `${POOL}, frontEnd: ${frontEnd}` })).map((problem) => problem.path);
    expect(places('of')).toEqual([path]);
    expect(places('{ latencyMs: -1 }')).toEqual([`${path}.latencyMs`]);
    expect(problemsOf(small({ pool: `${POOL}, frontEnd: { latencyMS: 1 }` }))).toMatchObject([
      { path: `${path}.latencyMS`, suggestion: expect.stringContaining('latencyMs') },
    ]);
  });
});

describe('what step times do not depend on', () => {
  const eager = 'model: llama-3.1-8b, accelerator: h100, gpusPerReplica: 4';
  it.each([
    ['speculation, measured', `${POOL}, speculative: { draftTokens: 4, acceptanceLength: 2 }`, 'speculative'],
    ['launches, measured', `${POOL}, cudaGraphs: false`, 'cudaGraphs'],
    [
      'stages, by efficiencies',
      `${eager}, stepTime: { roofline: {} }, parallel: { pipeline: 2 }`,
      'parallel',
    ],
  ])('is told: %s', (_what, pool, key) => {
    expect(problemsOf(small({ pool }))).toMatchObject([
      { path: `pools.p.${key}`, suggestion: 'use stepTime: auto, or leave it out' },
    ]);
  });

  it.each([
    ['all of it, calibrated', `${eager}, parallel: { pipeline: 2 }, cudaGraphs: false`],
    [
      'stages that measurements have in them',
      `${eager}, stepTime: { linear: { baseMs: 1 } }, parallel: { pipeline: 2 }`,
    ],
    ['degrees of one', `${eager}, stepTime: { roofline: {} }, parallel: { pipeline: 1 }`],
  ])('is taken: %s', (_what, pool) => {
    expect(problemsOf(small({ pool }))).toEqual([]);
  });
});

describe('what would be right', () => {
  it.each([
    [
      'an empty horizon',
      small({ top: 'horizon: {}' }),
      'horizon',
      /\{ months: … \}, \{ days: … \}, \{ hours: … \} or \{ trace: true \}/,
    ],
    ['a horizon in words', small({ top: 'horizon: 7d' }), 'horizon', /\{ days: … \}.*got “7d”/],
    ['no horizon', small({ top: 'seed: 2' }), 'horizon', /is missing: it must be \{ months: … \}/],
    ['two horizons', small({ top: 'horizon: { days: 7, months: 1 }' }), 'horizon.days', /does not go with/],
    [
      'arrivals without a process',
      arrivals('{ ratePerSecond: 5 }'),
      'workloads.w.arrivals.process',
      /constant, poisson, gamma, weibull, mmpp, clients or batch/,
    ],
    [
      'bounds without a law',
      small({ workload: `${POISSON}, promptTokens: { max: 5 }, outputTokens: 1` }),
      'workloads.w.promptTokens',
      /\{ fixed: … \}.*got \{ max \}/,
    ],
    [
      'a savings plan without money',
      small({
        top: 'horizon: { days: 1 }, commitments: [{ id: c, rule: aws-compute-savings-plan, discount: 30%, term: 1y }]',
      }),
      'commitments.c.hourly',
      /promises money an hour/,
    ],
    [
      'reserved instances by money',
      small({
        top: 'horizon: { days: 1 }, commitments: [{ id: c, rule: aws-reserved-instance, discount: 30%, term: 1y, units: 2, hourly: 4 }]',
      }),
      'commitments.c.hourly',
      /is not part of aws-reserved-instance/,
    ],
    [
      'a commitment on a pool that is not there',
      small({
        top: 'horizon: { days: 1 }, commitments: [{ id: c, rule: azure-savings-plan, discount: 30%, term: 1y, hourly: 4, pools: [q] }]',
      }),
      'commitments.c.pools.0',
      /there is no pool “q”/,
    ],
    [
      'a commitment for two years',
      small({
        top: 'horizon: { days: 1 }, commitments: [{ id: c, rule: azure-savings-plan, discount: 30%, term: 2y, hourly: 1 }]',
      }),
      'commitments.c.term',
      /must be one of 1y, 3y/,
    ],
    [
      'a discount of everything',
      small({
        top: 'horizon: { days: 1 }, commitments: [{ id: c, rule: azure-savings-plan, discount: 1, term: 1y, hourly: 1 }]',
      }),
      'commitments.c.discount',
      /between 0 and 1/,
    ],
    [
      'a rule that nobody has',
      small({
        top: 'horizon: { days: 1 }, commitments: [{ id: c, rule: gcp-flexible-cud, discount: 0.3, term: 1y, hourly: 1 }]',
      }),
      'commitments.c.rule',
      /gcp-resource-cud/,
    ],
    [
      'a share of memory in both spellings',
      small({ pool: `${POOL}, memoryUtilization: 0.9, memoryUtilisation: 0.8` }),
      'pools.p.memoryUtilisation',
      /another spelling: give one of the two/,
    ],
    [
      'more memory than there is',
      small({ pool: `${POOL}, memoryUtilisation: 1.2` }),
      'pools.p.memoryUtilisation',
      /above 0 and at most 1/,
    ],
    ['a law in words', small({ pool: 'stepTime: linear' }), 'pools.p.stepTime', /auto, \{ linear: … \}/],
    [
      'a bare price',
      small({ pool: `${POOL}, price: 3.5` }),
      'pools.p.price',
      /\{ instance: … \}, \{ perGpuHour: … \} or \{ owned: … \}/,
    ],
    [
      'kvBlocks in words',
      small({ pool: 'stepTime: { linear: {} }, batching: { kvBlocks: many }' }),
      'pools.p.batching.kvBlocks',
      /auto or a number/,
    ],
    [
      'an event at no time',
      arrivals(
        '{ process: poisson, ratePerSecond: 1, events: [{ start: tomorrow, duration: 1d, factor: 2 }] }',
      ),
      'workloads.w.arrivals.events.0.start',
      /date such as/,
    ],
    [
      'a time of day that is none',
      arrivals('{ process: batch, count: 5, at: "00:75" }'),
      'workloads.w.arrivals.at',
      /time of day/,
    ],
    [
      'an offset that is none',
      arrivals('{ process: poisson, ratePerSecond: 1, timeZoneOffset: "+99:99" }'),
      'workloads.w.arrivals.timeZoneOffset',
      /offset/,
    ],
    [
      'a metronome',
      arrivals('{ process: gamma, ratePerSecond: 1, cv: 1e-200 }'),
      'workloads.w.arrivals.cv',
      /at least 0.01/,
    ],
    [
      'a single burst',
      arrivals('{ process: gamma, ratePerSecond: 1, cv: 1e200 }'),
      'workloads.w.arrivals.cv',
      /at most 100/,
    ],
    [
      'a year of two digits',
      small({ top: 'horizon: { start: 0050-01-01, days: 1 }' }),
      'horizon.start',
      /before 1970/,
    ],
  ])('is said of %s', (_name, text, path, message) => {
    const found = problemsOf(text).find((problem) => problem.path === path);
    expect(found?.message, JSON.stringify(problemsOf(text))).toMatch(message);
  });

  it('names the nearest key of a model and an efficiency, and the nearest profile', () => {
    const near = (text: string, path: string) =>
      problemsOf(text).find((problem) => problem.path === path)?.suggestion;
    expect(near(small({ pool: `${POOL}, model: { name: x, layer: 3 }` }), 'pools.p.model.layer')).toBe(
      'did you mean layers?',
    );
    expect(
      near(
        small({ pool: 'stepTime: { roofline: { computEfficiency: 0.5 } }' }),
        'pools.p.stepTime.roofline.computEfficiency',
      ),
    ).toBe('did you mean computeEfficiency?');
    expect(
      near(
        arrivals('{ process: poisson, ratePerSecond: 1, hourOfWeek: busines-hours }'),
        'workloads.w.arrivals.hourOfWeek',
      ),
    ).toBe('did you mean business-hours?');
  });
});

describe('all at once', () => {
  it('a misspelt key hides neither a target that is not there nor a pair that disagrees', () => {
    const text = EXAMPLE.replace('replicas: 2', 'replica: 2')
      .replace('target: h100\n    slo', 'target: h10\n    slo')
      .replace('maxBatchedTokens: 2048', 'maxBatchedTokens: 100')
      .replace('p90: 424', 'p90: 24');
    expect(
      problemsOf(text)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([
      'pools.h100.batching.maxBatchedTokens',
      'pools.h100.replica',
      'workloads.chat.outputTokens.lognormal.p90',
      'workloads.chat.target',
    ]);
  });

  it('an override that cannot be applied hides no problem of the document, nor another override', () => {
    const problems = problemsOf(EXAMPLE.replace('replicas: 2', 'replicas: 0'), [
      'pools.h10.replicas=3',
      'workloads.cha.target=x',
    ]);
    expect(problems.map(({ path }) => path).sort()).toEqual([
      'pools.h10',
      'pools.h100.replicas',
      'workloads.cha',
    ]);
  });

  it('a pool with a misspelt id raises no echo from the workloads that aim at it', () => {
    expect(problemsOf(EXAMPLE.replace('- id: h100', '- ids: h100')).map(({ path }) => path)).toEqual([
      'pools.0.id',
      'pools.0.ids',
    ]);
  });
});

describe('overrides', () => {
  it('change the one place they name, not what shares an alias with it', () => {
    const text = `fleetcast: 1
name: n
horizon: { days: 1 }
workloads: [{ id: w, target: a, ${POISSON}, ${LENGTHS} }]
pools:
  - { id: a, stepTime: { linear: { baseMs: 1 } }, batching: &b { kvBlocks: 9 } }
  - { id: c, stepTime: { linear: { baseMs: 1 } }, batching: *b }
`;
    const { pools } = documentOf(text, ['pools.a.batching.maxSequences=3']);
    expect(pools.map(({ batching }) => batching.maxSequences)).toEqual([3, undefined]);
  });

  it('find an id with dots, the longest first', () => {
    const text = EXAMPLE.replaceAll('h100\n', 'llama-3.1\n');
    expect(
      documentOf(text, ['pools.llama-3.1.replicas=4', 'pools.llama-3.1.batching.maxSequences=8']).pools[0],
    ).toMatchObject({
      replicas: 4,
      batching: { maxSequences: 8 },
    });
  });
});
