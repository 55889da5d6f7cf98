import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecast, forecastDetails } from '../../../../engine/forecast.ts';
import { heldCommitments } from '../../../../engine/pricing/commitments/heldCommitment.ts';
import { ledgerTotal } from '../../../../engine/pricing/ledger.ts';
import { sumMicros } from '../../../../engine/pricing/microsColumn.ts';
import { amountMicros as microsOf, microsOfText, totalMicros } from '../../../../engine/pricing/money.ts';
import { priceUsage } from '../../../../engine/pricing/priceUsage.ts';
import {
  COMMITMENT_RULES,
  type CommitmentDocument,
  RESOURCE_RULES,
} from '../../../../engine/scenario/prices/commitmentSchema.ts';
import type { Usage } from '../../../../engine/usage/usage.ts';
import { steadyPaid } from '../../../../engine/usage/paidHours.ts';
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

const START = Date.UTC(2026, 0, 1) / 1000;
const HOURS = 6;
const PRICES = [gpuHourPrice('a', 2), instancePrice('b', 30, 8)];

/** Two pools: a of 3 to 8 GPUs at 2 an hour, b of an instance of 8 at 30. */
const SPEC = simulationSpec({
  hours: HOURS,
  pools: [poolSpec('a', { gpusPerReplica: 1 }), poolSpec('b', { gpusPerReplica: 8 })],
  workloads: [workloadSpec('x', 0), workloadSpec('y', 1)],
  accounts: [
    { workload: 0, tenant: 't' },
    { workload: 1, tenant: 'u' },
  ],
});

function usage(replicasOfA: readonly number[]): Usage {
  const tokens = new Array<number>(HOURS).fill(10);
  const busy = (replicas: readonly number[]) => Float64Array.from(replicas, (n) => n * 1800);
  return {
    hours: HOURS,
    windows: 1,
    simulatedRequests: 1,
    replications: [
      handmade(
        {
          accounts: [
            accountHours(HOURS, {
              promptTokens: tokens,
              outputTokens: tokens,
              arrived: tokens,
              completed: tokens,
            }),
            accountHours(HOURS, {
              promptTokens: tokens,
              outputTokens: tokens,
              arrived: tokens,
              completed: tokens,
            }),
          ],
          workloads: [workloadUsage({}), workloadUsage({})],
          pools: [
            {
              busySeconds: busy(replicasOfA),
              paid: paidReplicas(replicasOfA),
              totals: poolTotals(),
            },
            {
              busySeconds: busy(new Array<number>(HOURS).fill(1)),
              paid: steadyPaid(1, 0, HOURS),
              totals: poolTotals(),
            },
          ],
        },
        [0, 1],
      ),
    ],
  };
}

function commitment(
  over: Partial<CommitmentDocument> & Pick<CommitmentDocument, 'rule'>,
): CommitmentDocument {
  return { id: over.rule, discount: 0.4, term: '1y', payment: 'none', start: START, ...over };
}

const held = (commitments: readonly CommitmentDocument[]) =>
  heldCommitments(commitments, SPEC.pools, PRICES, START);

