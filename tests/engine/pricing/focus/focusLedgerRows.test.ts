import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitmentSummary } from '../../../../engine/finance/commitmentFigures.ts';
import { createAmounts } from '../../../../engine/finance/exactAmounts.ts';
import { heldCommitments } from '../../../../engine/pricing/commitments/heldCommitment.ts';
import { type FocusRow, WRITTEN_COLUMNS } from '../../../../engine/pricing/focus/focusColumns.ts';
import { focusLedgerRows } from '../../../../engine/pricing/focus/focusLedgerRows.ts';
import { focusProblems } from '../../../../engine/pricing/focus/focusProblems.ts';
import { openFocus } from '../../../../engine/pricing/focus/readFocus.ts';
import { ledgerTotal } from '../../../../engine/pricing/ledger.ts';
import {
  type Micros,
  amountMicros,
  fromMicros,
  microsOfText,
  totalMicros,
} from '../../../../engine/pricing/money.ts';
import { priceUsage } from '../../../../engine/pricing/priceUsage.ts';
import type { CommitmentDocument } from '../../../../engine/scenario/prices/commitmentSchema.ts';
import {
  accountHours,
  handmade,
  gpuHourPrice,
  instancePrice,
  poolSpec,
  poolTotals,
  simulationSpec,
  workloadSpec,
  workloadUsage,
  paidReplicas,
} from '../../finance/handmade.ts';

// A Wednesday, so that a day is cut at its midnight, not at the horizon's hours.
const START = Date.UTC(2026, 6, 1, 5) / 1000;
const PRICES = [gpuHourPrice('a', 2.13), instancePrice('b', 30.7, 8)];

function input(
  hours: number,
  replicas: readonly number[],
  documents: readonly CommitmentDocument[],
  prices = PRICES,
) {
  const spec = {
    ...simulationSpec({
      hours,
      pools: [poolSpec('a', { gpusPerReplica: 1 }), poolSpec('b', { gpusPerReplica: 8 })],
      workloads: [workloadSpec('x', 0), workloadSpec('y', 1), workloadSpec('z', 0)],
      accounts: [
        { workload: 0, tenant: 't' },
        { workload: 1, tenant: 'u' },
        { workload: 2, tenant: 'v' },
      ],
    }),
    startEpochSeconds: START,
  };
  const all = Array.from({ length: hours }, (_, hour) => replicas[hour % replicas.length]);
  const tokens = all.map((count, hour) => count * 10 + (hour % 3));
  const columns = { promptTokens: tokens, outputTokens: tokens.map((each) => each / 2) };
  const pool = (counts: readonly number[]) => ({
    busySeconds: Float64Array.from(counts, (count, hour) => count * (hour % 4) * 900),
    paid: paidReplicas(counts),
    totals: poolTotals(),
  });
  const usage = handmade(
    {
      accounts: [accountHours(hours, columns), accountHours(hours, columns), accountHours(hours, columns)],
      workloads: [workloadUsage({}), workloadUsage({}), workloadUsage({})],
      pools: [pool(all), pool(all.map((count) => count % 3))],
    },
    spec.accounts.map(({ workload }) => spec.workloads[workload].pool),
  );
  const commitments = heldCommitments(documents, spec.pools, prices, START);
  const ledger = priceUsage({ spec, usage, prices, commitments, outputTokenWeight: 4 });
  return { name: 'Made up', currency: 'USD', spec, prices, commitments, ledger };
}

/** A figure, or the decimal that it rounds. */
const microsOf = (written: number | string | null | undefined): Micros =>
  typeof written === 'string' ? microsOfText(written) : amountMicros(written ?? Number.NaN, 1);

const sumOf = (rows: readonly FocusRow[], column: 'EffectiveCost' | 'BilledCost'): Micros =>
  totalMicros(rows.map((row) => microsOf(row[column])));

const commitment = (over: Partial<CommitmentDocument>): CommitmentDocument => ({
  id: 'c',
  rule: 'aws-compute-savings-plan',
  discount: 0.37,
  term: '1y',
  payment: 'none',
  start: START,
  ...over,
});

const someCommitments = fc
  .record({
    hourly: fc.double({ min: 0.01, max: 40, noNaN: true }).map((value) => Math.round(value * 1000) / 1000),
    units: fc.integer({ min: 1, max: 6 }),
    payment: fc.constantFrom('none' as const, 'partial' as const, 'all' as const),
    startsIn: fc.integer({ min: -40, max: 40 }),
  })
  .map(({ hourly, units, payment, startsIn }) => [
    commitment({ hourly, payment, start: START + startsIn * 3600 }),
    commitment({ id: 'r', rule: 'aws-reserved-instance', units, payment, discount: 0.21, pools: ['a'] }),
  ]);

