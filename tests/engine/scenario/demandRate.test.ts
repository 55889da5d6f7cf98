import { poolBatching } from '../../../engine/serving/physics/poolBatching.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DemandRate,
  demandRateText,
  parseDemandRate,
} from '../../../engine/scenario/arrivals/demandRate.ts';
import { meanTokens } from '../../../engine/scenario/lengths/lengthQuantile.ts';
import { parseScenario } from '../../../engine/scenario/parse.ts';
import { PROFILE_NAMES } from '../../../engine/scenario/arrivals/profiles.ts';
import { resolveScenario } from '../../../engine/scenario/resolve.ts';
import type { SimulationSpec, SyntheticArrivalSpec } from '../../../engine/scenario/spec.ts';
import { ratePieces } from '../../../engine/workload/rateShape.ts';

const MEANS = 'promptTokens: 1000, outputTokens: { uniform: { min: 100, max: 300 } }';

function parsed(arrivals: string, lengths = MEANS) {
  return parseScenario(
    `{ fleetcast: 1, name: n, horizon: { start: 2026-01-05, days: 7 }, workloads: [{ id: w, target: p, arrivals: ${arrivals}, ${lengths} }], pools: [{ id: p, stepTime: { linear: { baseMs: 1 } }, batching: { kvBlocks: 9 } }] }`,
    'r.yaml',
  );
}

function resolved(arrivals: string, lengths?: string): SimulationSpec & { of: SyntheticArrivalSpec } {
  const found = parsed(arrivals, lengths);
  if ('problems' in found) throw new Error(JSON.stringify(found.problems));
  const spec = resolveScenario(found.document, {
    pools: [
      {
        stepTime: { kind: 'linear', baseSeconds: 1 } as never,
        batching: poolBatching(found.document.pools[0].batching, { engines: [] }),
        kvBlocks: 9,
      },
    ],
    traces: new Map(),
  });
  const { arrivals: of } = spec.workloads[0];
  if (of.kind !== 'synthetic') throw new Error('not synthetic');
  return { ...spec, of };
}

const PERIODS = { s: 1, min: 60, h: 3600, day: 86_400 } as const;
const rates = fc.record({
  amount: fc.oneof(fc.integer({ min: 1, max: 10_000_000 }), fc.double({ min: 0.001, max: 1e6, noNaN: true })),
  unit: fc.constantFrom('requests', 'tokens', 'promptTokens', 'outputTokens'),
  period: fc.constantFrom('s', 'min', 'h', 'day'),
  level: fc.constantFrom('mean', 'peak'),
});

