import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelOf } from '../../../engine/catalog/modelOf.ts';
import { modelParameters } from '../../../engine/catalog/modelParameters.ts';
import { type Model, modelSchema } from '../../../engine/catalog/modelSchema.ts';
import { parseParameters, scaledModel } from '../../../engine/catalog/resemblingModel.ts';
import { poolPhysics } from '../../../engine/serving/physics/poolPhysics.ts';
import { RESEMBLANCE_BANDS } from '../../../engine/serving/physics/resemblanceBands.ts';
import { architectureKey } from '../../../engine/serving/stepTime/servingSituation.ts';
import { compileStepTime } from '../../../engine/serving/stepTime/stepTime.ts';
import { shippedCalibration } from '../../../host/files/calibrationFile.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';

const catalog = readCatalog();
const shapes = catalog.models.map(
  ({ aliases: _a, source: _s, date: _d, caution: _c, id, publishedParameters: _p, ...shape }) => ({
    id,
    shape,
  }),
);

describe('a model by its size and one that it is like', () => {
  it.each([
    ['30B', 30e9],
    ['335M', 335e6],
    ['1.2T', 1.2e12],
    ['30 billion', 30e9],
    ['7_000_000_000', 7e9],
    [8.03e9, 8.03e9],
  ] as const)('reads %s', (text, parameters) => expect(parseParameters(text)).toBeCloseTo(parameters, 0));
  it.each(['', '0', 'large', '30 GB', '-3B'])('does not read %j', (text) =>
    expect(parseParameters(text)).toBeUndefined(),
  );

  it('has as many parameters as it is said to have, of every shape of the catalogue', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...shapes),
        fc.double({ min: -1.5, max: 2, noNaN: true }),
        ({ shape }, log) => {
          const wanted = modelParameters(shape).total * 2 ** log;
          const model = scaledModel(shape, 'one', wanted);
          // Small models are mostly words: then there is no such shape, and that is said.
          if ('problem' in model) {
            expect(model.problem).toContain('leaves no room');
            return;
          }
          expect(modelSchema.safeParse(model).success).toBe(true);
          expect(Math.abs(modelParameters(model).total / wanted - 1)).toBeLessThan(0.01);
          expect(!model.experts).toBe(!shape.experts);
        },
      ),
    );
  });

  it('of its own size is the model itself', () => {
    const { shape } = shapes.find(({ id }) => id === 'qwen3-32b') ?? shapes[0];
    expect(scaledModel(shape, 'one', modelParameters(shape).total)).toEqual({ ...shape, name: 'one' });
  });

  it('is refused where no shape holds, and where nothing is named', () => {
    expect(modelOf({ parameters: 900e9, like: 'llama-3.1-8b' }, catalog)).toMatchObject({
      problem: { path: ['like'], message: expect.stringMatching(/has 1.1e\+2 times as many parameters/) },
    });
    expect(modelOf({ parameters: 30e9, like: 'qwen3-32' }, catalog)).toMatchObject({
      problem: { path: ['like'], suggestion: expect.stringContaining('qwen3-32b') },
    });
  });

  it('is off by what is told: each model of the catalogue predicted by the others of its kind', () => {
    const family = (id: string): string => /^[a-z]+/.exec(id)?.[0] ?? id;
    const steps = (model: Model) => {
      const physics = poolPhysics(
        {
          model,
          accelerator: 'h200-sxm-141gb',
          gpusPerReplica: 1,
          precision: 'fp8',
          batching: { maxSequences: 256, maxBatchedTokens: 8192, blockTokens: 16, kvBlocks: 1000 },
          stepTime: 'auto',
        },
        catalog,
        shippedCalibration(),
      );
      if ('problems' in physics) return undefined;
      const { step } = compileStepTime(physics.stepTime, 256);
      return [step(2048, 2048 * 1024, 0, 0), step(0, 0, 32, 32 * 1500)] as const;
    };
    const errors: Record<'dense' | 'mixture', number[]> = { dense: [], mixture: [] };
    const own = shapes.map(({ id, shape }) => ({ id, shape, steps: steps(shape) }));
    for (const one of own) {
      for (const other of own) {
        const kind = one.shape.experts ? 'mixture' : 'dense';
        const isAlike =
          one.shape.kind === other.shape.kind &&
          !one.shape.experts === !other.shape.experts &&
          !one.shape.latentAttention === !other.shape.latentAttention &&
          (kind === 'mixture' || family(one.id) === family(other.id));
        if (
          !isAlike ||
          one.steps === undefined ||
          architectureKey(one.shape) === architectureKey(other.shape)
        )
          continue;
        const model = scaledModel(other.shape, 'one', modelParameters(one.shape).total);
        const found = 'problem' in model ? undefined : steps(model);
        found?.forEach((seconds, i) => {
          errors[kind].push(Math.exp(Math.abs(Math.log(seconds / (one.steps?.[i] ?? Number.NaN)))) - 1);
        });
      }
    }
    for (const kind of ['dense', 'mixture'] as const) {
      const sorted = errors[kind].toSorted((a, b) => a - b);
      expect(sorted.length).toBeGreaterThan(50);
      const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))];
      expect(at(0.5) / RESEMBLANCE_BANDS[kind].central).toBeCloseTo(1, 0.7);
      expect(at(0.9) / RESEMBLANCE_BANDS[kind].wide).toBeCloseTo(1, 0.7);
    }
  });
});
