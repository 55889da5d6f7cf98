import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitmentSummary } from '../../../engine/finance/commitmentFigures.ts';
import { costFigures } from '../../../engine/finance/costFigures.ts';
import type { HeldCommitment } from '../../../engine/pricing/commitments/heldCommitment.ts';
import { focusLedgerRows } from '../../../engine/pricing/focus/focusLedgerRows.ts';
import { focusProblems } from '../../../engine/pricing/focus/focusProblems.ts';
import { ledgerTotal } from '../../../engine/pricing/ledger.ts';
import { sumMicros } from '../../../engine/pricing/microsColumn.ts';
import { amountMicros, fromMicros, totalMicros } from '../../../engine/pricing/money.ts';
import type { PoolPrice } from '../../../engine/pricing/poolPrice.ts';
import { priceUsage } from '../../../engine/pricing/priceUsage.ts';
import type { PowerSpec } from '../../../engine/scenario/spec.ts';
import { COMMITTED_OR_ON_DEMAND, type PaidHours, SPOT } from '../../../engine/usage/paidHours.ts';
import { closePaid, createPaidRecorder, setPaid } from '../../../engine/usage/paidRecorder.ts';
import {
  accountHours,
  gpuHourPrice,
  handmade,
  instancePrice,
  poolSpec,
  poolTotals,
  simulationSpec,
  workloadUsage,
} from '../finance/handmade.ts';

const HOURS = 3;

/** Changes as [second, replicas on demand, replicas of spot]. */
type Changes = readonly (readonly [number, number, number])[];

function paidOf(changes: Changes): PaidHours {
  const recorder = createPaidRecorder(0, HOURS);
  for (const [at, onDemand, spot] of changes) {
    setPaid(recorder, COMMITTED_OR_ON_DEMAND, at, onDemand);
    setPaid(recorder, SPOT, at, spot);
  }
  return closePaid(recorder, HOURS * 3600);
}

const spec = simulationSpec({ hours: HOURS, pools: [poolSpec('a100', { replicas: 2, gpusPerReplica: 4 })] });

function priced(
  changes: Changes,
  price: PoolPrice,
  busy: readonly number[] = [],
  commitments?: HeldCommitment[],
  power?: PowerSpec,
) {
  const usage = handmade({
    accounts: [accountHours(HOURS, { outputTokens: busy.map((seconds) => (seconds > 0 ? 1 : 0)) })],
    workloads: [workloadUsage({})],
    pools: [
      {
        busySeconds: Float64Array.from({ length: HOURS }, (_, h) => busy[h] ?? 0),
        paid: paidOf(changes),
        totals: poolTotals(),
        ...(power && { workingSeconds: new Float64Array(HOURS) }),
      },
    ],
  });
  return priceUsage({
    spec: power === undefined ? spec : { ...spec, pools: spec.pools.map((pool) => ({ ...pool, power })) },
    usage,
    prices: [price],
    ...(commitments && { commitments }),
    outputTokenWeight: 4,
  });
}

const withSpot = (price: PoolPrice, unitPrice: number): PoolPrice => ({
  ...price,
  spot: { unitPrice, source: 'the scenario' },
});
const twoOfSpot = withSpot(instancePrice('a100', 24, 8), 9.6);

