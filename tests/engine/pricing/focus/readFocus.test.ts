import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { cellAmount, cellInstant, cellText } from '../../../../engine/pricing/focus/focusValues.ts';
import { openFocus } from '../../../../engine/pricing/focus/readFocus.ts';
import { sharedData } from '../../../sharedData.ts';

function read(text: string) {
  const [header, ...rows] = Papa.parse<string[]>(text.trim()).data;
  const reader = openFocus(header);
  if ('problem' in reader) throw new Error(reader.problem);
  for (const [index, row] of rows.entries()) reader.take(row, index + 2);
  return { ...reader.summary(), leftOut: reader.leftOut, notes: reader.notes };
}

describe('cells of cost files', () => {
  it('are amounts to the twelfth decimal, however they are written', () => {
    expect(cellAmount('0.0000008')).toBe(800_000n);
    expect(cellAmount('-1,234.5')).toBe(-1_234_500_000_000_000n);
    expect(cellAmount('1.5E-6')).toBe(1_500_000n);
    expect(cellAmount('2e3')).toBe(2_000_000_000_000_000n);
    expect(cellAmount('.5')).toBe(500_000_000_000n);
    expect(cellAmount('0.0000000000005')).toBe(1n);
    for (const wrong of ['', 'a', '1.2.3', '1,23', '--1', '1e999']) expect(cellAmount(wrong)).toBeUndefined();
  });

  it('are instants, with and without a zone, days, and American days', () => {
    const noon = Date.UTC(2026, 1, 28, 12);
    for (const text of [
      '2026-02-28T12:00:00Z',
      '2026-02-28 12:00:00',
      '2026-02-28T12:00',
      '2026-02-28 12:00:00 UTC',
      '2026-02-28T14:00:00+02:00',
      '2026-02-28T07:30:00-0430',
      '2026-02-28T12:00:00.000Z',
    ]) {
      expect(cellInstant(text), text).toBe(noon);
    }
    expect(cellInstant('2/28/2026')).toBe(Date.UTC(2026, 1, 28));
    for (const wrong of ['2026-02-30', 'yesterday', '2026-02-28T12:61:00Z', '20260228']) {
      expect(cellInstant(wrong), wrong).toBeUndefined();
    }
  });

  it('say nothing where they say NULL', () => {
    for (const empty of [undefined, '', ' ', 'NULL', 'null', 'None']) expect(cellText(empty)).toBeUndefined();
    expect(cellText(' Null Island ')).toBe('Null Island');
  });
});

