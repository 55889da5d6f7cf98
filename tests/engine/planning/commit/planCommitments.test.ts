import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidateSearch } from '../../../../engine/planning/commit/candidateSearch.ts';
import { purchaseOf } from '../../../../engine/planning/commit/commitmentOffer.ts';
import type { CommitmentOffer } from '../../../../engine/scenario/prices/commitmentSchema.ts';
import { type CommitPlanInput, planCommitments } from '../../../../engine/planning/commit/planCommitments.ts';
import {
  createCurveFigures,
  createPortfolioFigures,
} from '../../../../engine/planning/commit/portfolioFigures.ts';
import {
  quantileCommitment,
  singleCommitmentCost,
} from '../../../../engine/planning/commit/quantileCommitment.ts';
import type { PoolPrice } from '../../../../engine/pricing/poolPrice.ts';
import { solveProgram } from '../../../../host/questions/commit/solveProgram.ts';

const START = Date.UTC(2026, 0, 1) / 1000;
const price = (unitPrice: number): PoolPrice => ({
  pool: 'p',
  unit: 'instance-hour',
  gpusPerUnit: 8,
  unitPrice,
  source: 'test',
});
const offer = (
  id: string,
  rule: CommitmentOffer['rule'],
  more: Partial<CommitmentOffer>,
): CommitmentOffer => ({
  id,
  rule,
  discount: 0.3,
  term: '1y',
  payment: 'none',
  ...more,
});

/** Use of a few pools in so many hours, each hour of the pattern in turn; what comes after is taken to be needed. */
function input(
  patterns: readonly (readonly number[])[],
  offers: readonly CommitmentOffer[],
  more: Partial<CommitPlanInput> = {},
): CommitPlanInput {
  const hours = more.hours ?? patterns[0].length;
  const pools = patterns.map((_, index) => ({ id: `p${index}` }));
  const units = patterns.map((pattern) =>
    Float64Array.from({ length: hours }, (_, hour) => pattern[hour % pattern.length]),
  );
  return {
    pools,
    prices: pools.map((_, index) => price(10 * (index + 1))),
    cases: [{ name: 'base', probability: 1, units }],
    held: [],
    startEpochSeconds: START,
    hours,
    monthStarts: [0],
    isLostAfterHorizon: false,
    offers,
    startMonths: 1,
    limits: {},
    riskLevel: 0.75,
    solve: solveProgram,
    ...more,
  };
}

const pattern = fc.array(fc.nat(4), { minLength: 6, maxLength: 6 });

