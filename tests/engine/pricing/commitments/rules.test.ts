import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookCapacityBlock } from '../../../../engine/pricing/commitments/capacityBlock.ts';
import { provisionedUnits } from '../../../../engine/pricing/commitments/provisionedThroughput.ts';
import { refundedCommitment } from '../../../../engine/pricing/commitments/refundedCommitment.ts';
import type { ResourceCommitment } from '../../../../engine/pricing/commitments/resourceCommitment.ts';
import { settleHour } from '../../../../engine/pricing/commitments/settleHour.ts';
import type { SpendCommitment } from '../../../../engine/pricing/commitments/spendCommitment.ts';
import { amountMicros, fromMicros, plusMicros, totalMicros } from '../../../../engine/pricing/money.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** A plan with one discount on everything. */
function plan(id: string, hourly: number, prices: Readonly<Record<string, number>>): SpendCommitment {
  return { id, hourly, committedPrice: (use) => prices[use] };
}

describe('an hour under commitments: the providers’ worked examples', () => {
  it('$10 of usage at 40 % and $10 at 25 % off under a plan of $8 an hour cost $15.33', () => {
    const {
      totalMicros: all,
      covered,
      commitments,
    } = settleHour(
      [
        { id: 'quarter', unitHours: 10, onDemandPrice: 1 },
        { id: 'forty', unitHours: 10, onDemandPrice: 1 },
      ],
      { resources: [], spends: [plan('plan', 8, { quarter: 0.75, forty: 0.6 })] },
    );
    expect(all).toBe(15_333_333);
    // The higher discount comes first.
    expect(covered.map(({ use, effectiveMicros }) => [use, effectiveMicros])).toEqual([
      ['forty', 6_000_000],
      ['quarter', 2_000_000],
    ]);
    expect(commitments[0].unusedMicros).toBe(0);
  });

  it('four instances of 15 minutes use one Reserved Instance in full', () => {
    const instances = ['a', 'b', 'c', 'd'].map((id) => ({ id, unitHours: 0.25, onDemandPrice: 3 }));
    const reserved: ResourceCommitment = { id: 'ri', units: 1, unitPrice: 1.5, unitsOf: () => 1 };
    const {
      totalMicros: all,
      onDemand,
      commitments,
    } = settleHour(instances, {
      resources: [reserved],
      spends: [],
    });
    expect(all).toBe(1_500_000);
    expect(onDemand).toEqual([]);
    expect(commitments).toEqual([
      { commitment: 'ri', committedMicros: 1_500_000, usedMicros: 1_500_000, unusedMicros: 0 },
    ]);
    // A fifth one is at on-demand rates: no more than 3,600 seconds a clock hour.
    const five = settleHour([...instances, { id: 'e', unitHours: 0.25, onDemandPrice: 3 }], {
      resources: [reserved],
      spends: [],
    });
    expect(five.totalMicros).toBe(1_500_000 + 750_000);
  });

  it('resources come before spend, and a second plan takes what the first leaves', () => {
    const {
      covered,
      onDemand,
      totalMicros: all,
    } = settleHour([{ id: 'gpu', unitHours: 10, onDemandPrice: 2 }], {
      resources: [{ id: 'cud', units: 4, unitPrice: 1, unitsOf: () => 1 }],
      spends: [plan('family', 3, { gpu: 1.5 }), plan('any', 1.8, { gpu: 1.8 })],
    });
    expect(covered.map(({ commitment, unitHours }) => [commitment, unitHours])).toEqual([
      ['cud', 4],
      ['family', 2],
      ['any', 1],
    ]);
    expect(onDemand).toEqual([{ use: 'gpu', unitHours: 3, onDemandMicros: 6_000_000 }]);
    expect(all).toBe(4_000_000 + 3_000_000 + 1_800_000 + 6_000_000);
  });

  it('of equal discounts the lower committed price comes first', () => {
    const uses = [
      { id: 'dear', unitHours: 1, onDemandPrice: 10 },
      { id: 'cheap', unitHours: 1, onDemandPrice: 2 },
    ];
    const { covered } = settleHour(uses, { resources: [], spends: [plan('p', 1, { dear: 5, cheap: 1 })] });
    expect(covered.map(({ use }) => use)).toEqual(['cheap']);
  });

  it('gpt-4.1 at 60 requests a minute, 1,000 tokens in (200 cached), 200 out, needs 32 and so 35 PTU', () => {
    const gpt41 = { tokensPerMinute: 3000, outputWeight: 4, least: 15, step: 5 };
    const tokens = { input: 1000, cached: 200, output: 200 };
    expect(provisionedUnits(gpt41, 60, tokens)).toEqual({ needed: 32, bought: 35 });
    expect(provisionedUnits(gpt41, 1, tokens)).toEqual({ needed: 1, bought: 15 });
  });

  it('36 payments of $100 cancelled in month 12 give back $2,400', () => {
    expect(refundedCommitment(100, 36, 12)).toBe(2_400_000_000);
    expect(refundedCommitment(100, 36, 36)).toBe(0);
    expect(() => refundedCommitment(100, 36, 37)).toThrow('a term of 36 months has no month 37');
  });
});