describe('a horizon under commitments', () => {
  it('is priced hour by hour: what is covered, what is on demand, what nobody used', () => {
    const replicas = [3, 5, 8, 5, 5, 5];
    const found = forecast({
      name: 'x',
      currency: 'USD',
      spec: SPEC,
      usage: usage(replicas),
      prices: PRICES,
      commitments: held([commitment({ rule: 'gcp-resource-cud', units: 5, pools: ['a'] })]),
    });
    // Five units at 1.20 whatever is used, three more on demand in hour 2, b on demand.
    expect(found.cost.total).toBeCloseTo(HOURS * (5 * 1.2 + 30) + 3 * 2, 9);
    expect(found.cost.unusedCommitment).toBeCloseTo(2 * 1.2, 9);
    expect(found.cost.byCategory).toEqual({
      compute: HOURS * 30 + 6,
      'committed compute': 28 * 1.2,
      'unused commitment': 2.4,
    });
    const [figures] = found.commitments?.commitments ?? [];
    expect(figures).toMatchObject({ hours: HOURS, committed: 36, used: 33.6, unused: 2.4, upfront: 0 });
    expect(figures.utilisation).toBeCloseTo(28 / 30, 12);
    expect(figures.breakEvenUtilisation).toBeCloseTo(0.6, 12);
    expect(figures.savings).toBeCloseTo(28 * 2 - 36, 9);
    // A year of 8,760 hours, of which six have passed.
    expect(figures.committedAfterHorizon).toBeCloseTo((8760 - HOURS) * 6, 6);
    expect(found.excluded.at(-1)).toBe('other discounts (spot, negotiated)');
    expect(found.pools[0].peakUnitsPaid).toBe(8);
    expect(found.pools[0].gpuHoursPaid).toBe(31);
  });

  it('has a place of its own for every rule, units before money', () => {
    const order = held(
      COMMITMENT_RULES.map((rule) =>
        commitment({ rule, ...(RESOURCE_RULES.includes(rule) ? { units: 1 } : { hourly: 1 }) }),
      ),
    );
    expect(new Set(order.map(({ rank }) => Math.floor(rank / 1e6))).size).toBe(COMMITMENT_RULES.length);
    const kinds = order.map(({ kind }) => kind);
    expect(kinds.lastIndexOf('resource')).toBeLessThan(kinds.indexOf('spend'));
  });

  it('keeps the providers’ order, whatever the document’s', () => {
    const order = held([
      commitment({ rule: 'azure-savings-plan', id: 'one', hourly: 1 }),
      commitment({ rule: 'azure-savings-plan', id: 'three', hourly: 1, term: '3y' }),
      commitment({ rule: 'aws-compute-savings-plan', hourly: 1 }),
      commitment({ rule: 'aws-ec2-instance-savings-plan', hourly: 1 }),
      commitment({ rule: 'azure-savings-plan', id: 'narrow', hourly: 1, term: '3y', pools: ['a'] }),
      commitment({ rule: 'aws-reserved-instance', units: 1, pools: ['b'] }),
    ]);
    expect(order.map(({ id }) => id)).toEqual([
      'aws-reserved-instance',
      'aws-ec2-instance-savings-plan',
      'aws-compute-savings-plan',
      'narrow',
      'three',
      'one',
    ]);
  });

  it('begins and ends with the commitment, and is paid at its start as agreed', () => {
    const plan = commitment({
      rule: 'aws-compute-savings-plan',
      hourly: 1.2,
      start: START + 2 * 3600,
      payment: 'partial',
      pools: ['a'],
    });
    const old = commitment({
      rule: 'azure-savings-plan',
      hourly: 1.2,
      start: START - (8760 - 1) * 3600,
      pools: ['a'],
    });
    const { forecast: found, ledger } = forecastDetails({
      name: 'x',
      currency: 'USD',
      spec: SPEC,
      usage: usage([5, 5, 5, 5, 5, 5]),
      prices: PRICES,
      commitments: held([plan, old]),
    });
    const covered = (id: string) => [
      ...(ledger.series.find(({ category, commitment: of }) => category === 'committed compute' && of === id)
        ?.amountMicros ?? []),
    ];
    expect(covered('aws-compute-savings-plan')).toEqual([0, 0, 1.2e6, 1.2e6, 1.2e6, 1.2e6]);
    expect(covered('azure-savings-plan')).toEqual([1.2e6, 0, 0, 0, 0, 0]);
    const [aws, azure] = found.commitments?.commitments ?? [];
    expect(aws.upfront).toBeCloseTo((8760 * 1.2) / 2, 6);
    expect(aws.committedAfterHorizon).toBeCloseTo(((8760 - 4) * 1.2) / 2, 6);
    expect(azure).toMatchObject({ hours: 1, upfront: 0, committedAfterHorizon: 0 });
  });

  it('reconciles in every hour: ledger = tenants + idle, unused commitments among it, under any commitments', () => {
    const rule = fc.constantFrom(...COMMITMENT_RULES);
    const commitments = fc.array(
      fc.record({
        rule,
        amount: fc.integer({ min: 1, max: 4000 }),
        discount: fc.integer({ min: 1, max: 80 }),
      }),
      { maxLength: 4 },
    );
    // Whole, or there for a part of the hour.
    const replicas = fc.array(
      fc.oneof(
        fc.nat(9),
        fc.nat(63).map((sevenths) => sevenths / 7),
      ),
      { minLength: HOURS, maxLength: HOURS },
    );
    fc.assert(
      fc.property(commitments, replicas, fc.constantFrom(1, 2.3e9, 1e15), (drawn, ofA, scale) => {
        const prices = PRICES.map((price) => ({ ...price, unitPrice: price.unitPrice * scale }));
        const documents = drawn.map(({ rule: kind, amount, discount }, i) =>
          commitment({
            id: `c${i}`,
            rule: kind,
            discount: discount / 100,
            ...(RESOURCE_RULES.includes(kind)
              ? { units: amount / 1000, pools: ['a'] }
              : { hourly: (amount / 100) * scale }),
          }),
        );
        const all = usage(ofA);
        const ledger = priceUsage({
          spec: SPEC,
          usage: all.replications[0],
          prices,
          commitments: heldCommitments(documents, SPEC.pools, prices, START),
          outputTokenWeight: 4,
        });
        for (const { amountMicros, idleMicros, accountMicros } of ledger.series) {
          for (let h = 0; h < HOURS; h++) {
            const parts = [...accountMicros, idleMicros].map((column) => column[h]);
            expect(totalMicros(parts)).toBe(amountMicros[h]);
          }
        }
        const found = forecast({
          name: 'x',
          currency: 'USD',
          spec: SPEC,
          usage: all,
          prices,
          commitments: heldCommitments(documents, SPEC.pools, prices, START),
        });
        const micros = (path: string, figure: number | null | undefined) => {
          const exact = found.exactAmounts?.[path];
          return exact === undefined ? microsOf(figure ?? Number.NaN, 1) : microsOfText(exact);
        };
        expect(micros('cost.total', found.cost.total)).toBe(ledgerTotal(ledger));
        const tenants = Object.entries(found.cost.byTenant).map(([name, value]) =>
          micros(`cost.byTenant.${name}`, value),
        );
        expect(totalMicros([...tenants, micros('cost.idle', found.cost.idle)])).toBe(ledgerTotal(ledger));
        const months = found.months.map(({ month, cost }) => micros(`months.${month}.cost`, cost));
        expect(totalMicros(months)).toBe(ledgerTotal(ledger));
        const unused = ledger.series.filter(({ category }) => category === 'unused commitment');
        expect(micros('cost.unusedCommitment', found.cost.unusedCommitment)).toBe(
          totalMicros(unused.map(({ amountMicros }) => sumMicros(amountMicros))),
        );
        for (const { id, used, unused: lost, committed } of found.commitments?.commitments ?? []) {
          const path = `commitments.commitments.${id}`;
          expect(totalMicros([micros(`${path}.used`, used), micros(`${path}.unused`, lost)])).toBe(
            micros(`${path}.committed`, committed),
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});
