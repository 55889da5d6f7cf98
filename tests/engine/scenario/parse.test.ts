import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../engine/scenario/parse.ts';
import type { Problem } from '../../../engine/scenario/reading/problem.ts';
import { EXAMPLE } from './exampleDocument.ts';

const problemsOf = (text: string, overrides: readonly string[] = []): readonly Problem[] => {
  const parsed = parseScenario(text, 'it.yaml', overrides);
  return 'problems' in parsed ? parsed.problems : [];
};
const changed = (from: string, to: string): string => {
  expect(EXAMPLE).toContain(from);
  return EXAMPLE.replace(from, to);
};

describe('the scenario document', () => {
  it('accepts the example of the contract and fills in defaults', () => {
    const parsed = parseScenario(EXAMPLE, 'it.yaml');
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    const { document } = parsed;
    expect(document.horizon).toEqual({ start: Date.UTC(2026, 0, 1) / 1000, days: 7 });
    expect(document.fidelity).toEqual({ mode: 'every', replications: 1, windows: 'days' });
    expect(document.chargeback.outputTokenWeight).toBe(4);
    expect(document.workloads[1].arrivals).toMatchObject({ maxDisorderSeconds: 60, keepClock: false });
  });

  it('reads JSON, a BOM, durations and shares with their units', () => {
    const json = JSON.stringify({
      fleetcast: 1,
      name: 'j',
      horizon: { hours: 2 },
      fidelity: { mode: 'sample' },
      workloads: [
        {
          id: 'w',
          target: 'p',
          promptTokens: 10,
          outputTokens: { fixed: 5 },
          arrivals: { process: 'poisson', ratePerSecond: 1, growthPerMonth: '4%', timeZoneOffset: '-05:30' },
          slo: { ttftSeconds: '250ms', endToEndSeconds: '2min', percentile: '99%' },
        },
      ],
      pools: [{ id: 'p', stepTime: { linear: { baseMs: 10 } }, batching: { kvBlocks: 100 } }],
    });
    const parsed = parseScenario(`\uFEFF${json}`, 'j.json');
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    expect(parsed.document.workloads[0].slo).toEqual({
      ttftSeconds: 0.25,
      endToEndSeconds: 120,
      percentile: 0.99,
    });
    expect(parsed.document.workloads[0].arrivals).toMatchObject({
      growthPerMonth: 0.04,
      timeZoneOffset: -19_800,
    });
    expect(parsed.document.fidelity).toEqual({ mode: 'sample', daysPerMonth: 2, replications: 5 });
  });

  it.each([
    ['a misspelt key', 'replicas: 2', 'replica: 2', 'pools.h100.replica', /not a key/, /replicas/],
    [
      'a wrong unit',
      'ttftSeconds: 1.0',
      'ttftSeconds: 3parsecs',
      'workloads.chat.slo.ttftSeconds',
      /parsecs.*30s/,
      undefined,
    ],
    [
      'a text for a number',
      'cv: 1.1',
      'cv: lots',
      'workloads.chat.arrivals.cv',
      /number, got “lots”/,
      undefined,
    ],
    ['no replicas', 'replicas: 2', 'replicas: 0', 'pools.h100.replicas', /more than 0, got 0/, undefined],
    [
      'fewer than none',
      'replicas: 2',
      'replicas: -1',
      'pools.h100.replicas',
      /more than 0, got -1/,
      undefined,
    ],
    ['a horizon of zero', 'days: 7', 'days: 0', 'horizon.days', /more than 0/, undefined],
    ['half an hour', 'days: 7', 'hours: 1.5', 'horizon.hours', /whole number/, undefined],
    ['a day that is none', '2026-01-01', '2026-02-30', 'horizon.start', /no 2026-02-30/, undefined],
    [
      'a misspelt process',
      'process: gamma',
      'process: gama',
      'workloads.chat.arrivals.process',
      /one of constant/,
      /gamma/,
    ],
    [
      'a misspelt format',
      'azure-llm',
      'azure-lm',
      'workloads.replayed.arrivals.format',
      /one of azure-llm/,
      /azure-llm/,
    ],
    [
      'a pool that is not there',
      'target: h100\n    slo',
      'target: h10\n    slo',
      'workloads.chat.target',
      /no pool/,
      /h100/,
    ],
    [
      'a misspelt length',
      'p90: 2735',
      'p9: 2735',
      'workloads.chat.promptTokens.lognormal.p9',
      /not a key/,
      /p90/,
    ],
    [
      'quantiles that cross',
      'p90: 2735',
      'p90: 7',
      'workloads.chat.promptTokens.lognormal.p90',
      /more than p50/,
      undefined,
    ],
    [
      'a percentile of 95',
      'percentile: 0.95',
      'percentile: 95',
      'workloads.chat.slo.percentile',
      /between 0 and 1/,
      undefined,
    ],
    [
      'too small a budget',
      'maxBatchedTokens: 2048',
      'maxBatchedTokens: 100',
      'pools.h100.batching.maxBatchedTokens',
      /at least maxSequences/,
      /budget/,
    ],
    ['a missing model', '    model: llama-3.1-70b\n', '', 'pools.h100.model', /missing/, /catalogue/],
    [
      'a policy not built',
      'least-outstanding',
      'prefix-affinity',
      'pools.h100.balance',
      /one of round-robin/,
      undefined,
    ],
    [
      'a price of no kind',
      'instance: gcp',
      'instanc: gcp',
      'pools.h100.price.instanc',
      /not a key/,
      /instance/,
    ],
    ['a currency in words', 'currency: USD', 'currency: dollars', 'currency', /three letters/, undefined],
    ['both shape and cv', 'cv: 1.1', 'cv: 1.1, shape: 2', 'workloads.chat.arrivals.cv', /either/, /Poisson/],
    [
      'lengths beside a trace',
      'repeat: false }',
      'repeat: false }\n    promptTokens: 3',
      'workloads.replayed.promptTokens',
      /from the trace/,
      /promptScale/,
    ],
    [
      'a week of seven factors',
      'cv: 1.1',
      'cv: 1.1, hourOfWeek: [1, 2, 3, 4, 5, 6, 7]',
      'workloads.chat.arrivals.hourOfWeek',
      /168 items, got 7/,
      undefined,
    ],
  ])('says what is wrong: %s', (_name, from, to, path, message, suggestion) => {
    const problems = problemsOf(changed(from, to));
    const found = problems.find((problem) => problem.path === path);
    expect(found, JSON.stringify(problems)).toBeDefined();
    expect(found?.message).toMatch(message);
    if (suggestion !== undefined) expect(found?.suggestion).toMatch(suggestion);
    expect(found?.file).toBe('it.yaml');
    expect(found?.line).toBeGreaterThan(0);
  });

  it('names line and column of a syntax error', () => {
    const [problem] = problemsOf(changed('pools:', 'pools: ['));
    expect(problem.message).toMatch(/not valid YAML/);
    expect([problem.line, problem.column]).toEqual([20, 9]);
  });

  it('refuses duplicate keys and ids, and what is no scenario', () => {
    expect(problemsOf(changed('tenant: support', 'tenant: support\n    tenant: other'))[0].message).toMatch(
      /“tenant” is in this group already/,
    );
    expect(problemsOf(changed('id: replayed', 'id: chat'))[0]).toMatchObject({ path: 'workloads.chat.id' });
    expect(problemsOf('just words')[0].message).toMatch(/not a scenario/);
    expect(problemsOf('')[0].message).toMatch(/not a scenario/);
  });

  it('reports all problems at once', () => {
    const text = changed('replicas: 2', 'replicas: 0')
      .replace('cv: 1.1', 'cv: x')
      .replace('days: 7', 'days: 0');
    expect(
      problemsOf(text)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['horizon.days', 'pools.h100.replicas', 'workloads.chat.arrivals.cv']);
  });

  it('is not felled by an alias bomb', () => {
    const bomb = `a: &a [x, x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [${i === 0 ? '*a, *a' : `*b${i - 1}, *b${i - 1}`}]`).join('\n')}`;
    expect(problemsOf(bomb)[0].message).toMatch(/alias/i);
  });

  it('takes overrides by id and index, and judges what they set', () => {
    const parsed = parseScenario(EXAMPLE, 'it.yaml', [
      'pools.h100.replicas=4',
      'workloads.0.slo.ttftSeconds=2s',
      'seed=9',
    ]);
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    expect(parsed.document.pools[0].replicas).toBe(4);
    expect(parsed.document.workloads[0].slo?.ttftSeconds).toBe(2);
    expect(parsed.document.seed).toBe(9);
    expect(problemsOf(EXAMPLE, ['pools.h10.replicas=4'])[0]).toMatchObject({
      path: 'pools.h10',
      suggestion: 'did you mean h100?',
    });
    expect(problemsOf(EXAMPLE, ['pools.h100.replicas=-4'])[0].path).toBe('pools.h100.replicas');
    expect(problemsOf(EXAMPLE, ['pools.h100.replica=4'])[0].suggestion).toMatch(/replicas/);
    expect(problemsOf(EXAMPLE, ['nonsense'])[0].suggestion).toMatch(/path=value/);
    expect(problemsOf(EXAMPLE, ['name.x=1'])[0].message).toMatch(/nothing below name/);
    expect(problemsOf(EXAMPLE, ['seed={'])[0].message).toMatch(/not valid YAML/);
    expect(problemsOf(EXAMPLE, ['__proto__.x=1'])[0].message).toMatch(/cannot be set/);
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void parseScenario(text, 'f')));
    fc.assert(fc.property(fc.json(), (text) => void parseScenario(text, 'f')));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: EXAMPLE.length }),
        fc.integer({ min: 0, max: 40 }),
        fc.string({ maxLength: 12 }),
        (at, cut, put) => {
          const parsed = parseScenario(EXAMPLE.slice(0, at) + put + EXAMPLE.slice(at + cut), 'f');
          if ('problems' in parsed)
            expect(parsed.problems.every(({ message }) => message.length > 0)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws on a valid document with a strange value anywhere', () => {
    const paths = [
      'name',
      'horizon',
      'fidelity',
      'workloads.chat.arrivals',
      'workloads.chat.promptTokens',
      'pools.h100.stepTime',
      'pools.h100.price',
      'pools.h100.batching',
      'pools.h100.model',
      'workloads.chat.slo',
      'pools',
      'workloads',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const parsed = parseScenario(EXAMPLE, 'f', [`${path}=${JSON.stringify(value)}`]);
        if ('problems' in parsed) expect(parsed.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