describe('an hour under commitments, whatever it holds', () => {
  const amount = fc.integer({ min: 1, max: 50_000 }).map((n) => n / 100);
  const uses = fc.array(fc.record({ unitHours: amount, onDemandPrice: amount }), {
    minLength: 1,
    maxLength: 5,
  });

  it('a capacity block is paid at booking, ends at 11:30 UTC, and is sold by days and weeks', () => {
    const start = Date.UTC(2026, 2, 1, 11, 30) / 1000;
    // AWS's list of December 2024: a p5 at 39.33 an hour.
    const block = bookCapacityBlock({ instances: 4, days: 7, hourlyPrice: 39.33, start });
    expect(block.upfrontMicros).toBe(4 * 7 * 24 * 39_330_000);
    expect(new Date(block.end * 1000).toISOString()).toBe('2026-03-08T11:30:00.000Z');
    expect(block.end - block.usableUntil).toBe(1800);
    for (const days of [1, 14, 21, 182])
      expect(() => bookCapacityBlock({ instances: 1, days, hourlyPrice: 1, start })).not.toThrow();
    for (const [days, next] of [
      [0, 1],
      [1.5, 2],
      [15, 21],
      [183, 182],
    ]) {
      expect(() => bookCapacityBlock({ instances: 1, days, hourlyPrice: 1, start })).toThrow(
        `the next that is has ${next}`,
      );
    }
  });

  it('reconciles to the micro-unit: total = covered + unused + on demand, and nothing is covered twice', () => {
    const resources = fc.array(fc.record({ units: amount, unitPrice: amount, each: amount }), {
      maxLength: 3,
    });
    const spends = fc.array(fc.record({ hourly: amount, discount: fc.integer({ min: 1, max: 90 }) }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(uses, resources, spends, fc.constantFrom(1, 1e9, 1e13), (hour, held, plans, scale) => {
        const named = hour.map((use, i) => ({
          ...use,
          onDemandPrice: use.onDemandPrice * scale,
          id: `u${i}`,
        }));
        const found = settleHour(named, {
          resources: held.map(({ each, units, unitPrice }, i) => ({
            units,
            unitPrice: unitPrice * scale,
            id: `r${i}`,
            unitsOf: () => each,
          })),
          spends: plans.map(({ hourly, discount }, i) => ({
            id: `s${i}`,
            hourly: hourly * scale,
            committedPrice: (use) =>
              ((named.find(({ id }) => id === use)?.onDemandPrice ?? 0) * (100 - discount)) / 100,
          })),
        });
        const { covered, onDemand, commitments } = found;
        const effective = totalMicros(covered.map(({ effectiveMicros }) => effectiveMicros));
        const unused = totalMicros(commitments.map(({ unusedMicros }) => unusedMicros));
        const rest = totalMicros(onDemand.map(({ onDemandMicros }) => onDemandMicros));
        expect(totalMicros([effective, unused, rest])).toBe(found.totalMicros);
        for (const { committedMicros, usedMicros, unusedMicros } of commitments) {
          expect(plusMicros(usedMicros, unusedMicros)).toBe(committedMicros);
          expect(usedMicros >= 0 && unusedMicros >= 0).toBe(true);
        }
        for (const { id, unitHours, onDemandPrice } of named) {
          const parts = [...covered, ...onDemand].filter(({ use }) => use === id);
          expect(sum(parts.map((part) => part.unitHours))).toBeCloseTo(unitHours, 6);
          expect(totalMicros(parts.map((part) => part.onDemandMicros))).toBe(
            amountMicros(onDemandPrice, unitHours),
          );
        }
      }),
    );
  });

  it('costs what the closed forms say: C + max(0, D − C ÷ (1 − d)), and N·r + max(0, u − N)·p', () => {
    const discount = fc.integer({ min: 1, max: 90 }).map((n) => n / 100);
    fc.assert(
      fc.property(uses, amount, discount, (hour, hourly, d) => {
        const named = hour.map((use, i) => ({ ...use, id: `u${i}` }));
        const demand = sum(named.map(({ unitHours, onDemandPrice }) => unitHours * onDemandPrice));
        const { totalMicros: all } = settleHour(named, {
          resources: [],
          spends: [
            {
              id: 's',
              hourly,
              committedPrice: (use) => (named.find(({ id }) => id === use)?.onDemandPrice ?? 0) * (1 - d),
            },
          ],
        });
        expect(fromMicros(all)).toBeCloseTo(hourly + Math.max(0, demand - hourly / (1 - d)), 4);
      }),
    );
    fc.assert(
      fc.property(amount, amount, amount, amount, (unitHours, onDemandPrice, units, unitPrice) => {
        const { totalMicros: all } = settleHour([{ id: 'u', unitHours, onDemandPrice }], {
          resources: [{ id: 'r', units, unitPrice, unitsOf: () => 1 }],
          spends: [],
        });
        const expected = units * unitPrice + Math.max(0, unitHours - units) * onDemandPrice;
        expect(fromMicros(all)).toBeCloseTo(expected, 4);
      }),
    );
  });

  it('saves what coverage and utilisation say: ESR = V·(1 − (1 − d) ÷ U)', () => {
    fc.assert(
      fc.property(uses, amount, fc.integer({ min: 1, max: 90 }), (hour, hourly, percent) => {
        const d = percent / 100;
        const named = hour.map((use, i) => ({ ...use, id: `u${i}` }));
        const {
          totalMicros: all,
          covered,
          commitments,
        } = settleHour(named, {
          resources: [],
          spends: [
            {
              id: 's',
              hourly,
              committedPrice: (use) => (named.find(({ id }) => id === use)?.onDemandPrice ?? 0) * (1 - d),
            },
          ],
        });
        const onDemandCost = sum(named.map((use) => use.unitHours * use.onDemandPrice)) * 1e6;
        const coverage =
          Number(totalMicros(covered.map(({ onDemandMicros }) => onDemandMicros))) / onDemandCost;
        const utilisation = Number(commitments[0].usedMicros) / Number(commitments[0].committedMicros);
        const esr = 1 - Number(all) / onDemandCost;
        expect(esr).toBeCloseTo(coverage * (1 - (1 - d) / utilisation), 5);
      }),
    );
  });
});
