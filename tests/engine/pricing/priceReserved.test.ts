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
import { hourlyReservedPrices } from '../../../engine/pricing/reservedPrice.ts';
import type { ReservedSpec } from '../../../engine/scenario/living/capacity/capacitySpec.ts';
import type { PowerSpec } from '../../../engine/scenario/spec.ts';
import { COMMITTED_OR_ON_DEMAND, type PaidHours, RESERVED, SPOT } from '../../../engine/usage/paidHours.ts';
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
import { resolvedPool } from '../scenario/livingDocument.ts';

const HOURS = 3;
const END = Number.POSITIVE_INFINITY;

/** Changes as [second, nodes on demand, nodes reserved, nodes of spot]. */
type Changes = readonly (readonly [number, number, number, number?])[];

function paidOf(changes: Changes): PaidHours {
  const recorder = createPaidRecorder(0, HOURS);
  for (const [at, onDemand, reserved, spot = 0] of changes) {
    setPaid(recorder, COMMITTED_OR_ON_DEMAND, at, onDemand);
    setPaid(recorder, SPOT, at, spot);
    setPaid(recorder, RESERVED, at, reserved);
  }
  return closePaid(recorder, HOURS * 3600);
}

const held = (nodes: number, fromSecond = 0, untilSecond = END): ReservedSpec => ({
  kind: 'reservation',
  nodes,
  fromSecond,
  untilSecond,
  hasOwnPrice: true,
});

function specOf(reserved: readonly ReservedSpec[], power?: PowerSpec) {
  const living = resolvedPool('capacity: [{ kind: reservation, nodes: 1 }]').living;
  if (living === undefined) throw new Error('it does not live');
  const pool = poolSpec('a100', { replicas: 2, gpusPerReplica: 4, living: { ...living, reserved } });
  return simulationSpec({ hours: HOURS, pools: [power === undefined ? pool : { ...pool, power }] });
}

interface Case {
  readonly changes: Changes;
  readonly price: PoolPrice;
  readonly reserved?: readonly ReservedSpec[];
  readonly busy?: readonly number[];
  /** Nodes of what is reserved that replicas are on, by hour. */
  readonly used?: readonly number[];
  readonly commitments?: readonly HeldCommitment[];
  readonly power?: PowerSpec;
}

function priced({ changes, price, reserved = [held(2)], busy = [], used, commitments, power }: Case) {
  const usage = handmade({
    accounts: [accountHours(HOURS, { outputTokens: busy.map((seconds) => (seconds > 0 ? 1 : 0)) })],
    workloads: [workloadUsage({})],
    pools: [
      {
        busySeconds: Float64Array.from({ length: HOURS }, (_, h) => busy[h] ?? 0),
        paid: paidOf(changes),
        totals: poolTotals(),
        ...(used && { reservedUsedSeconds: Float64Array.from(used, (nodes) => nodes * 3600) }),
        ...(power && { workingSeconds: new Float64Array(HOURS) }),
      },
    ],
  });
  return priceUsage({
    spec: specOf(reserved, power),
    usage,
    prices: [price],
    ...(commitments && { commitments }),
    outputTokenWeight: 4,
  });
}

