import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  quantileCommitment,
  singleCommitmentCost,
} from '../../../../engine/planning/commit/quantileCommitment.ts';

const demand = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 40 });
const discounts = fc.integer({ min: 1, max: 95 }).map((percent) => percent / 100);

describe('quantileCommitment', () => {
  it('costs what exhaustive search finds', () => {
    fc.assert(
      fc.property(demand, discounts, (values, discount) => {
        const hours = Float64Array.from(values);
        // Cost is piecewise linear with its corners at the hours' values.
        const least = Math.min(
          ...[0, ...values].map((covered) => singleCommitmentCost(hours, discount, covered * (1 - discount))),
        );
        expect(quantileCommitment(hours, discount).cost).toBeCloseTo(least, 6);
      }),
    );
  });

  it('covers the d-quantile', () => {
    const hours = Float64Array.from({ length: 100 }, (_, index) => 100 - index);
    const { coveredOnDemand, hourly } = quantileCommitment(hours, 0.35);
    expect(coveredOnDemand).toBe(35);
    expect(hourly).toBeCloseTo(0.65 * 35, 9);
  });

  it('takes hours by their weight', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 20 }),
        discounts,
        (weighted, discount) => {
          const values = Float64Array.from(weighted, ([value]) => value);
          const weights = Float64Array.from(weighted, ([, weight]) => weight);
          const spread = Float64Array.from(
            weighted.flatMap(([value, weight]) => new Array<number>(weight).fill(value)),
          );
          expect(quantileCommitment(values, discount, weights).cost).toBeCloseTo(
            quantileCommitment(spread, discount).cost,
            6,
          );
        },
      ),
    );
  });

  it('keeps the identity ESR = V (1 − (1 − d) / U) at any commitment', () => {
    fc.assert(
      fc.property(demand, discounts, fc.integer({ min: 1, max: 40 }), (values, discount, covered) => {
        const hours = Float64Array.from(values);
        const onDemand = values.reduce((sum, value) => sum + value, 0);
        const used = values.reduce((sum, value) => sum + Math.min(value, covered), 0);
        fc.pre(used > 0);
        const cost = singleCommitmentCost(hours, discount, covered * (1 - discount));
        const coverage = used / onDemand;
        const utilisation = used / (covered * values.length);
        expect(1 - cost / onDemand).toBeCloseTo(coverage * (1 - (1 - discount) / utilisation), 9);
      }),
    );
  });
});
