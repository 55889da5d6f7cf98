import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrixShareOf } from '../../../../engine/catalog/acceleratorSchema.ts';
import { timeOf } from '../../../../engine/calibration/benchmarkShape.ts';
import { decodeRunSeconds } from '../../../../engine/serving/stepTime/decodeRun.ts';
import { stepCoefficients } from '../../../../engine/serving/stepTime/stepCoefficients.ts';
import { engineName, type ServingSituation } from '../../../../engine/serving/stepTime/servingSituation.ts';
import { compileStepTime } from '../../../../engine/serving/stepTime/stepTime.ts';
import { stepTimeOfCalibration } from '../../../../engine/serving/stepTime/stepTimeOfCalibration.ts';
import { stepTerms, stepUnits } from '../../../../engine/serving/stepTime/stepUnits.ts';
import { shippedCalibration } from '../../../../host/files/calibrationFile.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

const catalog = readCatalog();
const MOST = 64;

const setup = fc.record({
  model: fc.constantFrom(...catalog.models.filter(({ kind }) => kind === 'decoder')),
  accelerator: fc.constantFrom(...catalog.accelerators),
  tensor: fc.constantFrom(1, 2, 4, 8),
  pipeline: fc.constantFrom(1, 2),
  precision: fc.constantFrom('fp16' as const, 'fp8' as const, 'int4' as const),
});

type Setup = typeof setup extends fc.Arbitrary<infer T> ? T : never;

function build({ model, accelerator, tensor, pipeline, precision }: Setup) {
  const parallel = { tensor, pipeline, data: 1, expert: 1 };
  const units = stepUnits({ model, accelerator, parallel, precision, kvPrecision: 'bf16' });
  const situation: ServingSituation = {
    accelerator: accelerator.id,
    matrixShare: matrixShareOf(accelerator, precision),
    model,
    precision,
    engine: engineName('vllm'),
    gpus: tensor * pipeline,
    expertParallel: 1,
  };
  const theta = stepCoefficients(shippedCalibration(), situation);
  return { units, theta, spec: stepTimeOfCalibration(units, theta) };
}

describe('the calibrated step time', () => {
  it('is the sum of its terms where a step only prefills or only decodes', () => {
    fc.assert(
      fc.property(
        setup,
        fc.integer({ min: 1, max: MOST }),
        fc.integer({ min: 1, max: 4000 }),
        (of, b, each) => {
          const { units, theta, spec } = build(of);
          const time = compileStepTime(spec, MOST);
          const sum = (work: Parameters<typeof stepTerms>[1]) =>
            timeOf([{ terms: stepTerms(units, work) }], theta);
          const decode = { p: 0, a: 0, b, c: b * each };
          const a = (each * (each + 1)) / 2;
          expect(time.step(0, 0, b, b * each) / sum(decode)).toBeCloseTo(1, 9);
          expect(time.step(each, a, 0, 0) / sum({ p: each, a, b: 0, c: 0 })).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  it('jumps a decode run exactly, window or not, speculated or not', () => {
    fc.assert(
      fc.property(
        setup,
        fc.integer({ min: 1, max: MOST }),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        (of, b, each, steps, speculates) => {
          const { spec } = build(of);
          const speculation = { verifiedTokens: 5, acceptedTokens: 2.7, draftShare: 0.1 };
          const time = compileStepTime(speculates ? { ...spec, speculation } : spec, MOST);
          let sum = 0;
          for (let i = 0; i < steps; i++) sum += time.step(0, 0, b, b * each + i * b);
          expect(decodeRunSeconds(time, b, b * each, steps) / sum).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  it('never falls when more is prefilled, decoded or read', () => {
    const size = fc.integer({ min: 0, max: 4000 });
    const batch = fc.integer({ min: 0, max: MOST - 1 });
    fc.assert(
      fc.property(setup, size, batch, size, (of, p, b, each) => {
        const time = compileStepTime(build(of).spec, MOST);
        const at = (p2: number, b2: number, c2: number) => time.step(p2, (p2 * (p2 + 1)) / 2, b2, c2);
        const c = b * each;
        if (p + b === 0) return;
        const here = at(p, b, c) * (1 - 1e-12);
        expect(at(p + 1, b, c)).toBeGreaterThanOrEqual(here);
        expect(at(p, b + 1, c)).toBeGreaterThanOrEqual(here);
        if (b > 0) expect(at(p, b, c + 1)).toBeGreaterThanOrEqual(here);
      }),
    );
  });

  it('costs a token of a speculated step what is accepted, and no less than the weights over that', () => {
    const [model] = catalog.models.filter(({ id }) => id === 'llama-3.1-70b');
    const [accelerator] = catalog.accelerators.filter(({ id }) => id === 'h100-sxm-80gb');
    const { spec, units } = build({ model, accelerator, tensor: 8, pipeline: 1, precision: 'fp16' });
    const plain = compileStepTime(spec, MOST).step(0, 0, 1, 1000);
    const speculation = { verifiedTokens: 5, acceptedTokens: 3, draftShare: 0 };
    const fast = compileStepTime({ ...spec, speculation }, MOST).step(0, 0, 1, 1000);
    expect(fast).toBeLessThan(plain / 2);
    expect(fast).toBeGreaterThan(units.weights / 3);
  });
});