describe('spot in the ledger', () => {
  it('is paid by whole units of its own, at its own price', () => {
    // Three replicas of four GPUs in instances of eight: one on demand, two of spot share one; from 1:30 on one of them is gone.
    const { series } = priced(
      [
        [0, 1, 2],
        [5400, 1, 0],
      ],
      twoOfSpot,
    );
    expect(series.map(({ category, unitPrice }) => [category, unitPrice])).toEqual([
      ['compute', 24],
      ['spot compute', 9.6],
    ]);
    expect([...series[0].amountMicros]).toEqual([24_000_000, 24_000_000, 24_000_000]);
    expect([...series[1].quantity]).toEqual([1, 0.5, 0]);
    expect([...series[1].amountMicros]).toEqual([9_600_000, 4_800_000, 0]);
    // GPU by GPU: eight of them, and four on demand.
    const single = priced(
      [
        [0, 1, 2],
        [5400, 1, 0],
      ],
      withSpot(gpuHourPrice('a100', 3), 1.2),
    ).series;
    expect([...single[0].amountMicros]).toEqual([12_000_000, 12_000_000, 12_000_000]);
    expect([...single[1].amountMicros]).toEqual([9_600_000, 4_800_000, 0]);
  });

  it('is billed a minute of an instance that is taken away after ten seconds, and ten seconds of a GPU', () => {
    const changes: Changes = [
      [0, 0, 0],
      [100, 0, 1],
      [110, 0, 0],
    ];
    // 9.6 × 60 / 3600, in thousand-millionths of an hour; 4 GPUs × 1.2 × 10 / 3600.
    expect(priced(changes, twoOfSpot).series[1].amountMicros[0]).toBe(160_000);
    const hourly = { ...twoOfSpot, minimumSeconds: 3600 };
    expect(priced(changes, hourly).series[1].amountMicros[0]).toBe(9_600_000);
    expect(priced(changes, withSpot(gpuHourPrice('a100', 3), 1.2)).series[1].amountMicros[0]).toBe(13_333);
  });

  it('goes by the hour’s mean of a price that changes', () => {
    const steps = [
      { second: 0, unitPrice: 8 },
      { second: 1800, unitPrice: 12 },
      { second: 7200, unitPrice: 4 },
    ];
    const price = { ...instancePrice('a100', 24, 8), spot: { unitPrice: 8, steps, source: 's' } };
    const [, spot] = priced([[0, 0, 2]], price).series;
    expect([...spot.amountMicros]).toEqual([10_000_000, 12_000_000, 4_000_000]);
    expect([...(spot.unitPrices ?? [])]).toEqual([10, 12, 4]);
    expect(spot.unitPrice).toBeCloseTo(26 / 3, 12);
  });

  it('is shared as the pool’s busy time is, with all GPUs that are paid beside those in use', () => {
    // Hour 0: two replicas, one of each kind, on an instance each: 8 of 16 GPUs used, busy half of the time: a quarter of either.
    const { series } = priced([[0, 1, 1]], twoOfSpot, [3600]);
    expect(series.map(({ accountMicros }) => accountMicros[0][0])).toEqual([6_000_000, 2_400_000]);
    expect(series.map(({ idleMicros }) => idleMicros[0])).toEqual([18_000_000, 7_200_000]);
  });

  it('leaves what owned machines draw to those', () => {
    // Two replicas of four GPUs, one owned, at 1,000 W idle: 1 kWh an hour is the owned one's; 0.5 a GPU-hour without it.
    const energy = { unitPriceWithout: 0.5, perKwh: 0.4 };
    const price = { ...withSpot(gpuHourPrice('a100', 0), 1.2), energy };
    const power = { idleWatts: 1000, peakWatts: 1000, pue: 1 };
    const { series } = priced([[0, 1, 1]], price, [], undefined, power);
    expect(series.map(({ amountMicros: [first] }) => first)).toEqual([2_400_000, 4_800_000]);
  });

  it('is never covered: neither by what is committed, nor in coverage and savings', () => {
    const committed: HeldCommitment = {
      id: 'plan',
      rule: 'aws-compute-savings-plan',
      kind: 'spend',
      fromHour: 0,
      untilHour: 8760,
      hourly: 18,
      discount: 0.5,
      units: 0,
      prices: [12],
      upfrontShare: 0,
      rank: 0,
    };
    // One instance on demand is 12 of the 18 committed; six are lost, though three instances of spot are there.
    const ledger = priced([[0, 1, 6]], twoOfSpot, [], [committed]);
    const inHour = Object.fromEntries(ledger.series.map((each) => [each.category, each.amountMicros[0]]));
    expect(inHour).toEqual({
      compute: 0,
      'spot compute': 28_800_000,
      'committed compute': 12_000_000,
      'unused commitment': 6_000_000,
    });
    const summary = commitmentSummary(ledger, [committed], [twoOfSpot], 0, (_, micros) => fromMicros(micros));
    expect(summary).toMatchObject({
      coverage: 1,
      onDemandEquivalent: 72,
      effectiveSavingsRate: 0.25,
      cash: [{ cost: 140.4, paid: 140.4 }],
    });
    expect(summary.commitments[0]).toMatchObject({ used: 36, unused: 18, utilisation: 2 / 3 });
  });

  it('is Dynamic in a cost file, at its own price, with what it would be on demand as list cost', () => {
    const ledger = priced([[0, 1, 1]], twoOfSpot, [3600]);
    const input = { name: 'n', currency: 'USD', spec, prices: [twoOfSpot], commitments: [], ledger };
    const rows = [...focusLedgerRows(input)];
    expect(rows.flatMap((row) => focusProblems(row))).toEqual([]);
    const spot = rows.filter(({ PricingCategory }) => PricingCategory === 'Dynamic');
    expect(spot).toHaveLength(4);
    expect(spot[0]).toMatchObject({
      BilledCost: 2.4,
      EffectiveCost: 2.4,
      ContractedCost: 2.4,
      ListCost: 6,
      ListUnitPrice: 24,
      ContractedUnitPrice: 9.6,
      PricingQuantity: 0.25,
      SkuId: 'cloud-a100',
      SkuPriceId: 'cloud-a100/spot@2026-07-30',
      CommitmentDiscountId: null,
    });
    const total = rows.reduce((sum, { EffectiveCost }) => sum + Number(EffectiveCost), 0);
    expect(total).toBeCloseTo(3 * 33.6, 9);
  });

  it('adds up: every line to its parts, all lines to the total, tenants and idle', () => {
    const any = fc.record({
      changes: fc
        .uniqueArray(fc.tuple(fc.nat(HOURS * 3600 - 1), fc.nat(6), fc.nat(9)), {
          minLength: 1,
          maxLength: 20,
          selector: ([at]) => at,
        })
        .map((each): Changes => each.sort(([a], [b]) => a - b)),
      busy: fc.array(fc.nat(3 * 3600), { minLength: HOURS, maxLength: HOURS }),
      onDemand: fc.double({ min: 0.01, max: 500, noNaN: true }),
      spot: fc.array(
        fc.record({ second: fc.nat(9000), unitPrice: fc.double({ min: 0.01, max: 90, noNaN: true }) }),
        {
          minLength: 1,
          maxLength: 6,
        },
      ),
      gpusPerUnit: fc.constantFrom(1, 4, 8),
    });
    fc.assert(
      fc.property(any, ({ changes, busy, onDemand, spot, gpusPerUnit }) => {
        const steps = spot.sort((a, b) => a.second - b.second);
        const price = {
          ...instancePrice('a100', onDemand, gpusPerUnit),
          spot: { unitPrice: steps[0].unitPrice, steps, source: 's' },
        };
        const ledger = priced(changes, price, busy);
        for (const series of ledger.series) {
          Array.from(series.amountMicros).forEach((amount, h) => {
            expect(totalMicros([...series.accountMicros.map((part) => part[h]), series.idleMicros[h]])).toBe(
              amount,
            );
            expect(amountMicros(series.unitPrices?.[h] ?? series.unitPrice, series.quantity[h])).toBe(amount);
          });
        }
        const cost = costFigures(spec, ledger, 'USD', (_, micros) => Number(micros));
        const total = ledgerTotal(ledger);
        expect(cost.total).toBe(total);
        expect((cost.idle ?? 0) + cost.byTenant['support']).toBe(total);
        expect(Object.values(cost.byCategory).reduce((sum, each) => sum + each, 0)).toBe(total);
        expect(totalMicros(ledger.series.map((each) => sumMicros(each.amountMicros)))).toBe(total);
      }),
      { numRuns: 200 },
    );
  });
});
