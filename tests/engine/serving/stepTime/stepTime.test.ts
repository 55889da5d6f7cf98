import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  RooflineStepTimeSpec,
  StepTimeSpec,
  TableStepTimeSpec,
} from '../../../../engine/scenario/spec.ts';
import { decodeRunSeconds } from '../../../../engine/serving/stepTime/decodeRun.ts';
import type { CompiledStepTime } from '../../../../engine/serving/stepTime/compiledStepTime.ts';
import { compileStepTime } from '../../../../engine/serving/stepTime/stepTime.ts';
import { checkStepTime } from '../../../../engine/serving/stepTime/stepTimeCheck.ts';

const MAX_SEQUENCES = 24;

const seconds = fc.double({ min: 1e-7, max: 0.1, noNaN: true });
const orZero = (law: fc.Arbitrary<number>) =>
  fc.oneof({ weight: 4, arbitrary: law }, { weight: 1, arbitrary: fc.constant(0) });
const perToken = orZero(fc.double({ min: 1e-9, max: 1e-4, noNaN: true }));

const linear: fc.Arbitrary<StepTimeSpec> = fc.record({
  kind: fc.constant('linear' as const),
  baseSeconds: orZero(seconds),
  perPromptTokenSeconds: perToken,
  perSequenceSeconds: perToken,
  perContextTokenSeconds: perToken,
});

const axis = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 }).map((gaps) => {
  let value = -1;
  return gaps.map((gap) => (value += gap));
});
const rises = fc.array(fc.double({ min: 0, max: 0.05, noNaN: true }), { minLength: 48, maxLength: 48 });

/** Any grid that rises along both axes: sums of non-negative rises. */
const table: fc.Arbitrary<TableStepTimeSpec> = fc
  .tuple(axis, axis, axis, rises, seconds)
  .map(([tokens, sequences, contextTokens, steps, first]) => {
    let next = 0;
    const grid: number[][] = [];
    for (let i = 0; i < sequences.length; i++) {
      grid.push([]);
      for (let j = 0; j < contextTokens.length; j++) {
        const left = j > 0 ? grid[i][j - 1] : first;
        const below = i > 0 ? grid[i - 1][j] : first;
        grid[i].push(Math.max(left, below) + steps[next++]);
      }
    }
    let prefill = first;
    const times = tokens.map((_, i) => (prefill += steps[40 + i]));
    return {
      kind: 'table',
      prefill: { tokens, seconds: times },
      decode: { sequences, contextTokens, seconds: grid },
    };
  });

const rates = {
  perPrefillAttentionComputeSeconds: perToken,
  perDecodeAttentionComputeSeconds: perToken,
  perContextMemorySeconds: perToken,
  perAttentionMemorySeconds: perToken,
};
const roofline: fc.Arbitrary<RooflineStepTimeSpec> = fc
  .record({
    kind: fc.constant('roofline' as const),
    overheadSeconds: seconds,
    perSequenceSeconds: perToken,
    perCommTokenSeconds: perToken,
    perTokenComputeSeconds: perToken,
    perLogitComputeSeconds: perToken,
    denseWeightSeconds: orZero(seconds),
    expertWeightSeconds: orZero(seconds),
    expertShare: fc.double({ min: 0.001, max: 1, noNaN: true }),
    ...rates,
    window: fc.option(fc.record({ tokens: fc.integer({ min: 1, max: 500 }), ...rates })),
  })
  .map(({ window, ...rest }) => ({ ...rest, ...(window && { window }) }));

const kinds: [string, fc.Arbitrary<StepTimeSpec>][] = [
  ['linear', linear],
  ['table', table],
  ['roofline', roofline],
];

const batch = fc.integer({ min: 1, max: MAX_SEQUENCES });
const context = fc.integer({ min: 0, max: 20_000 });
const prompt = fc.integer({ min: 0, max: 5000 });

function pieceOf(compiled: CompiledStepTime, b: number, c: number): number {
  let i = compiled.pieceStart[b];
  while (c > compiled.pieceUpTo[i]) i++;
  return compiled.pieceBase[i] + compiled.pieceSlope[i] * c;
}