describe('a rate as people know it', () => {
  it.each([
    ['12/s', 12, 'requests', 's', 'mean'],
    ['12 / s at peak', 12, 'requests', 's', 'peak'],
    ['43,200 requests per hour', 43_200, 'requests', 'h', 'mean'],
    ['250k a day', 250_000, 'requests', 'day', 'mean'],
    ['1.5M output tokens a day at peak', 1_500_000, 'outputTokens', 'day', 'peak'],
    ['2 billion tokens/day', 2e9, 'tokens', 'day', 'mean'],
    ['3e5 input tokens per minute on average', 300_000, 'promptTokens', 'min', 'mean'],
    ['90 Requests/MIN peak', 90, 'requests', 'min', 'peak'],
  ] as const)('reads %s', (text, amount, unit, period, level) => {
    expect(parseDemandRate(text)).toEqual({ amount, unit, period, level });
  });

  it.each(['12', '12 a week', 'many/s', '12 potatoes/s', '12/s at lunch', '-3/s', ''])(
    'does not read %j',
    (text) => {
      expect(parseDemandRate(text)).toBeUndefined();
    },
  );

  it('is read again as it is written', () => {
    fc.assert(
      fc.property(rates, (rate) => {
        expect(parseDemandRate(demandRateText(rate as DemandRate))).toEqual(rate);
      }),
    );
  });

  it('resolves to a week whose mean or highest hour is what was typed', () => {
    // By hand, hour by hour over one Monday-to-Sunday week, from what the engine simulates.
    const requestsPerToken = { requests: 1, tokens: 1 / 1200, promptTokens: 1 / 1000, outputTokens: 1 / 200 };
    fc.assert(
      fc.property(
        rates,
        fc.oneof(
          fc.constantFrom(...PROFILE_NAMES),
          fc
            .array(fc.integer({ min: 0, max: 9 }), { minLength: 168, maxLength: 168 })
            .filter((factors) => factors.some((factor) => factor > 0)),
        ),
        ({ amount, unit, period, level }, week) => {
          const { of, ...spec } = resolved(
            `{ process: poisson, rate: "${demandRateText({ amount, unit, period, level } as DemandRate)}", hourOfWeek: ${JSON.stringify(week)} }`,
          );
          const hours = Array.from({ length: 168 }, (_, hour) => {
            const [piece] = ratePieces(spec, of, hour * 3600, (hour + 1) * 3600);
            return piece.ratePerSecond;
          });
          const found =
            level === 'peak' ? Math.max(...hours) : hours.reduce((sum, rate) => sum + rate, 0) / 168;
          const wanted = (amount / PERIODS[period]) * requestsPerToken[unit];
          expect(found / wanted).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives equal bytes for equal demand', () => {
    const week = 'hourOfWeek: business-hours, cv: 2';
    const mean = resolved(`{ process: gamma, ratePerSecond: 4, ${week} }`);
    expect(resolved(`{ process: gamma, rate: 4/s, ${week} }`)).toEqual(mean);
    expect(resolved(`{ process: gamma, rate: 240 a minute, ${week} }`)).toEqual(mean);
    expect(resolved(`{ process: gamma, rate: 4800 tokens/s, ${week} }`)).toEqual(mean);
  });

  it('scales the phases of a switching process, too', () => {
    const states = 'states: [{ ratePerSecond: 3, meanSeconds: 60 }, { ratePerSecond: 1, meanSeconds: 60 }]';
    expect(resolved(`{ process: mmpp, ${states} }`).of.ratePerSecond).toBe(2);
    expect(resolved(`{ process: mmpp, ${states}, rate: 600/min }`).of.ratePerSecond).toBe(10);
  });

  it.each([
    ['{ process: poisson }', 'workloads.w.arrivals.ratePerSecond', /is missing: it must be a number/],
    [
      '{ process: poisson, rate: 3/s, ratePerSecond: 3 }',
      'workloads.w.arrivals.rate',
      /either rate or ratePerSecond/,
    ],
    [
      '{ process: poisson, rate: 12 }',
      'workloads.w.arrivals.rate',
      /“12” is not a rate: it must be such as “12\/s at peak”/,
    ],
    ['{ process: poisson, rate: 0/s }', 'workloads.w.arrivals.rate', /a rate of 0 is none/],
  ])('refuses %s', (arrivals, path, message) => {
    const found = parsed(arrivals);
    expect('problems' in found ? found.problems : []).toEqual([
      expect.objectContaining({ path, message: expect.stringMatching(message) }),
    ]);
  });
});

describe('mean tokens of a law', () => {
  it.each([
    ['a fixed number', { type: 'fixed', value: 7 }, 7],
    ['whole numbers alike', { type: 'uniform', low: 1, high: 6 }, 3.5],
    ['an exponential law', { type: 'exponential', mean: 500 }, 500],
    // exp(μ + σ²/2)
    ['a lognormal law', { type: 'lognormal', mu: 6, sigma: 0.5 }, Math.exp(6.125)],
    // shape · scale / (shape − 1)
    ['a Pareto law', { type: 'pareto', shape: 4, scale: 300 }, 400],
    [
      'bins',
      {
        type: 'histogram',
        bins: [
          { upTo: 10, weight: 1 },
          { upTo: 20, weight: 3 },
        ],
      },
      (5.5 + 3 * 15.5) / 4,
    ],
  ] as const)('of %s is its closed form', (_name, law, mean) => {
    expect(meanTokens({ law, min: 1, max: 1e9 }) / mean).toBeCloseTo(1, 3);
  });

  it('takes bounds as draws do: an exponential law of at most its mean has 1 − 1/e of it', () => {
    expect(
      meanTokens({ law: { type: 'exponential', mean: 10_000 }, min: 1, max: 10_000 }) / 10_000,
    ).toBeCloseTo(1 - 1 / Math.E, 3);
  });
});