const withReserved = (price: PoolPrice, ...unitPrices: readonly number[]): PoolPrice => ({
  ...price,
  reserved: unitPrices.map((unitPrice, entry) => ({
    entry,
    kind: 'reservation',
    nodes: 2,
    unitPrice,
    source: 'the scenario',
  })),
});
const reservedAt15 = withReserved(instancePrice('a100', 24, 8), 15);
const COMMITTED: HeldCommitment = {
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

describe('reserved capacity in the ledger', () => {
  it('is paid by whole units of its own, at its own price, whoever is on it', () => {
    // Two nodes of four GPUs are reserved, in one instance of eight, for an hour and a half; one more is on demand.
    const changes: Changes = [
      [0, 1, 2],
      [5400, 1, 0],
    ];
    const { series } = priced({ changes, price: reservedAt15, reserved: [held(2, 0, 5400)] });
    expect(series.map(({ category, unitPrice }) => [category, unitPrice])).toEqual([
      ['compute', 24],
      ['reserved compute', 15],
    ]);
    expect([...series[0].amountMicros]).toEqual([24_000_000, 24_000_000, 24_000_000]);
    expect([...series[1].quantity]).toEqual([1, 0.5, 0]);
    expect([...series[1].amountMicros]).toEqual([15_000_000, 7_500_000, 0]);
    expect(series[1].unitPrices).toBeUndefined();
    // GPU by GPU: eight of them.
    const single = priced({ changes, price: withReserved(gpuHourPrice('a100', 3), 2) }).series;
    expect([...single[1].amountMicros]).toEqual([16_000_000, 8_000_000, 0]);
  });

  it('costs in each hour the mean of what holds in it, by nodes and seconds', () => {
    // Two nodes at 12 throughout, four at 24 from half an hour to two hours: 18 is half and half, 20 two to four.
    const reserved = [held(2), held(4, 1800, 7200)];
    expect([...hourlyReservedPrices(reserved, withReserved(reservedAt15, 12, 24).reserved ?? [], 3)]).toEqual(
      [18, 20, 12],
    );
    const changes: Changes = [
      [0, 0, 2],
      [1800, 0, 6],
      [7200, 0, 2],
    ];
    const { series } = priced({ changes, price: withReserved(gpuHourPrice('a100', 30), 12, 24), reserved });
    const own = series[1];
    expect([...(own.unitPrices ?? [])]).toEqual([18, 20, 12]);
    // By reservation: 8 GPUs × 12 in each hour, and 16 × 24 in an hour and a half.
    expect([...own.amountMicros]).toEqual([288_000_000, 480_000_000, 96_000_000]);
    expect(fromMicros(sumMicros(own.amountMicros))).toBe(3 * 8 * 12 + 1.5 * 16 * 24);
    expect(own.unitPrice).toBeCloseTo(864 / 48, 12);
  });

  it('has equal prices as their mean, exactly, and the mean of all hours in one in which nothing holds', () => {
    const price = withReserved(reservedAt15, 0.1, 0.1, 0.1).reserved ?? [];
    const reserved = [held(3, 7, 5000), held(7, 11, 9000), held(1, -50, 4000)];
    expect([...hourlyReservedPrices(reserved, price, 4)]).toEqual([0.1, 0.1, 0.1, 0.1]);
    const two = withReserved(reservedAt15, 10, 30).reserved ?? [];
    expect([...hourlyReservedPrices([held(1, 0, 3600), held(1, 7200, 10_800)], two, 3)]).toEqual([
      10, 20, 30,
    ]);
  });

  it('leaves a reservation without a price of its own on demand, and out of the mean', () => {
    const onDemand = { ...held(5), hasOwnPrice: false };
    const reserved = [onDemand, held(2)];
    const [own] = withReserved(reservedAt15, 15).reserved ?? [];
    const price = { ...reservedAt15, reserved: [{ ...own, entry: 1 }] };
    expect(
      priced({ changes: [[0, 5, 2]], price, reserved }).series.map(({ unitPrice }) => unitPrice),
    ).toEqual([24, 15]);
    const none = priced({ changes: [[0, 5, 0]], price: instancePrice('a100', 24, 8), reserved: [onDemand] });
    expect(none.series.map(({ category }) => category)).toEqual(['compute']);
  });

  it('is shared as the pool’s busy time is, with all GPUs that are paid beside those in use', () => {
    // One node of four GPUs on demand, one of spot and two reserved, an instance each but for the reserved: 16 of 24 GPUs are nodes', busy half of an hour each.
    const price = { ...reservedAt15, spot: { unitPrice: 9, source: 's' } };
    const { series } = priced({ changes: [[0, 1, 2, 1]], price, busy: [7200] });
    expect(series.map(({ category }) => category)).toEqual(['compute', 'spot compute', 'reserved compute']);
    const share = (1 / 2) * (16 / 24);
    expect(series.map(({ accountMicros }) => accountMicros[0][0])).toEqual([
      24e6 * share,
      9e6 * share,
      15e6 * share,
    ]);
  });

  it('leaves what owned machines draw to those', () => {
    // Two replicas, one owned and one reserved, at 1,000 W idle: 1 kWh an hour is the owned one's; 0.5 a GPU-hour without it.
    const energy = { unitPriceWithout: 0.5, perKwh: 0.4 };
    const price = { ...withReserved(gpuHourPrice('a100', 0), 1.2), energy };
    const power = { idleWatts: 1000, peakWatts: 1000, pue: 1 };
    const { series } = priced({ changes: [[0, 1, 1]], price, power });
    expect(series.map(({ amountMicros: [first] }) => first)).toEqual([2_400_000, 4_800_000]);
  });

  it('is never covered: neither by what is committed, nor in coverage and savings', () => {
    // One instance on demand is 12 of the 18 committed; six are lost, though three instances are reserved.
    const ledger = priced({ changes: [[0, 1, 6]], price: reservedAt15, commitments: [COMMITTED] });
    const inHour = Object.fromEntries(ledger.series.map((each) => [each.category, each.amountMicros[0]]));
    expect(inHour).toEqual({
      compute: 0,
      'reserved compute': 45_000_000,
      'committed compute': 12_000_000,
      'unused commitment': 6_000_000,
    });
    const tell = (_: string, micros: bigint | number): number => fromMicros(micros);
    expect(commitmentSummary(ledger, [COMMITTED], [reservedAt15], 0, tell)).toMatchObject({
      coverage: 1,
      onDemandEquivalent: 72,
      effectiveSavingsRate: 0.25,
      cash: [{ cost: 189, paid: 189 }],
    });
  });

  it('names its reservation in a cost file, at its own price, with what it would be on demand as list cost', () => {
    const reserved = [held(1)];
    const used = [1, 0.25, 0];
    const ledger = priced({ changes: [[0, 1, 1]], price: reservedAt15, busy: [3600], used, reserved });
    const spec = specOf(reserved);
    const input = { name: 'n', currency: 'USD', spec, prices: [reservedAt15], commitments: [], ledger };
    const rows = [...focusLedgerRows(input)];
    expect(rows.flatMap((row) => focusProblems(row))).toEqual([]);
    const own = rows.filter(({ CapacityReservationId }) => CapacityReservationId !== null);
    expect(
      own.map(({ CapacityReservationStatus: status, x_BookedTo: of, EffectiveCost }) => [
        status,
        of,
        EffectiveCost,
      ]),
    ).toEqual([
      ['Used', 'tenant', 3.75],
      ['Used', 'idle', 11.25],
      ['Used', 'idle', 3.75],
      ['Unused', 'idle', 11.25],
      ['Unused', 'idle', 15],
    ]);
    expect(own[4].ChargeDescription).toBe('reserved, cloud-a100, unused reservation');
    expect(own[0]).toMatchObject({
      CapacityReservationId: 'pool/a100/reserved',
      ChargeDescription: 'reserved, cloud-a100, tenant support',
      PricingCategory: 'Standard',
      BilledCost: 3.75,
      EffectiveCost: 3.75,
      ContractedCost: 3.75,
      ListCost: 6,
      ListUnitPrice: 24,
      ContractedUnitPrice: 15,
      PricingQuantity: 0.25,
      SkuId: 'cloud-a100',
      SkuPriceId: 'cloud-a100/reserved@2026-07-30',
      CommitmentDiscountId: null,
    });
    const total = rows.reduce((sum, { EffectiveCost }) => sum + Number(EffectiveCost), 0);
    expect(total).toBeCloseTo(3 * 39, 9);
  });

  it('adds up: every line to its parts, all lines to the total, tenants and idle', () => {
    const any = fc.record({
      changes: fc
        .uniqueArray(fc.tuple(fc.nat(HOURS * 3600 - 1), fc.nat(6), fc.nat(9), fc.nat(4)), {
          minLength: 1,
          maxLength: 20,
          selector: ([at]) => at,
        })
        .map((each): Changes => each.sort(([a], [b]) => a - b)),
      busy: fc.array(fc.nat(3 * 3600), { minLength: HOURS, maxLength: HOURS }),
      used: fc.array(fc.double({ min: 0, max: 12, noNaN: true }), { minLength: HOURS, maxLength: HOURS }),
      onDemand: fc.double({ min: 0.01, max: 500, noNaN: true }),
      reserved: fc.array(
        fc.record({
          nodes: fc.integer({ min: 1, max: 5 }),
          from: fc.integer({ min: -5000, max: 9000 }),
          lasts: fc.integer({ min: 60, max: 9000 }),
          unitPrice: fc.double({ min: 0.01, max: 90, noNaN: true }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      gpusPerUnit: fc.constantFrom(1, 4, 8),
      isCommitted: fc.boolean(),
    });
    fc.assert(
      fc.property(any, ({ changes, busy, used, onDemand, reserved, gpusPerUnit, isCommitted }) => {
        const price = {
          ...withReserved(
            instancePrice('a100', onDemand, gpusPerUnit),
            ...reserved.map(({ unitPrice }) => unitPrice),
          ),
          spot: { unitPrice: 0.5, source: 's' },
        };
        const ledger = priced({
          changes,
          price,
          busy,
          used,
          reserved: reserved.map(({ nodes, from, lasts }) => held(nodes, from, from + lasts)),
          ...(isCommitted && { commitments: [COMMITTED] }),
        });
        for (const series of ledger.series) {
          Array.from(series.amountMicros).forEach((amount, h) => {
            expect(totalMicros([...series.accountMicros.map((part) => part[h]), series.idleMicros[h]])).toBe(
              amount,
            );
            const unused = series.unusedMicros?.[h] ?? 0;
            expect(unused >= 0 && unused <= series.idleMicros[h]).toBe(true);
            if (series.category === 'reserved compute')
              expect(amountMicros(series.unitPrices?.[h] ?? series.unitPrice, series.quantity[h])).toBe(
                amount,
              );
          });
        }
        const spec = specOf([held(1)]);
        const cost = costFigures(spec, ledger, 'USD', (_, micros) => Number(micros));
        const total = ledgerTotal(ledger);
        expect(cost.total).toBe(total);
        // What nobody used of the commitment is idle.
        expect((cost.idle ?? 0) + cost.byTenant['support']).toBe(total);
        expect(Object.values(cost.byCategory).reduce((sum, each) => sum + each, 0)).toBe(total);
        const rows = focusLedgerRows({
          name: 'n',
          currency: 'USD',
          spec,
          prices: [price],
          commitments: isCommitted ? [COMMITTED] : [],
          ledger,
        });
        const effective = [...rows].reduce(
          (sum, { EffectiveCost }) => sum + Math.round(Number(EffectiveCost) * 1e6),
          0,
        );
        expect(effective).toBe(total);
      }),
      { numRuns: 200 },
    );
  });
});