/** Sum of k steps, one by one, with Neumaier's compensation. */
function runStepByStep(compiled: CompiledStepTime, b: number, c: number, k: number): number {
  let sum = 0;
  let lost = 0;
  for (let j = 0; j < k; j++) {
    const value = compiled.step(0, 0, b, c + j * b);
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** Not less, but for the rounding of sums of a few terms. */
function expectAtLeast(value: number, floor: number): void {
  expect(value).toBeGreaterThanOrEqual(floor * (1 - 1e-12));
}

describe.each(kinds)('%s step time', (_name, spec) => {
  it('equals its pieces in decode-only steps', () => {
    fc.assert(
      fc.property(spec, batch, context, (one, b, c) => {
        const compiled = compileStepTime(one, MAX_SEQUENCES);
        const step = compiled.step(0, 0, b, c);
        expect(Math.abs(pieceOf(compiled, b, c) - step)).toBeLessThanOrEqual(1e-12 * step);
      }),
      { numRuns: 400 },
    );
  });

  it('has pieces that cover every context, join up and never fall', () => {
    fc.assert(
      fc.property(spec, (one) => {
        const { pieceStart, pieceUpTo, pieceBase, pieceSlope } = compileStepTime(one, MAX_SEQUENCES);
        expect(pieceStart).toHaveLength(MAX_SEQUENCES + 2);
        for (let b = 0; b <= MAX_SEQUENCES; b++) {
          const last = pieceStart[b + 1] - 1;
          expect(pieceUpTo[last]).toBe(Number.POSITIVE_INFINITY);
          for (let i = pieceStart[b]; i <= last; i++) {
            expect(pieceSlope[i]).toBeGreaterThanOrEqual(0);
            if (i === last) continue;
            const edge = pieceUpTo[i];
            expect(edge).toBeGreaterThan(i > pieceStart[b] ? pieceUpTo[i - 1] : 0);
            const left = pieceBase[i] + pieceSlope[i] * edge;
            const right = pieceBase[i + 1] + pieceSlope[i + 1] * edge;
            const scale = left + Math.abs(pieceBase[i]) + Math.abs(pieceBase[i + 1]);
            expect(Math.abs(right - left)).toBeLessThanOrEqual(1e-12 * scale);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is positive, at least its least, and does not decrease in p, b or c', () => {
    fc.assert(
      fc.property(
        spec,
        prompt,
        fc.integer({ min: 0, max: 3000 }),
        batch,
        context,
        fc.integer({ min: 1, max: 2000 }),
        (one, p, offset, b, c, more) => {
          const compiled = compileStepTime(one, MAX_SEQUENCES);
          const attention = (tokens: number) => tokens * offset + (tokens * (tokens + 1)) / 2;
          const at = (tokens: number, sequences: number, contextTokens: number) =>
            compiled.step(tokens, attention(tokens), sequences, sequences === 0 ? 0 : contextTokens);
          const here = at(p, b, c);
          expect(compiled.minSeconds).toBeGreaterThan(0);
          expectAtLeast(here, compiled.minSeconds);
          expectAtLeast(at(p + more, b, c), here);
          expectAtLeast(at(p, b, c + more), here);
          if (b < MAX_SEQUENCES) expectAtLeast(at(p, b + 1, c), here);
          // The same attention in more tokens, and more attention in the same tokens.
          expectAtLeast(compiled.step(p + more, attention(p), b, c), here);
          if (p > 0) {
            expectAtLeast(compiled.step(p, attention(p) + more, b, c), here);
            expectAtLeast(here, at(p, 0, 0));
            expectAtLeast(at(p, 0, 0), compiled.minSeconds);
          }
          expectAtLeast(pieceOf(compiled, b, c), pieceOf(compiled, 0, 0));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('jumps over a decode run exactly', () => {
    fc.assert(
      fc.property(spec, batch, context, fc.integer({ min: 1, max: 3000 }), (one, b, c, k) => {
        const compiled = compileStepTime(one, MAX_SEQUENCES);
        const sum = runStepByStep(compiled, b, c, k);
        expect(Math.abs(decodeRunSeconds(compiled, b, c, k) - sum)).toBeLessThanOrEqual(1e-12 * sum);
      }),
      { numRuns: 150 },
    );
  });
});

describe('linear step time', () => {
  const spec = {
    kind: 'linear',
    baseSeconds: 0.018,
    perPromptTokenSeconds: 6e-5,
    perSequenceSeconds: 7e-5,
    perContextTokenSeconds: 2.2e-8,
  } as const;

  it('is the formula, and says so to the hot loop', () => {
    const compiled = compileStepTime(spec, 4);
    expect(compiled.step(100, 5050, 3, 1000)).toBeCloseTo(0.018 + 0.006 + 0.00021 + 0.000022, 15);
    expect(compiled).toMatchObject({
      isLinear: true,
      baseSeconds: 0.018,
      perPromptTokenSeconds: 6e-5,
      perSequenceSeconds: 7e-5,
      perContextTokenSeconds: 2.2e-8,
    });
    expect(compiled.computeBound(1000, 500_500, 4, 10)).toBe(false);
  });

  it('leaves a prefill-only model exact and still lets a decode take time', () => {
    const prefillOnly = compileStepTime(
      { ...spec, baseSeconds: 0, perSequenceSeconds: 0, perContextTokenSeconds: 0 },
      1,
    );
    expect(prefillOnly.step(50, 1275, 0, 0)).toBe(50 * 6e-5);
    expect(prefillOnly.step(0, 0, 1, 10)).toBeGreaterThan(0);
    const decodeOnly = compileStepTime({ ...spec, baseSeconds: 0, perPromptTokenSeconds: 0 }, 1);
    expect(decodeOnly.step(1, 1, 0, 0)).toBeGreaterThan(0);
  });
});

describe('table step time', () => {
  const spec: TableStepTimeSpec = {
    kind: 'table',
    prefill: { tokens: [100, 200], seconds: [0.02, 0.03] },
    decode: {
      sequences: [1, 3],
      contextTokens: [1000, 2000],
      seconds: [
        [0.01, 0.012],
        [0.014, 0.018],
      ],
    },
  };
  const compiled = compileStepTime(spec, 8);

  it('returns what was measured', () => {
    expect(compiled.step(200, 0, 0, 0)).toBeCloseTo(0.03, 15);
    expect(compiled.step(0, 0, 1, 2000)).toBeCloseTo(0.012, 15);
    expect(compiled.step(0, 0, 3, 1000)).toBeCloseTo(0.014, 15);
  });

  it('is linear between, holds before and follows the last slope beyond', () => {
    expect(compiled.step(150, 0, 0, 0)).toBeCloseTo(0.025, 15);
    expect(compiled.step(10, 0, 0, 0)).toBeCloseTo(0.02, 15);
    expect(compiled.step(300, 0, 0, 0)).toBeCloseTo(0.04, 15);
    expect(compiled.step(0, 0, 2, 1500)).toBeCloseTo((0.01 + 0.012 + 0.014 + 0.018) / 4, 15);
    expect(compiled.step(0, 0, 1, 0)).toBeCloseTo(0.01, 15);
    expect(compiled.step(0, 0, 1, 3000)).toBeCloseTo(0.014, 15);
    expect(compiled.step(0, 0, 5, 1000)).toBeCloseTo(0.018, 15);
  });

  it('counts the fixed cost of a mixed step once', () => {
    expect(compiled.step(200, 0, 3, 1000)).toBeCloseTo(0.03 + 0.014 - 0.01, 15);
    expect(compiled.isLinear).toBe(false);
    expect(compiled.computeBound(200, 0, 3, 1000)).toBe(false);
  });

  it('does not fall where columns cross beyond the grid', () => {
    const crossing = compileStepTime(
      {
        ...spec,
        decode: {
          ...spec.decode,
          seconds: [
            [0.01, 0.02],
            [0.014, 0.02],
          ],
        },
      },
      32,
    );
    for (let b = 1; b <= 32; b++) {
      expectAtLeast(crossing.step(0, 0, b, 2000), crossing.step(0, 0, b, 1000));
      expectAtLeast(crossing.step(0, 0, b, 90_000), crossing.step(0, 0, b - 1, 90_000));
    }
  });

  it('takes single points as "does not depend on it"', () => {
    const constant = compileStepTime(
      {
        kind: 'table',
        prefill: { tokens: [1], seconds: [0.5] },
        decode: { sequences: [1], contextTokens: [0], seconds: [[0.25]] },
      },
      4,
    );
    expect(constant.step(900, 0, 0, 0)).toBe(0.5);
    expect(constant.step(0, 0, 4, 9000)).toBe(0.25);
  });
});

describe('roofline step time', () => {
  const spec: RooflineStepTimeSpec = {
    kind: 'roofline',
    overheadSeconds: 1,
    perSequenceSeconds: 2,
    perCommTokenSeconds: 4,
    perTokenComputeSeconds: 8,
    perLogitComputeSeconds: 16,
    perPrefillAttentionComputeSeconds: 0.5,
    perDecodeAttentionComputeSeconds: 0.25,
    denseWeightSeconds: 100,
    expertWeightSeconds: 64,
    expertShare: 0.5,
    perContextMemorySeconds: 2,
    perAttentionMemorySeconds: 0.125,
    window: {
      tokens: 10,
      perPrefillAttentionComputeSeconds: 0.5,
      perDecodeAttentionComputeSeconds: 0.5,
      perContextMemorySeconds: 1,
      perAttentionMemorySeconds: 0.25,
    },
  };
  const compiled = compileStepTime(spec, 8);

  it('is the larger of compute and memory, plus fixed costs', () => {
    // Decode: compute 8·2 + 16·2 + 0.25·30 + 0.5·20 = 65.5; memory 100 + 64·(1 − ¼) + 60 + 20 = 228.
    expect(compiled.step(0, 0, 2, 30)).toBeCloseTo(1 + 2 * 2 + 4 * 2 + 228, 9);
    expect(compiled.computeBound(0, 0, 2, 30)).toBe(false);
    // Prefill: compute 8·40 + 0.5·820 + 0.5·400 = 930; memory 164 + 0.125·820 + 0.25·400 = 366.5.
    expect(compiled.step(40, 820, 0, 0)).toBeCloseTo(1 + 4 * 40 + 930, 6);
    expect(compiled.computeBound(40, 820, 0, 0)).toBe(true);
    // Mixed: compute 320 + 410 + 200 + 16 + 32 + 7.5 + 10 = 995.5.
    expect(compiled.step(40, 820, 2, 30)).toBeCloseTo(1 + 4 + 4 * 42 + 995.5, 6);
  });

  it('caps what window layers read at the window', () => {
    const inside = compiled.step(0, 0, 2, 20) - compiled.step(0, 0, 2, 19);
    const beyond = compiled.step(0, 0, 2, 22) - compiled.step(0, 0, 2, 21);
    expect(inside).toBeCloseTo(3, 9);
    expect(beyond).toBeCloseTo(2, 9);
  });

  it('reads every expert once many tokens share a step, and all of them where each token uses all', () => {
    const { window: _window, ...plain } = { ...spec, perTokenComputeSeconds: 0, perLogitComputeSeconds: 0 };
    const weights = (share: number, b: number) =>
      compileStepTime({ ...plain, expertShare: share }, 64).step(0, 0, b, 0) - 1 - 6 * b - 100;
    expect(weights(0.5, 1)).toBeCloseTo(32, 9);
    expect(weights(0.5, 60)).toBeCloseTo(64, 9);
    expect(weights(1, 1)).toBeCloseTo(64, 9);
  });
});

describe('checkStepTime', () => {
  it('finds nothing wrong with what rises', () => {
    fc.assert(
      fc.property(table, (spec) => {
        expect(checkStepTime(spec)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  const linearSpec = {
    kind: 'linear',
    baseSeconds: 0,
    perPromptTokenSeconds: 0,
    perSequenceSeconds: 0,
    perContextTokenSeconds: 0,
  } as const;
  const good: TableStepTimeSpec = {
    kind: 'table',
    prefill: { tokens: [1, 2], seconds: [1, 2] },
    decode: {
      sequences: [1, 2],
      contextTokens: [1, 2],
      seconds: [
        [1, 2],
        [2, 3],
      ],
    },
  };
  const prefill = (more: Partial<TableStepTimeSpec['prefill']>) => ({
    ...good,
    prefill: { ...good.prefill, ...more },
  });
  const decode = (more: Partial<TableStepTimeSpec['decode']>) => ({
    ...good,
    decode: { ...good.decode, ...more },
  });

  it.each([
    [linearSpec, ''],
    [{ ...linearSpec, perSequenceSeconds: -1 }, 'perSequenceSeconds'],
    [{ ...linearSpec, baseSeconds: Number.POSITIVE_INFINITY }, 'baseSeconds'],
    [prefill({ tokens: [2, 2] }), 'prefill.tokens.1'],
    [prefill({ tokens: [] }), 'prefill.tokens'],
    [prefill({ seconds: [1] }), 'prefill.seconds'],
    [prefill({ seconds: [2, 1] }), 'prefill.seconds.1'],
    [prefill({ seconds: [0, 1] }), 'prefill.seconds.0'],
    [decode({ sequences: [-1, 2] }), 'decode.sequences.0'],
    [decode({ contextTokens: [1, Number.NaN] }), 'decode.contextTokens.1'],
    [decode({ seconds: [[1, 2]] }), 'decode.seconds'],
    [decode({ seconds: [[1, 2], [2]] }), 'decode.seconds.1'],
    [
      decode({
        seconds: [
          [1, 2],
          [2, 1],
        ],
      }),
      'decode.seconds.1.1',
    ],
    [
      decode({
        seconds: [
          [3, 4],
          [2, 5],
        ],
      }),
      'decode.seconds.1.0',
    ],
  ])('names the place of what is wrong (%#)', (spec, path) => {
    expect(checkStepTime(spec).map((problem) => problem.path.join('.'))).toContain(path);
  });
});
