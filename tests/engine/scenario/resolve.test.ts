import { poolBatching } from '../../../engine/serving/physics/poolBatching.ts';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../engine/scenario/parse.ts';
import { PROFILE_NAMES, profile } from '../../../engine/scenario/arrivals/profiles.ts';
import { resolveScenario } from '../../../engine/scenario/resolve.ts';
import type { SimulationSpec, TraceSummary } from '../../../engine/scenario/spec.ts';

const physics = {
  kvBlocks: 100,
  stepTime: {
    kind: 'linear',
    baseSeconds: 1,
    perPromptTokenSeconds: 0,
    perSequenceSeconds: 0,
    perContextTokenSeconds: 0,
  },
} as const;

function resolved(
  workload: string,
  horizon = '{ start: 2026-01-31, months: 1 }',
  summary?: TraceSummary,
): SimulationSpec {
  const parsed = parseScenario(
    `{ fleetcast: 1, name: n, horizon: ${horizon}, workloads: [{ id: w, target: p, ${workload} }], pools: [{ id: p, stepTime: { linear: { baseMs: 1 } }, batching: { kvBlocks: 9 } }] }`,
    'r.yaml',
  );
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return resolveScenario(parsed.document, {
    pools: [{ ...physics, batching: poolBatching(parsed.document.pools[0].batching, { engines: [] }) }],
    traces: summary === undefined ? new Map() : new Map([['w', { path: '/t', summary }]]),
  });
}
const synthetic = (arrivals: string, lengths = 'promptTokens: 1, outputTokens: 1') => {
  const found = resolved(`arrivals: ${arrivals}, ${lengths}`).workloads[0].arrivals;
  if (found.kind !== 'synthetic') throw new Error('not synthetic');
  return found;
};