describe('a ledger as a cost file', () => {
  it('adds up to the ledger and to the cash, breaks no rule of FOCUS 1.2, and reads back as what it was', () => {
    fc.assert(
      fc.property(
        // Whole, or there for a part of the hour.
        fc.array(
          fc.oneof(
            fc.nat(9),
            fc.nat(63).map((sevenths) => sevenths / 7),
          ),
          {
            minLength: 3,
            maxLength: 12,
          },
        ),
        someCommitments,
        fc.constantFrom(30, 24 * 93 + 7),
        // Of dollars; of what a float64 counts no month of; of what it counts no hour of.
        fc.constantFrom(1, 1.7e8, 1e14),
        (replicas, drawn, hours, scale) => {
          const prices = PRICES.map((price) => ({ ...price, unitPrice: price.unitPrice * scale }));
          const documents = drawn.map((each) =>
            each.hourly === undefined ? each : { ...each, hourly: each.hourly * scale },
          );
          const made = input(hours, replicas, documents, prices);
          const rows = [...focusLedgerRows(made)];
          for (const row of rows) expect(focusProblems(row)).toEqual([]);
          // Amortised: the ledger's total, to the micro-unit.
          expect(sumOf(rows, 'EffectiveCost')).toBe(ledgerTotal(made.ledger));
          // Cash: what the report says is paid.
          const amounts = createAmounts();
          const { cash } = commitmentSummary(made.ledger, made.commitments, prices, START, amounts.tell);
          const paid = totalMicros(
            cash.map((month) =>
              microsOf(amounts.exact()?.[`commitments.cash.${month.month}.paid`] ?? month.paid),
            ),
          );
          expect(sumOf(rows, 'BilledCost')).toBe(paid);

          const reader = openFocus(WRITTEN_COLUMNS);
          if ('problem' in reader) throw new Error(reader.problem);
          for (const [index, row] of rows.entries()) {
            reader.take(
              WRITTEN_COLUMNS.map((column) => String(row[column] ?? '')),
              index + 2,
            );
          }
          expect(reader.leftOut).toEqual([]);
          expect(reader.notes).toEqual([]);
          if (rows.length === 0) return;
          const { bills, exactAmounts } = reader.summary();
          const [bill] = bills;
          expect(microsOf(exactAmounts?.['bills.USD.effective'] ?? bill.effective)).toBe(
            ledgerTotal(made.ledger),
          );
          expect(microsOf(exactAmounts?.['bills.USD.billed'] ?? bill.billed)).toBe(paid);
          expect(bill.effective).toBe(fromMicros(ledgerTotal(made.ledger) ?? -1));
          expect(bill.billed).toBe(fromMicros(paid));
          expect(bill.withoutListCost + bill.withoutContractedCost).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('says of each row what it is', () => {
    const made = input(
      4,
      [3, 1],
      [
        commitment({
          id: 'r',
          rule: 'aws-reserved-instance',
          units: 2,
          discount: 0.5,
          payment: 'partial',
          pools: ['a'],
        }),
      ],
    );
    const rows = [...focusLedgerRows(made)].filter(
      ({ ChargePeriodStart }) => ChargePeriodStart === '2026-07-01T06:00:00Z',
    );
    // In that hour one of the two reserved GPUs is used.
    const unused = rows.find(({ CommitmentDiscountStatus }) => CommitmentDiscountStatus === 'Unused');
    expect(unused).toMatchObject({
      ChargeCategory: 'Usage',
      BilledCost: 0,
      EffectiveCost: 1.065,
      ConsumedQuantity: null,
      PricingCategory: 'Committed',
      CommitmentDiscountCategory: 'Usage',
      CommitmentDiscountQuantity: 1,
      CommitmentDiscountUnit: 'Hours',
      CommitmentDiscountType: 'Reserved Instance',
      BillingPeriodStart: '2026-07-01T00:00:00Z',
      BillingPeriodEnd: '2026-08-01T00:00:00Z',
      ChargePeriodEnd: '2026-07-01T07:00:00Z',
    });
    const purchase = rows.find(({ ChargeCategory }) => ChargeCategory === 'Purchase');
    expect(purchase).toMatchObject({
      ChargeFrequency: 'Recurring',
      BilledCost: 1.065,
      EffectiveCost: 0,
      PricingCategory: 'Standard',
      ResourceId: 'r',
    });
    const first = [...focusLedgerRows(made)].filter(({ ChargeFrequency }) => ChargeFrequency === 'One-Time');
    expect(first.map(({ BilledCost }) => BilledCost)).toEqual([2.13 * 4380]);
    const used = rows.filter(({ CommitmentDiscountStatus }) => CommitmentDiscountStatus === 'Used');
    expect(used.map(({ x_BookedTo, SubAccountId }) => [x_BookedTo, SubAccountId])).toEqual([
      ['tenant', 't'],
      ['tenant', 'v'],
      ['idle', null],
    ]);
    const onDemand = rows.filter(
      ({ x_Pool, PricingCategory }) => x_Pool === 'b' && PricingCategory === 'Standard',
    );
    expect(onDemand[0]).toMatchObject({
      ProviderName: 'cloud-b',
      PricingUnit: 'Instance-Hours',
      ListUnitPrice: 30.7,
    });
  });

  it('pays for a whole term what its hours cost, however it is paid', () => {
    for (const payment of ['none', 'partial', 'all'] as const) {
      const made = input(8760, [2], [commitment({ hourly: 1.000_001, payment })]);
      const rows = [...focusLedgerRows(made)].filter(
        ({ CommitmentDiscountId }) => CommitmentDiscountId === 'c',
      );
      const usage = rows.filter(({ ChargeCategory }) => ChargeCategory === 'Usage');
      const purchases = rows.filter(({ ChargeCategory }) => ChargeCategory === 'Purchase');
      expect(sumOf(usage, 'EffectiveCost')).toBe(8760 * 1_000_001);
      expect(sumOf(purchases, 'BilledCost')).toBe(8760 * 1_000_001);
    }
  });
});
