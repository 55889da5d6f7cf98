import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Forecast } from '../../../engine/forecast.ts';
import {
  fewerReplicas,
  paidReplicas,
  type PricedReplica,
  sizeCostPerMonth,
} from '../../../engine/planning/size/paidReplicas.ts';
import { sizeDemand } from '../../../engine/planning/size/sizeDemand.ts';
import type { SizeOption } from '../../../engine/planning/size/sizeOptions.ts';
import type { SizeStage } from '../../../engine/planning/size/sizedDeployment.ts';
import { sizeSearch } from '../../../engine/planning/size/sizeSearch.ts';
import type { PoolPrice } from '../../../engine/pricing/poolPrice.ts';
import { gpuHourPrice, instancePrice, poolSpec, simulationSpec, workloadSpec } from '../finance/handmade.ts';

const POOL = poolSpec('p', {
  stepTime: {
    kind: 'linear',
    baseSeconds: 0.001,
    perPromptTokenSeconds: 1e-7,
    perSequenceSeconds: 1e-6,
    perContextTokenSeconds: 1e-9,
  },
});
const LENGTHS = {
  promptTokens: { law: { type: 'fixed', value: 100 }, min: 1, max: 100 },
  outputTokens: { law: { type: 'fixed', value: 10 }, min: 1, max: 10 },
} as const;
const DEMAND = sizeDemand(
  simulationSpec({ hours: 1, pools: [POOL], workloads: [workloadSpec('chat', 0, undefined, LENGTHS)] }),
);

function option(accelerator: string, ...prices: PoolPrice[]): SizeOption {
  return {
    accelerator,
    gpusPerReplica: 1,
    layout: 'tensor',
    precision: 'bf16',
    maxSequences: 8,
    maxBatchedTokens: 2048,
    prices,
    confidence: undefined,
    pool: POOL,
  };
}

/** What so many replicas do where `needed` are enough; more are quicker. */
function answer(replicas: number, needed: number): Forecast {
  const attained = replicas >= needed ? 1 : 0.5;
  return {
    overloaded: replicas < needed / 2,
    slo: [{ workload: 'chat', met: replicas >= needed, attained, percentile: 0.95, limits: [] }],
    requests: { rejected: 0 },
    workloads: [],
    latencySeconds: { ttft: { p95: 1 / replicas } },
    bottleneck: { kind: 'compute' },
  } as unknown as Forecast;
}

async function search(
  options: readonly SizeOption[],
  needed: (of: SizeOption, stage: SizeStage) => number,
  more: object = {},
) {
  const asked: [SizeStage, number][] = [];
  const found = await sizeSearch({
    options,
    demand: DEMAND,
    simulate: ({ option: of, replicas }, stage) => {
      asked.push([stage, replicas]);
      return Promise.resolve({ forecast: answer(replicas, needed(of, stage)), steps: 1 });
    },
    ...more,
  });
  return { ...found, asked };
}

const EIGHTS = option('a', instancePrice('p', 32, 8));

