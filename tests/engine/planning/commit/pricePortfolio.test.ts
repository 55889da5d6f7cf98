import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPortfolioPricer } from '../../../../engine/planning/commit/pricePortfolio.ts';
import { projectUse } from '../../../../engine/planning/commit/useCase.ts';
import { heldCommitments } from '../../../../engine/pricing/commitments/heldCommitment.ts';
import { ledgerTotal } from '../../../../engine/pricing/ledger.ts';
import { sumMicros } from '../../../../engine/pricing/microsColumn.ts';
import { type Micros, totalMicros } from '../../../../engine/pricing/money.ts';
import type { PoolPrice } from '../../../../engine/pricing/poolPrice.ts';
import { priceUsage } from '../../../../engine/pricing/priceUsage.ts';
import { simulatedFleets } from '../../../../engine/planning/commit/plannedFleets.ts';
import { ofReplicas } from './fleets.ts';

const START = Date.UTC(2026, 0, 1) / 1000;
const pricesOf = (scale: number) =>
  [10 * scale, 7.13 * scale].map(
    (unitPrice): PoolPrice => ({ pool: 'p', unit: 'GPU-hour', gpusPerUnit: 1, unitPrice, source: 'test' }),
  );
/** Of dollars; of what a float64 counts no month of; of what it counts no hour of. */
const scales = fc.constantFrom(1, 3.7e7, 1e15);
const pools = [
  { id: 'p0', gpusPerReplica: 1 },
  { id: 'p1', gpusPerReplica: 2 },
];
/** Some of them there for a part of the hour. */
const replicas = fc.array(
  fc.oneof(
    fc.nat(4),
    fc.nat(40).map((tenths) => tenths / 10),
  ),
  {
    minLength: 30,
    maxLength: 30,
  },
);

it('comes to what the ledger of the same hours comes to, to the micro-unit', () => {
  fc.assert(
    fc.property(replicas, replicas, fc.nat(20), fc.nat(40), scales, (first, second, from, hourly, scale) => {
      const prices = pricesOf(scale);
      const commitments = heldCommitments(
        [
          {
            id: 'units',
            rule: 'aws-reserved-instance',
            units: 2,
            discount: 0.37,
            term: '1y',
            payment: 'none',
            pools: ['p0'],
            start: START + from * 3600,
          },
          {
            id: 'money',
            rule: 'aws-compute-savings-plan',
            hourly: (hourly + 0.333) * scale,
            discount: 0.21,
            term: '1y',
            payment: 'all',
          },
          // Ran out in hour 12.
          {
            id: 'old',
            rule: 'azure-savings-plan',
            hourly: 5 * scale,
            discount: 0.3,
            term: '1y',
            payment: 'all',
            start: START + (12 - 8760) * 3600,
          },
        ],
        pools,
        prices,
        START,
      );
      const usage = ofReplicas([first, second]);
      const cases = projectUse({
        pools,
        prices,
        fleets: [simulatedFleets(usage)],
        growth: [{ name: 'base', growthPerMonth: 0, probability: 1 }],
        monthStarts: [0, 20],
        hours: 30,
      });
      const ledger = priceUsage({
        spec: { accounts: [], workloads: [], pools: pools as never },
        usage: { ...usage, accounts: [], legs: [], workloads: [] },
        prices,
        commitments,
        outputTokenWeight: 4,
      });
      const [priced] = createPortfolioPricer({ prices, cases, hours: 30, monthStarts: [0, 20] })(commitments);
      expect(priced.totalMicros).toBe(ledgerTotal(ledger));
      const booked = (category: string) =>
        totalMicros(
          ledger.series
            .filter((series) => series.category === category)
            .map(({ amountMicros }) => sumMicros(amountMicros)),
        );
      expect(priced.committedUsedMicros).toBe(booked('committed compute'));
      expect(priced.committedUnusedMicros).toBe(booked('unused commitment'));
      expect(priced.restByMonth).toEqual(
        [0, 20].map((start) => restOf(ledger, start, start === 0 ? 20 : 30)),
      );
    }),
    { numRuns: 60 },
  );
});

function restOf(ledger: ReturnType<typeof priceUsage>, from: number, until: number): Micros {
  return totalMicros(
    ledger.series
      .filter(({ category }) => category === 'compute')
      .map(({ amountMicros }) => sumMicros(amountMicros, from, until)),
  );
}
