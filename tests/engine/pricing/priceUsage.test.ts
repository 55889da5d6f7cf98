import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledgerTotal } from '../../../engine/pricing/ledger.ts';
import { sumMicros } from '../../../engine/pricing/microsColumn.ts';
import { minusMicros, totalMicros } from '../../../engine/pricing/money.ts';
import { type PricingInput, priceUsage } from '../../../engine/pricing/priceUsage.ts';
import { steadyPaid } from '../../../engine/usage/paidHours.ts';
import {
  accountHours,
  gpuHourPrice,
  handmade,
  type HandmadePool,
  instancePrice,
  poolSpec,
  poolTotals,
  simulationSpec,
  workloadSpec,
  workloadUsage,
  paidReplicas,
} from '../finance/handmade.ts';

function pool(busy: readonly number[], replicas: number): HandmadePool {
  return {
    busySeconds: Float64Array.from(busy),
    paid: steadyPaid(replicas, 0, busy.length),
    totals: poolTotals(),
  };
}

describe('priceUsage', () => {
  it('splits an hour by busy share and weighted tokens', () => {
    // Two replicas of 3 GPUs on instances of 4: ceil(6 / 4) = 2 instances, 6 of 8 GPUs used.
    const spec = simulationSpec({
      hours: 4,
      pools: [poolSpec('h100', { replicas: 2, gpusPerReplica: 3 })],
      workloads: [workloadSpec('chat', 0), workloadSpec('code', 0)],
      accounts: [
        { workload: 0, tenant: 'a' },
        { workload: 1, tenant: 'b' },
      ],
    });
    const usage = handmade({
      accounts: [
        // 100 − 40 + 4 · 10 = 100 in hour 0; nothing after.
        accountHours(4, { promptTokens: [100], cachedTokens: [40], outputTokens: [10] }),
        // 300 in hour 0, 500 in hour 1.
        accountHours(4, { promptTokens: [100, 100], outputTokens: [50, 100] }),
      ],
      workloads: [workloadUsage({}), workloadUsage({})],
      pools: [pool([3600, 7200, 1800, 0], 2)],
    });
    const ledger = priceUsage({ spec, usage, prices: [instancePrice('h100', 10, 4)], outputTokenWeight: 4 });
    const [series] = ledger.series;
    expect(series).toMatchObject({
      poolId: 'h100',
      category: 'compute',
      unit: 'instance-hour',
      unitPrice: 10,
      accounts: [0, 1],
    });
    expect([...series.quantity]).toEqual([2, 2, 2, 2]);
    expect([...series.amountMicros]).toEqual(new Array(4).fill(20_000_000));
    // Hour 0: busy ½ of the 6/8 used → 7.5 of 20 split 100 : 300. Hour 1: all of 6/8 → 15 to b.
    // Hour 2: busy ¼ → 3.75, of work that never ended, which is nobody’s. Hour 3: idle.
    expect([...series.accountMicros[0]]).toEqual([1_875_000, 0, 0, 0]);
    expect([...series.accountMicros[1]]).toEqual([5_625_000, 15_000_000, 0, 0]);
    expect([...series.idleMicros]).toEqual([12_500_000, 5_000_000, 20_000_000, 20_000_000]);
    expect(ledgerTotal(ledger)).toBe(80_000_000);
    expect(ledgerTotal(ledger, 1, 3)).toBe(40_000_000);
  });

  it('pays single GPUs where the price is per GPU-hour, and nothing while no replica is there', () => {
    const spec = simulationSpec({ hours: 2, pools: [poolSpec('h100', { gpusPerReplica: 8 })] });
    const usage = handmade({
      accounts: [accountHours(2, {})],
      workloads: [workloadUsage({})],
      pools: [{ busySeconds: new Float64Array(2), paid: paidReplicas([2, 0]), totals: poolTotals() }],
    });
    const ledger = priceUsage({ spec, usage, prices: [gpuHourPrice('h100', 3.5)], outputTokenWeight: 4 });
    expect([...ledger.series[0].quantity]).toEqual([16, 0]);
    expect([...ledger.series[0].amountMicros]).toEqual([56_000_000, 0]);
    expect([...ledger.series[0].idleMicros]).toEqual([56_000_000, 0]);
  });

  it('calls work that no account ever had idle, and names pools without a price', () => {
    const spec = simulationSpec({ hours: 1, pools: [poolSpec('h100'), poolSpec('free')] });
    const usage = handmade({
      accounts: [accountHours(1, {})],
      workloads: [workloadUsage({})],
      pools: [pool([3600], 1), pool([0], 1)],
    });
    const ledger = priceUsage({
      spec,
      usage,
      prices: [gpuHourPrice('h100', 1), undefined],
      outputTokenWeight: 4,
    });
    expect([...ledger.series[0].idleMicros]).toEqual([4_000_000]);
    expect(ledger.unpricedPools).toEqual(['free']);
    expect(ledgerTotal(ledger)).toBeUndefined();
  });

  const anyInput: fc.Arbitrary<PricingInput> = fc
    .record({
      hours: fc.integer({ min: 1, max: 8 }),
      replicas: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(100_000)),
      // The largest fleet that a document may ask for: an hour of it comes to 4 × 10²⁹ micro-units.
      gpusPerReplica: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(4096)),
      gpusPerUnit: fc.integer({ min: 1, max: 8 }),
      // Of dollars, and of sizes of which a float64 counts no month, or no hour.
      price: fc
        .tuple(fc.double({ min: 0, max: 500, noNaN: true }), fc.constantFrom(1, 1, 1e8, 2e12))
        .map(([price, scale]) => price * scale),
      tokens: fc.array(fc.array(fc.nat(5000), { minLength: 16, maxLength: 16 }), {
        minLength: 1,
        maxLength: 12,
      }),
      // Above 1 now and then: rounding may book a hair more than an hour.
      busy: fc.array(fc.double({ min: 0, max: 1.001, noNaN: true }), { minLength: 8, maxLength: 8 }),
      weight: fc.double({ min: 0, max: 10, noNaN: true }),
    })
    .map(({ hours, replicas, gpusPerReplica, gpusPerUnit, price, tokens, busy, weight }) => ({
      spec: simulationSpec({
        hours,
        pools: [poolSpec('h100', { replicas, gpusPerReplica })],
        accounts: tokens.map((_, i) => ({ workload: 0, tenant: `t${i}` })),
      }),
      usage: handmade({
        accounts: tokens.map((column) =>
          accountHours(hours, {
            promptTokens: column.slice(0, hours),
            outputTokens: column.slice(8, 8 + hours),
          }),
        ),
        workloads: [workloadUsage({})],
        pools: [
          pool(
            busy.slice(0, hours).map((share) => share * replicas * 3600),
            replicas,
          ),
        ],
      }),
      prices: [instancePrice('h100', price, gpusPerUnit)],
      outputTokenWeight: weight,
    }));

  it('books every micro-unit of every line to a tenant or to idle, and none to who did nothing', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const ledger = priceUsage(input);
        const [{ amountMicros, idleMicros, accountMicros }] = ledger.series;
        Array.from(amountMicros).forEach((amount, h) => {
          const parts = [...accountMicros.map((part) => part[h]), idleMicros[h]];
          expect(totalMicros(parts)).toBe(amount);
          // Counted exactly, and a bigint only where a number would not.
          for (const part of [amount, ...parts])
            expect(
              part >= 0 &&
                (typeof part === 'bigint' ? part > Number.MAX_SAFE_INTEGER : Number.isSafeInteger(part)),
            ).toBe(true);
        });
        input.usage.accounts.forEach(({ promptTokens, outputTokens }, account) => {
          const tokens = [...promptTokens, ...outputTokens].reduce((sum, count) => sum + count, 0);
          if (tokens === 0) expect(sumMicros(accountMicros[account])).toBe(0);
        });
        const all = totalMicros([...accountMicros, idleMicros].map((part) => sumMicros(part)));
        expect(all).toBe(ledgerTotal(ledger));
      }),
    );
  });

  it('does not care for the names or order of tenants', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { accounts } = input.usage;
        const turned = {
          ...input,
          usage: handmade({ ...input.usage, legs: undefined, accounts: [...accounts].reverse() }),
        };
        const [{ accountMicros: parts, amountMicros }] = priceUsage(input).series;
        const other = [...priceUsage(turned).series[0].accountMicros].reverse();
        // Ties among remainders go by order, so an hour may differ by one micro-unit; of an amount that no float holds, by what
        // its weights do not say.
        const slack = (h: number): number => Math.max(1, Number(amountMicros[h]) * 2 ** -51);
        parts.forEach((part, i) =>
          Array.from(part).forEach((micros, h) =>
            expect(Math.abs(Number(minusMicros(micros, other[i][h])))).toBeLessThanOrEqual(slack(h)),
          ),
        );
      }),
      { numRuns: 50 },
    );
  });
});