describe('resolving a document', () => {
  it('counts calendar months', () => {
    expect(
      resolved(
        'arrivals: { process: poisson, ratePerSecond: 1 }, promptTokens: 1, outputTokens: 1',
        '{ start: 2026-01-01, months: 2 }',
      ).hours,
    ).toBe(59 * 24);
    expect(
      resolved(
        'arrivals: { process: poisson, ratePerSecond: 1 }, promptTokens: 1, outputTokens: 1',
        '{ start: 2028-02-01, months: 1 }',
      ).hours,
    ).toBe(29 * 24);
    // A month from 31 January ends with February.
    expect(
      resolved(
        'arrivals: { process: poisson, ratePerSecond: 1 }, promptTokens: 1, outputTokens: 1',
        '{ start: 2026-01-31, months: 1 }',
      ).hours,
    ).toBe(28 * 24);
  });

  it('turns coefficients of variation into shapes', () => {
    expect(synthetic('{ process: gamma, ratePerSecond: 2, cv: 2 }').process).toEqual({
      type: 'gamma',
      shape: 0.25,
    });
    const exponential = synthetic('{ process: weibull, ratePerSecond: 2, cv: 1 }').process;
    expect(exponential.type === 'weibull' && exponential.shape).toBeCloseTo(1, 9);
    // Weibull with shape 0.5: cv² = Γ(5)/Γ(3)² − 1 = 5.
    const bursty = synthetic(`{ process: weibull, ratePerSecond: 2, cv: ${Math.sqrt(5)} }`).process;
    expect(bursty.type === 'weibull' && bursty.shape).toBeCloseTo(0.5, 9);
  });

  it('weighs the states of a modulated process by how long they last', () => {
    const { process, ratePerSecond } = synthetic(
      '{ process: mmpp, states: [{ ratePerSecond: 6, meanSeconds: 10 }, { ratePerSecond: 0, meanSeconds: 20 }] }',
    );
    expect(ratePerSecond).toBeCloseTo(2, 12);
    expect(process.type === 'mmpp' && process.states.map(({ relativeRate }) => relativeRate)).toEqual([3, 0]);
    expect(
      synthetic(
        '{ process: mmpp, ratePerSecond: 8, states: [{ ratePerSecond: 6, meanSeconds: 10 }, { ratePerSecond: 0, meanSeconds: 20 }] }',
      ).ratePerSecond,
    ).toBe(8);
  });

  it('makes clients, listed or by rank', () => {
    const listed = synthetic(
      '{ process: clients, ratePerSecond: 1, clients: [{ share: 1, cv: 2 }, { share: 3, interval: weibull }] }',
    ).process;
    expect(listed.type === 'clients' && listed.clients.map(({ share }) => share)).toEqual([0.25, 0.75]);
    const ranked = synthetic('{ process: clients, ratePerSecond: 1, count: 3, skew: 1 }').process;
    expect(
      ranked.type === 'clients' && ranked.clients.map(({ share }) => Number((share / (6 / 11)).toFixed(6))),
    ).toEqual([1, 0.5, 0.333333]);
  });

  it('places events by date or by time into the horizon', () => {
    const { rate } = synthetic(
      '{ process: poisson, ratePerSecond: 1, events: [{ start: 2026-02-01, duration: 1d, factor: 3 }, { start: 2h, duration: 30min, factor: 0.5 }] }',
    );
    expect(rate.events).toEqual([
      { startSeconds: 86_400, endSeconds: 172_800, factor: 3 },
      { startSeconds: 7200, endSeconds: 9000, factor: 0.5 },
    ]);
  });

  it.each([
    [
      '{ lognormal: { p50: 100, p90: 300 } }',
      { type: 'lognormal', mu: Math.log(100), sigma: Math.log(3) / 1.2815515655446004 },
    ],
    [
      '{ lognormal: { mean: 100, cv: 1 } }',
      { type: 'lognormal', mu: Math.log(100) - Math.log(2) / 2, sigma: Math.sqrt(Math.log(2)) },
    ],
    ['{ pareto: { p50: 100, p90: 500 } }', { type: 'pareto', shape: 1, scale: 50 }],
    ['{ exponential: { mean: 9 } }', { type: 'exponential', mean: 9 }],
    ['{ uniform: { min: 2, max: 4 } }', { type: 'uniform', low: 2, high: 4 }],
    ['{ histogram: [{ upTo: 5, weight: 1 }] }', { type: 'histogram', bins: [{ upTo: 5, weight: 1 }] }],
    [
      '{ mixture: [{ weight: 2, fixed: 3 }] }',
      { type: 'mixture', parts: [{ weight: 2, law: { type: 'fixed', value: 3 } }] },
    ],
    ['7', { type: 'fixed', value: 7 }],
  ])('reads the length %s', (text, law) => {
    const { promptTokens } = resolved(
      `arrivals: { process: poisson, ratePerSecond: 1 }, promptTokens: ${text}, outputTokens: 1`,
    ).workloads[0];
    expect(promptTokens?.law).toEqual(law);
  });

  it('spans the longest trace and opens an account a tenant', () => {
    const summary = { rows: 3, firstSeconds: 100, lastSeconds: 7400, tenants: ['a', ''], skipped: {} };
    const spec = resolved(
      'tenant: own, arrivals: { trace: t, format: csv, rateScale: 2, columns: { arrivalSeconds: a, promptTokens: b, outputTokens: c, tenant: d } }',
      '{ start: 2026-01-01, trace: true }',
      summary,
    );
    expect(spec.hours).toBe(2);
    expect(spec.accounts).toEqual([
      { workload: 0, tenant: 'a' },
      { workload: 0, tenant: 'own' },
    ]);
  });
});

describe('profiles', () => {
  it('have 168 factors of mean 1, and the published peaks', () => {
    for (const name of PROFILE_NAMES) {
      const factors = profile(name);
      expect(factors).toHaveLength(168);
      expect(factors.reduce((sum, factor) => sum + factor, 0) / 168).toBeCloseTo(1, 9);
      expect(Math.min(...factors)).toBeGreaterThanOrEqual(0);
    }
    expect(Math.max(...profile('azure-coding-2024'))).toBeCloseTo(2.99, 6);
    expect(Math.max(...profile('azure-conversation-2024'))).toBeCloseTo(1.67, 6);
  });
});