describe('reading a cost file', () => {
  it('keeps what can be read, and names the line of what cannot and why', () => {
    const { rows, leftOut, notes, bills, from, until } = read(`
\uFEFFbilledcost,EFFECTIVECOST,ChargePeriodStart,ChargePeriodEnd,BillingCurrency,ServiceName,Extra
1.25,1.00,2026-01-05 00:00:00,2026-01-05 01:00:00,USD,Compute,x
NULL,0.50,2026-02-05,2026-02-06,USD,NULL,x
much,0.50,2026-01-05,2026-01-06,USD,Compute,x
1,1,someday,2026-01-06,USD,Compute,x
1,1,2026-01-06,2026-01-05,USD,Compute,x
1,1,2026-01-06,never,USD,Compute,x
NULL,NULL,2026-01-06,2026-01-07,USD,Compute,x
1,1,,,USD,Compute,x
9,9,2026-01-05,2026-01-06,EUR,Compute,x`);
    expect(rows).toBe(3);
    expect([from, until]).toEqual(['2026-01-05T00:00:00.000Z', '2026-02-06T00:00:00.000Z']);
    expect(leftOut).toEqual([
      { line: 4, reason: 'BilledCost “much” is no number' },
      { line: 5, reason: 'ChargePeriodStart “someday” is no instant such as 2026-01-31T00:00:00Z' },
      { line: 6, reason: 'its charge period ends (2026-01-05) before it starts (2026-01-06)' },
      { line: 7, reason: 'ChargePeriodEnd “never” is no instant such as 2026-01-31T00:00:00Z' },
      { line: 8, reason: 'it has neither BilledCost nor EffectiveCost' },
      { line: 9, reason: 'it has no ChargePeriodStart' },
    ]);
    expect(notes[0]).toMatch(/^Mandatory columns of FOCUS that are missing: BillingAccountId/);
    // Two currencies are two bills.
    expect(bills.map(({ currency, billed, effective }) => [currency, billed, effective])).toEqual([
      ['EUR', 9, 9],
      ['USD', 1.25, 1.5],
    ]);
    expect(bills[1].months.map(({ name, effective }) => [name, effective])).toEqual([
      ['2026-01', 1],
      ['2026-02', 0.5],
    ]);
    expect(bills[1].services.map(({ name }) => name)).toEqual(['Compute', 'not named']);
    expect(bills[1]).toMatchObject({ withoutListCost: 2, withoutContractedCost: 2, coverage: null });
  });

  it('tells coverage, utilisation and savings, and that ESR = V · (1 − (1 − d) ÷ U)', () => {
    // Contracted 100 an hour each: 60 covered at 40 % off, 40 on demand; 12 of the commitment unused.
    const { bills } = read(`
ChargePeriodStart,BilledCost,EffectiveCost,ListCost,ContractedCost,BillingCurrency,ChargeCategory,PricingCategory,CommitmentDiscountId,CommitmentDiscountStatus
2026-01-01,0,36,66,60,USD,Usage,Committed,sp,Used
2026-01-01,40,40,44,40,USD,Usage,Standard,,
2026-01-01,0,12,20,20,USD,Usage,Committed,sp,Unused
2026-01-01,48,0,48,48,USD,Purchase,Standard,sp,`);
    const [bill] = bills;
    expect(bill).toMatchObject({ billed: 88, effective: 88, coverage: 0.6 });
    expect(bill.utilisation).toBeCloseTo(0.75, 12);
    expect(bill.effectiveSavingsRate).toBeCloseTo(0.6 * (1 - 0.6 / 0.75), 12);
    expect(bill.savings.negotiated).toBeCloseTo(10, 12);
    expect(bill.savings.commitment).toBeCloseTo(12, 12);
    expect(bill.commitments).toEqual([{ id: 'sp', used: 36, unused: 12, purchased: 48, utilisation: 0.75 }]);
  });

  it.each([
    ['a header of something else', ['a', 'b'], 'has no column BilledCost or EffectiveCost'],
    ['a cost without a date', ['BilledCost'], 'has no column ChargePeriodStart or BillingPeriodStart'],
    ['a name that is nearly right', ['Billed_Cost', 'ChargePeriodStart'], 'is its column Billed_Cost that?'],
  ])('refuses %s', (_what, header, problem) => {
    expect(openFocus(header)).toMatchObject({ problem: expect.stringContaining(problem) as string });
  });

  const sample = sharedData('focus', 'focus_sample_1.0.csv');
  it.skipIf(sample === undefined)(
    'reads the official 1.0 sample: NULL, blanks in instants, a column of its own',
    () => {
      const text = readFileSync(sample ?? '', 'utf8');
      const { rows, leftOut, bills } = read(text);
      const records = Papa.parse<Record<string, string>>(text.trim(), { header: true }).data;
      expect(leftOut).toEqual([]);
      expect(rows).toBe(records.length);
      const [bill] = bills;
      expect(bill.currency).toBe('USD');
      const total = (column: string) => records.reduce((sum, record) => sum + Number(record[column]), 0);
      expect(bill.billed).toBeCloseTo(total('BilledCost'), 6);
      expect(bill.effective).toBeCloseTo(total('EffectiveCost'), 6);
      expect(bill.commitments.length).toBeGreaterThan(0);
    },
  );

  for (const name of [
    'focus_1.0_official_sample_slice.csv',
    'focus_1.2_aws_generated.csv',
    'focus_1.3_aws_generated.csv',
    'focus_1.3_gcp_generated.csv',
    'focus_1.3_consolidated_multi_provider.csv',
  ]) {
    const path = sharedData('formats', 'focus', name);
    it.skipIf(path === undefined)(`reads every row of ${name}`, () => {
      const text = readFileSync(path ?? '', 'utf8');
      const { rows, leftOut, bills } = read(text);
      const records = Papa.parse<Record<string, string>>(text.trim(), { header: true }).data;
      expect(leftOut).toEqual([]);
      expect(rows).toBe(records.length);
      const billed = records.reduce((sum, record) => sum + Number(record['BilledCost']), 0);
      expect(bills.reduce((sum, bill) => sum + bill.billed, 0)).toBeCloseTo(billed, 6);
    });
  }
});
