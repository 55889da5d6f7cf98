import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { FOCUS_COLUMNS, type FocusColumn } from '../../../../engine/pricing/focus/focusColumns.ts';
import { focusProblems } from '../../../../engine/pricing/focus/focusProblems.ts';
import { sharedData } from '../../../sharedData.ts';

const specification = sharedData('focus', 'focus_1.2_columns.csv');
const generated = sharedData('formats', 'focus', 'focus_1.2_aws_generated.csv');

function rowsOf(path: string): readonly Record<string, string>[] {
  return Papa.parse<Record<string, string>>(readFileSync(path, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  }).data;
}

describe('the rules of FOCUS 1.2', () => {
  it.skipIf(specification === undefined)('are those of the specification, column by column', () => {
    const rows = rowsOf(specification ?? '');
    expect(rows).toHaveLength(57);
    for (const { column_id, feature_level, allows_nulls, data_type } of rows) {
      expect(FOCUS_COLUMNS[column_id as FocusColumn], column_id).toMatchObject({
        type: data_type,
        level: feature_level,
        isNullable: allows_nulls === 'True',
      });
    }
  });

  it.skipIf(generated === undefined)(
    'hold for a file that others made for 1.2, but for what 1.3 added',
    () => {
      for (const cells of rowsOf(generated ?? '')) {
        const row = Object.fromEntries(
          Object.entries(cells).map(([column, cell]) => [
            column,
            cell === ''
              ? null
              : FOCUS_COLUMNS[column as FocusColumn]?.type === 'Decimal'
                ? Number(cell)
                : cell,
          ]),
        );
        expect(focusProblems({ ServiceProviderName: 'AWS', HostProviderName: null, ...row })).toEqual([]);
      }
    },
  );

  const right = {
    ...Object.fromEntries(Object.keys(FOCUS_COLUMNS).map((column) => [column, null])),
    BilledCost: 1,
    EffectiveCost: 1,
    ListCost: 2,
    ContractedCost: 1,
    ListUnitPrice: 1,
    PricingQuantity: 2,
    PricingUnit: 'Hours',
    BillingAccountId: 'a',
    BillingAccountType: 'a',
    BillingCurrency: 'USD',
    BillingPeriodStart: '2026-01-01T00:00:00Z',
    BillingPeriodEnd: '2026-02-01T00:00:00Z',
    ChargePeriodStart: '2026-01-01T00:00:00Z',
    ChargePeriodEnd: '2026-01-01T01:00:00Z',
    ChargeCategory: 'Usage',
    ChargeFrequency: 'Usage-Based',
    InvoiceIssuerName: 'a',
    ProviderName: 'a',
    PublisherName: 'a',
    ServiceProviderName: 'a',
    ServiceCategory: 'Compute',
    ServiceName: 'a',
    ServiceSubcategory: 'Virtual Machines',
  };

  it('find nothing in a row that keeps them', () => {
    expect(focusProblems(right)).toEqual([]);
  });

  it.each([
    ['BilledCost', null, 'must not be null'],
    ['BilledCost', 'a lot', 'must be a number'],
    ['BillingCurrency', 'Dollar', 'ISO 4217'],
    ['ServiceName', '', 'must be null where there is nothing'],
    ['ChargePeriodStart', '2026-01-01 00:00:00', 'must be an instant'],
    ['ChargePeriodEnd', '2026-01-01T00:00:00Z', 'must come after its start'],
    ['BillingPeriodEnd', '2025-01-01T00:00:00Z', 'must come after its start'],
    ['ChargeCategory', 'Use', 'must be one of Usage, Purchase'],
    ['Tags', 'a=b', 'must be a JSON object'],
    ['Tags', '[1]', 'must be a JSON object'],
    ['ListCost', 3, 'must be ListUnitPrice × PricingQuantity'],
  ])('find that %s is %s', (column, cell, message) => {
    const found = focusProblems({ ...right, [column]: cell });
    expect(found).toHaveLength(1);
    expect(found[0].column).toBe(column);
    expect(found[0].message).toContain(message);
  });

  it('find a mandatory column that is not there, and rows of commitments that contradict themselves', () => {
    const { EffectiveCost: _without, ...rest } = right;
    expect(focusProblems(rest)).toMatchObject([
      { column: 'EffectiveCost', message: 'is mandatory and missing' },
    ]);
    const of = { ...right, CommitmentDiscountId: 'c', PricingCategory: 'Committed' };
    const columnsOf = (row: object) => focusProblems(row).map(({ column }) => column);
    expect(columnsOf({ ...of, ChargeCategory: 'Purchase' })).toEqual(['EffectiveCost', 'PricingCategory']);
    expect(columnsOf({ ...of, CommitmentDiscountStatus: 'Unused', ConsumedQuantity: 1 })).toEqual([
      'ConsumedQuantity',
    ]);
    expect(columnsOf({ ...right, CommitmentDiscountStatus: 'Used', ChargeCategory: 'Purchase' })).toEqual([
      'CommitmentDiscountId',
      'ChargeCategory',
    ]);
  });
});