describe('planCommitments', () => {
  it('finds for one plan what the quantile rule says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(9), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 5, max: 80 }),
        async (uses, percent) => {
          const discount = percent / 100;
          const plan = await planCommitments(
            input([uses], [offer('sp', 'aws-compute-savings-plan', { discount })]),
          );
          const onDemand = Float64Array.from(uses, (each) => each * 10);
          const { cost } = quantileCommitment(onDemand, discount);
          // Money an hour is bought in tenths of a cent, an hour of which may be missing.
          expect(plan.cheapest.expected.cost).toBeGreaterThanOrEqual(cost - 1e-5);
          expect(plan.cheapest.expected.cost).toBeLessThanOrEqual(cost + 0.002 * uses.length);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('finds for several plans what exhaustive search finds', async () => {
    await fc.assert(
      fc.asyncProperty(
        pattern,
        pattern,
        fc.tuple(
          fc.integer({ min: 1, max: 8 }),
          fc.integer({ min: 1, max: 8 }),
          fc.integer({ min: 1, max: 8 }),
        ),
        async (first, second, tenths) => {
          const offers = [
            offer('a', 'gcp-resource-cud', { pools: ['p0'], discount: tenths[0] / 10 }),
            offer('b', 'gcp-resource-cud', { pools: ['p1'], discount: tenths[1] / 10 }),
            offer('wide', 'aws-compute-savings-plan', { discount: tenths[2] / 10 }),
          ];
          const given = input([first, second], offers);
          const tell = createPortfolioFigures(given);
          let least = Number.POSITIVE_INFINITY;
          for (let a = 0; a <= 4; a++) {
            for (let b = 0; b <= 4; b++) {
              for (const hourly of spendCorners(first, second, a, b, 1 - tenths[2] / 10)) {
                const amounts = [a, b, hourly];
                const purchases = offers.flatMap((each, index) =>
                  amounts[index] > 0 ? [purchaseOf(each, amounts[index], START)] : [],
                );
                least = Math.min(least, tell(purchases).expected.cost);
              }
            }
          }
          const { cheapest } = await planCommitments(given);
          expect(cheapest.expected.cost).toBeGreaterThanOrEqual(least - 0.05);
          // The gap of the solver, and the step of money.
          expect(cheapest.expected.cost).toBeLessThanOrEqual(least * (1 + 2e-4) + 0.02);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('buys a ladder where use comes in steps', async () => {
    const hours = 8760;
    const units = Float64Array.from({ length: hours }, (_, hour) => (hour < 2920 ? 1 : hour < 5840 ? 2 : 3));
    const given = input([[0]], [offer('cud', 'gcp-resource-cud', { discount: 0.4 })], {
      hours,
      cases: [{ name: 'base', probability: 1, units: [units] }],
      monthStarts: [0, 2920, 5840],
      startMonths: 3,
    });
    const { cheapest } = await planCommitments(given);
    const amounts = cheapest.purchases.map(({ commitment }) => [commitment.start, commitment.units]);
    expect(amounts).toEqual([
      [START, 1],
      [START + 2920 * 3600, 1],
      [START + 5840 * 3600, 1],
    ]);
    expect(cheapest.expected.utilisation).toBe(1);
    expect(cheapest.expected.effectiveSavingsRate).toBeCloseTo(0.4, 9);
  });

  it('keeps to limits of cash and of what is locked in', async () => {
    const offers = [offer('cud', 'gcp-resource-cud', { discount: 0.4, payment: 'all' })];
    const whole = 8760 * 6;
    const free = await planCommitments(input([[5]], offers, { hours: 8760 }));
    expect(free.cheapest.purchases[0].commitment.units).toBe(5);
    const cash = await planCommitments(
      input([[5]], offers, { hours: 8760, limits: { upfront: 2.5 * whole } }),
    );
    expect(cash.cheapest.purchases[0]).toMatchObject({ commitment: { units: 2 }, upfront: 2 * whole });
    const locked = await planCommitments(
      input([[5]], offers, { hours: 8760, limits: { lockedIn: 3 * whole } }),
    );
    expect(locked.cheapest.purchases[0].commitment.units).toBe(3);
  });

  it('counts what is held, and charges a term to its end', async () => {
    const offers = [offer('cud', 'gcp-resource-cud', { discount: 0.4 })];
    const held = [purchaseOf({ ...offers[0], id: 'old' }, 2, START)];
    const used = await planCommitments(input([[3]], offers, { held, hours: 8760 }));
    expect(used.cheapest.purchases.map(({ commitment }) => commitment.units)).toEqual([1]);
    expect(used.none.expected.coverage).toBeCloseTo(2 / 3, 12);
    // Half a year of use does not pay for a year at 60 % of the price; it would, if use went on.
    const half = input([[3]], offers, { hours: 4380 });
    const lost = await planCommitments({ ...half, isLostAfterHorizon: true });
    expect(lost.cheapest.purchases).toEqual([]);
    const goesOn = await planCommitments(half);
    expect(goesOn.cheapest.purchases[0].commitment.units).toBe(3);
    expect(goesOn.cheapest.purchases[0].afterHorizon).toBeCloseTo(3 * 6 * 4380, 6);
  });

  it('finds of an offer by itself how much is best beside what is held', () => {
    const cud = offer('cud', 'gcp-resource-cud', { discount: 0.4 });
    const old = purchaseOf({ ...cud, id: 'old' }, 2, START);
    const given = input([[5]], [cud], { held: [old], hours: 8760 });
    const { best } = candidateSearch(given, cud, createPortfolioFigures(given));
    // Two of five units are held: three more, and everything is at 6 instead of 10.
    expect(best).toEqual({ amount: 3, cost: 5 * 6 * 8760 });

    // A plan that is held covers the two at 10; reserved, they leave it to the two at 20.
    const reserved = offer('ri', 'aws-reserved-instance', { discount: 0.4, pools: ['p0'] });
    const plan = purchaseOf(offer('sp', 'aws-compute-savings-plan', {}), 14, START);
    const two = input([[2], [2]], [reserved], { held: [plan], hours: 8760 });
    const tell = createPortfolioFigures(two);
    expect(tell([]).expected.cost).toBe((14 + 40) * 8760);
    const found = candidateSearch(two, reserved, tell).best;
    expect(found).toEqual({ amount: 2, cost: (12 + 14 + 20) * 8760 });
  });

  /** Hours at which months begin, from a day on. */
  const monthsFrom = (year: number, count: number): readonly number[] =>
    Array.from(
      { length: count + 1 },
      (_, month) => (Date.UTC(year, month, 1) - Date.UTC(year, 0, 1)) / 3_600_000,
    );
  const starts = (purchases: readonly { readonly commitment: { readonly start?: number | undefined } }[]) =>
    purchases.map(({ commitment: { start = 0 } }) => new Date(start * 1000).toISOString().slice(0, 10));

  it('renews what is held on the day on which it ends, and again a term later', async () => {
    const offers = [offer('cud', 'gcp-resource-cud', { discount: 0.4 })];
    const edges = monthsFrom(2026, 24);
    const old = purchaseOf({ ...offers[0], id: 'old' }, 3, Date.UTC(2025, 5, 15) / 1000);
    const { cheapest } = await planCommitments(
      input([[3]], offers, {
        held: [old],
        hours: edges[24],
        monthStarts: edges.slice(0, 24),
        startMonths: 24,
      }),
    );
    expect(starts(cheapest.purchases)).toEqual(['2026-06-15', '2027-06-15']);
    // No hour on demand, none paid twice.
    expect(cheapest.expected.cost).toBe(3 * 6 * edges[24]);
    expect(cheapest.expected.utilisation).toBe(1);
  });

  it('renews a term that spans a leap day where it ends, not where a month begins', async () => {
    const offers = [offer('cud', 'gcp-resource-cud', { discount: 0.4 })];
    const edges = monthsFrom(2027, 48);
    const given = input([[3]], offers, {
      startEpochSeconds: Date.UTC(2027, 0, 1) / 1000,
      hours: edges[48],
      monthStarts: edges.slice(0, 48),
      startMonths: 48,
    });
    const { cheapest } = await planCommitments(given);
    expect(starts(cheapest.purchases)).toEqual([
      '2027-01-01',
      '2028-01-01',
      '2028-12-31',
      '2029-12-31',
      '2030-12-31',
    ]);
    expect(cheapest.expected.cost).toBe(3 * 6 * edges[48]);
    // With purchases in the first year only, there is nothing to renew with.
    const early = await planCommitments({ ...given, startMonths: 12 });
    expect(early.cheapest.expected.cost).toBeGreaterThan(3 * 6 * edges[48] * 1.2);
  });

  it('tells what is bought from what was bought before of the same offer and day', async () => {
    const cud = offer('cud', 'gcp-resource-cud', { discount: 0.4 });
    const held = [purchaseOf(cud, 2, START)];
    const { cheapest } = await planCommitments(input([[3]], [cud], { held, hours: 8760 }));
    expect(cheapest.purchases).toMatchObject([
      { commitment: { id: 'cud 2026-01-01 (2)', units: 1 }, total: 6 * 8760 },
    ]);
    expect(cheapest.expected.cost).toBe(3 * 6 * 8760);
  });

  it('writes a start at its hour, where that is not midnight', () => {
    const cud = offer('cud', 'gcp-resource-cud', {});
    expect(purchaseOf(cud, 1, START).id).toBe('cud 2026-01-01');
    expect(purchaseOf(cud, 1, START + 13 * 3600).id).toBe('cud 2026-01-01T13:00Z');
  });

  it('is careful where cases differ: the least regret, with a table that says so', async () => {
    const of = (units: number, name: string, probability: number) => ({
      name,
      probability,
      units: [new Float64Array(8760).fill(units)],
    });
    const given = input([[0]], [offer('cud', 'gcp-resource-cud', { discount: 0.4 })], {
      hours: 8760,
      cases: [of(1, 'low', 0.3), of(4, 'base', 0.4), of(6, 'high', 0.3)],
    });
    const { cheapest, stable, none, regret } = await planCommitments(given);
    // Unit 4 is used with probability 0.7 > 0.6, unit 5 with 0.3.
    expect(cheapest.purchases[0].commitment.units).toBe(4);
    expect(regret.cases).toEqual(['low', 'base', 'high']);
    const row = (name: string) => regret.rows.find((each) => each.name === name);
    // 3 units too many cost 6 an hour each; 2 too few lose 4 each.
    expect(row('cheapest expected')?.regret.map(Math.round)).toEqual([3 * 6 * 8760, 0, 2 * 4 * 8760]);
    expect(row('nothing')?.regret.map(Math.round)).toEqual([4 * 8760, 16 * 8760, 24 * 8760]);
    // Of 1 … 6 units: 6 (n − 1) against 4 (6 − n): n = 3 has the least at the worst, 12 each.
    expect(stable.purchases[0].commitment.units).toBe(3);
    expect(row('stable')?.most).toBeCloseTo(12 * 8760, 2);
    expect(cheapest.expected.cost).toBeLessThan(stable.expected.cost);
    expect(stable.expected.cost).toBeLessThan(none.expected.cost);
  });

  it('agrees with Azure’s search of candidates', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9), { minLength: 1, maxLength: 20 }), async (uses) => {
        const plans = [offer('sp', 'azure-savings-plan', { discount: 0.3 })];
        const given = input([uses], plans);
        const { best, safe } = candidateSearch(given, plans[0], createPortfolioFigures(given));
        const { cheapest } = await planCommitments(given);
        expect(Math.abs(cheapest.expected.chargedCost - best.cost)).toBeLessThan(0.002 * uses.length);
        expect(safe.from).toBeLessThanOrEqual(best.amount);
        expect(safe.until).toBeGreaterThanOrEqual(best.amount);
      }),
      { numRuns: 20 },
    );
  });

  it('buys whole units for hours of which units are there for a part, and money to the quantile', async () => {
    const uses = Array.from({ length: 40 }, (_, hour) => 1 + ((hour * 17) % 40) / 16);
    const cud = offer('cud', 'gcp-resource-cud', { discount: 0.5 });
    const given = input([uses], [cud, offer('sp', 'aws-compute-savings-plan', { discount: 0.3 })]);
    const curve = candidateSearch(given, cud, createCurveFigures(given));
    expect(curve.points.map(({ amount }) => amount)).toEqual([0, 1, 2, 3, 4]);
    // The median hour wants 2.25 units: of two and three the cheaper.
    const onDemand = Float64Array.from(uses, (each) => each * 10);
    const costs = [2, 3].map((units) => singleCommitmentCost(onDemand, 0.5, units * 5));
    expect(curve.best.cost).toBeCloseTo(Math.min(...costs), 4);
    const plan = await planCommitments({ ...given, offers: [given.offers[1]] });
    const { cost } = quantileCommitment(onDemand, 0.3);
    expect(plan.cheapest.expected.cost).toBeGreaterThanOrEqual(cost - 1e-3);
    expect(plan.cheapest.expected.cost).toBeLessThanOrEqual(cost * 1.001);
  });

  it('draws a curve of thousands of different hours within a thousandth of the exact costs', () => {
    // A day between 2 and 18 units, no hour like another.
    const uses = Array.from(
      { length: 8760 },
      (_, hour) => 10 + 7 * Math.sin((hour / 12) * Math.PI) + ((hour * 7919) % 1009) / 1009,
    );
    const monthStarts = Array.from({ length: 12 }, (_, month) => month * 730);
    const plans = [offer('sp', 'aws-compute-savings-plan', { discount: 0.3 })];
    const given = input([uses], plans, { monthStarts });
    const [quick, exact] = [createCurveFigures(given), createPortfolioFigures(given)];
    for (const hourly of [0, 40, 75, 110]) {
      const purchases = hourly === 0 ? [] : [purchaseOf(plans[0], hourly, START)];
      const [about, cost] = [quick, exact].map((tell) => tell(purchases).expected.chargedCost);
      expect(Math.abs(about / cost - 1)).toBeLessThan(1e-3);
    }
  });

  it('ends where its listener throws', async () => {
    const given = input([[1]], [offer('cud', 'gcp-resource-cud', {})], {
      onProgress: () => {
        throw new Error('enough');
      },
    });
    await expect(planCommitments(given)).rejects.toThrow('enough');
  });
});

/** Where the cost of a promise of money can have a corner: what is left of an hour, and its pools, at committed prices. */
function spendCorners(
  first: readonly number[],
  second: readonly number[],
  a: number,
  b: number,
  rate: number,
): readonly number[] {
  const corners = first.map(
    (each, hour) => (Math.max(0, each - a) * 10 + Math.max(0, second[hour] - b) * 20) * rate,
  );
  return [...new Set([0, ...corners])].map((value) => Math.round(value * 1000) / 1000);
}