describe('what is paid', () => {
  const price = fc.oneof(
    fc.double({ min: 0.1, max: 9, noNaN: true }).map((each) => gpuHourPrice('p', each)),
    fc
      .tuple(fc.double({ min: 0.1, max: 60, noNaN: true }), fc.constantFrom(1, 2, 4, 8))
      .map(([each, units]) => instancePrice('p', each, 2 * units)),
  );
  it('is filled, and costs no more for it; one more costs more, and fewer cost less', () => {
    fc.assert(
      fc.property(
        fc.array(price, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(1, 2),
        fc.integer({ min: 1, max: 60 }),
        (prices, gpusPerReplica, replicas) => {
          const of: PricedReplica = { prices, gpusPerReplica };
          const filled = paidReplicas(of, replicas);
          const cost = sizeCostPerMonth(of, replicas);
          expect(filled).toBeGreaterThanOrEqual(replicas);
          expect(sizeCostPerMonth(of, filled)).toBeCloseTo(cost, 6);
          expect(sizeCostPerMonth(of, filled + 1)).toBeGreaterThan(cost);
          const fewer = fewerReplicas(of, filled);
          expect(fewer).toBeLessThan(replicas);
          if (fewer > 0) expect(sizeCostPerMonth(of, fewer)).toBeLessThan(cost);
          expect(sizeCostPerMonth(of, fewer + 1)).toBeCloseTo(cost, 3);
        },
      ),
    );
  });
});

describe('the search', () => {
  it('finds the least that is paid whole, and says what binds with an instance less', async () => {
    const { best, asked } = await search([EIGHTS], () => 9);
    expect(best).toMatchObject({ replicas: 16, fewer: 8, costPerMonth: 64 * 730, isConfirmed: true });
    expect(best?.binding).toEqual({
      short: 'its service level of chat',
      sentence: 'With 8 replicas less, chat keeps its service level for 50% of requests, 95% are asked',
    });
    // No number is tried that costs the same as another.
    expect(asked.every(([, replicas]) => replicas % 8 === 0)).toBe(true);
    expect(asked).toHaveLength(4);
  });

  it('says where there is no less', async () => {
    const { best } = await search([EIGHTS], () => 3);
    expect(best).toMatchObject({ replicas: 8, fewer: 0, binding: { short: 'one instance' } });
  });

  it.each([
    ['more', 9, 20, 24],
    ['fewer', 9, 5, 8],
  ])('takes %s on whole days than hours of them show', async (_what, screened, confirmed, replicas) => {
    const { best } = await search([EIGHTS], (_of, stage) => (stage === 'screen' ? screened : confirmed));
    expect(best).toMatchObject({ replicas, isConfirmed: true });
  });

  it('gives up soon where nothing that may be paid will do, and counts it', async () => {
    const hopeless = option('b', gpuHourPrice('p', 1));
    const { best, missed, asked } = await search([EIGHTS, hopeless], ({ accelerator }) =>
      accelerator === 'a' ? 1 : 1e9,
    );
    expect(best?.option.accelerator).toBe('a');
    expect(missed).toBe(1);
    expect(asked.length).toBeLessThan(20);
  });

  it('asks for no more replicas where more bring nothing, and names what was nearest', async () => {
    // Nothing else is dear enough to stop it: what is too long for one replica is too long for all.
    const alone = option('a', gpuHourPrice('p', 1));
    const asked: number[] = [];
    const { best, missed, nearest } = await sizeSearch({
      options: [alone],
      demand: DEMAND,
      simulate: ({ replicas }) => {
        asked.push(replicas);
        const limits = [{ latency: 'ttft', seconds: 1, within: 1 }];
        const slo = [{ workload: 'chat', met: false, attained: 0.93, percentile: 0.95, limits }];
        const requests = { arrived: 100, rejected: 7 };
        const forecast = { ...answer(replicas, 1), slo, requests } as unknown as Forecast;
        return Promise.resolve({ forecast, steps: 1 });
      },
    });
    expect(best).toBeUndefined();
    expect(missed).toBe(1);
    expect(Math.max(...asked)).toBeLessThan(10);
    expect(nearest?.binding).toEqual({
      short: 'refused requests',
      sentence: '7% of requests are too long and turned away',
    });
  });

  /** A simulation that was given up: no service level has a figure. */
  const givenUp = (replicas: number): Forecast => ({
    ...answer(replicas, Number.POSITIVE_INFINITY),
    slo: [{ workload: 'chat', met: null, attained: null, percentile: 0.95, limits: [] }],
    givenUp: {} as Forecast['givenUp'] & object,
  });
  const searchBy = (
    options: readonly SizeOption[],
    forecast: (of: SizeOption, replicas: number) => Forecast,
  ): ReturnType<typeof sizeSearch> =>
    sizeSearch({
      options,
      demand: DEMAND,
      simulate: ({ option: of, replicas }) => Promise.resolve({ forecast: forecast(of, replicas), steps: 1 }),
    });

  it('takes one that was given up for the farthest from its promises', async () => {
    const options = [option('a', gpuHourPrice('p', 1)), option('b', gpuHourPrice('p', 2))];
    const { best, nearest } = await searchBy(options, ({ accelerator }, replicas) =>
      accelerator === 'a' ? givenUp(replicas) : answer(replicas, 1e9),
    );
    expect(best).toBeUndefined();
    expect(nearest?.option.accelerator).toBe('b');
  });

  it('goes on past numbers of replicas that were given up', async () => {
    const { best } = await searchBy([option('a', gpuHourPrice('p', 1))], (_of, replicas) =>
      replicas < 3 ? givenUp(replicas) : { ...answer(replicas, 16), overloaded: false },
    );
    expect(best).toMatchObject({ replicas: 16 });
  });

  it('looks into no dearer ones, unless each is to be compared', async () => {
    const dear = Array.from({ length: 9 }, (_, i) => option('b', gpuHourPrice('p', 100 + i)));
    const cheap = option('a', gpuHourPrice('p', 1));
    const alone = await search([cheap, ...dear], () => 1);
    expect(alone.tooDear + alone.alternatives.length).toBeGreaterThan(1);
    expect(alone.alternatives.map((each) => each.option.accelerator)).toEqual(['a']);
    const each = await search([cheap, ...dear], () => 1, { rivals: (of: SizeOption) => of.accelerator });
    expect(each.alternatives.map(({ option: { accelerator } }) => accelerator)).toEqual(['a', 'b']);
    expect(each.best?.option.accelerator).toBe('a');
  });

  it('takes what costs nothing one by one', async () => {
    const { best } = await search([option('a', gpuHourPrice('p', 0))], () => 5);
    expect(best).toMatchObject({ replicas: 5, fewer: 4, costPerMonth: 0 });
  });

  it('takes the cheapest of several prices for as many as there are', async () => {
    const of = option('a', instancePrice('p', 32, 8), instancePrice('p', 6, 1));
    for (const [needed, replicas, cost] of [
      [1, 1, 6],
      [5, 5, 30],
      [6, 8, 32],
      // One kind at a time: nine by themselves, not sixteen in eights.
      [9, 9, 54],
    ]) {
      const { best } = await search([of], () => needed);
      expect(best).toMatchObject({ replicas });
      expect(best?.costPerMonth).toBeCloseTo(cost * 730, 6);
    }
  });
});
