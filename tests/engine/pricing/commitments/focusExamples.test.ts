import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { type CommitmentUnit, type FocusCharge, focusRows, purchaseRow } from './focusRows.ts';
import { type HeldCommitments, settleHour } from '../../../../engine/pricing/commitments/settleHour.ts';
import { sharedData } from '../../../sharedData.ts';

const COMMITMENT = '<my-commitment-discount-id>';

interface Example {
  readonly file: string;
  readonly uses: readonly {
    readonly id: string;
    readonly unitHours: number;
    readonly onDemandPrice: number;
  }[];
  readonly held: HeldCommitments;
  readonly purchases: readonly FocusCharge[];
  readonly unit: CommitmentUnit;
  /** Cells of the specification that contradict its own text, by row: why, and what ours is instead. */
  readonly wrong?: readonly {
    readonly row: number;
    readonly column: keyof FocusCharge;
    readonly why: string;
    readonly ours: unknown;
  }[];
}

/** A dollar an hour, at half the on-demand price. */
const SPEND: HeldCommitments = {
  resources: [],
  spends: [{ id: COMMITMENT, hourly: 1, committedPrice: () => 1 }],
};
const SPEND_UNIT: CommitmentUnit = { commitment: COMMITMENT, category: 'Spend', unitPrice: 1 };

function reserved(
  units: number,
  unitPrice: number,
  sizes: Readonly<Record<string, number>>,
): HeldCommitments {
  return { resources: [{ id: COMMITMENT, units, unitPrice, unitsOf: (use) => sizes[use] }], spends: [] };
}

const resource = (unitHours: number) => ({ id: '<my-resource-id>', unitHours, onDemandPrice: 2 });

const EXAMPLES: readonly Example[] = [
  {
    file: 'commitment_discount_usage_scenario_1.csv',
    uses: [resource(1)],
    held: SPEND,
    purchases: [],
    unit: SPEND_UNIT,
  },
  {
    file: 'commitment_discount_usage_scenario_2.csv',
    uses: [],
    held: SPEND,
    purchases: [],
    unit: SPEND_UNIT,
  },
  {
    file: 'commitment_discount_usage_scenario_3.csv',
    uses: [resource(0.75)],
    held: SPEND,
    purchases: [],
    unit: SPEND_UNIT,
    wrong: [
      {
        row: 0,
        column: 'ConsumedQuantity',
        why: 'a whole hour of it would use the whole dollar; three quarters of the commitment are used',
        ours: 0.75,
      },
    ],
  },
  {
    file: 'commitment_discount_usage_scenario_4.csv',
    uses: [resource(1.25)],
    held: SPEND,
    purchases: [],
    unit: SPEND_UNIT,
    wrong: [
      {
        row: 1,
        column: 'ConsumedQuantity',
        why: 'half a dollar on demand is a quarter of an hour at the price of the covered hour',
        ours: 0.25,
      },
    ],
  },
  {
    file: 'commitment_discount_purchase_scenario_1.csv',
    uses: [],
    held: { resources: [], spends: [] },
    purchases: [purchaseRow(COMMITMENT, 'One-Time', 8_760_000_000, 1)],
    unit: SPEND_UNIT,
  },
  {
    file: 'one_hundred_percent_utilization_without_commitment_discount_flexibility.csv',
    uses: [{ id: '<my-large-vm-id>', unitHours: 1, onDemandPrice: 3 }],
    held: reserved(1, 1.5, { '<my-large-vm-id>': 1 }),
    purchases: [purchaseRow(COMMITMENT, 'Recurring', 1_500_000, 1.5)],
    unit: { commitment: COMMITMENT, category: 'Usage', unitPrice: 1.5 },
  },
  {
    file: 'zero_percent_utilization_without_commitment_discount_flexibility.csv',
    uses: [{ id: '<my-medium-vm-id>', unitHours: 1, onDemandPrice: 2 }],
    held: reserved(1, 1.5, { '<my-large-vm-id>': 1 }),
    purchases: [purchaseRow(COMMITMENT, 'Recurring', 1_500_000, 1.5)],
    unit: { commitment: COMMITMENT, category: 'Usage', unitPrice: 1.5 },
    wrong: [
      { row: 1, column: 'ConsumedQuantity', why: 'nothing is consumed on an unused row', ours: null },
      {
        row: 1,
        column: 'ResourceId',
        why: 'an unused row is of the commitment: the large machine did not run',
        ours: COMMITMENT,
      },
    ],
  },
  {
    file: 'one_hundred_percent_utilization_with_commitment_discount_flexibility_with_1_resource.csv',
    uses: [{ id: '<my-large-vm-id>', unitHours: 1, onDemandPrice: 3 }],
    held: reserved(1, 0.5, { '<my-large-vm-id>': 3 }),
    purchases: [purchaseRow(COMMITMENT, 'Recurring', 500_000, 0.5)],
    unit: { commitment: COMMITMENT, category: 'Usage', unitPrice: 0.5 },
    wrong: [
      {
        row: 1,
        column: 'ConsumedQuantity',
        why: 'a third of the hour is covered; both rows name the whole of it',
        ours: 1 / 3,
      },
      { row: 2, column: 'ConsumedQuantity', why: 'two thirds are left', ours: 2 / 3 },
      { row: 2, column: 'BilledCost', why: '0.75 × 3 contradicts the two thirds that are left', ours: 2 },
      { row: 2, column: 'EffectiveCost', why: '0.75 × 3 contradicts the two thirds that are left', ours: 2 },
    ],
  },
  {
    file: 'one_hundred_percent_utilization_with_commitment_discount_flexibility_with_2_resources.csv',
    uses: [
      { id: '<my-medium-vm-id>', unitHours: 1, onDemandPrice: 2 },
      { id: '<my-medium-vm-id>', unitHours: 1, onDemandPrice: 2 },
    ],
    held: reserved(4, 0.5, { '<my-medium-vm-id>': 2 }),
    purchases: [purchaseRow(COMMITMENT, 'Recurring', 2_000_000, 0.5)],
    unit: { commitment: COMMITMENT, category: 'Usage', unitPrice: 0.5 },
  },
];

/** Columns that every file has and that the rules decide. */
const COLUMNS = [
  'ChargeCategory',
  'ChargeFrequency',
  'PricingCategory',
  'ResourceId',
  'BilledCost',
  'EffectiveCost',
  'ConsumedQuantity',
  'CommitmentDiscountId',
  'CommitmentDiscountQuantity',
  'CommitmentDiscountStatus',
] as const;

const directory = sharedData('focus', 'spec_examples');
describe.skipIf(directory === undefined)('the commitment scenarios of FOCUS 1.2, row by row', () => {
  it.each(EXAMPLES)('$file', ({ file, uses, held, purchases, unit, wrong = [] }) => {
    const ours = [...purchases, ...focusRows(settleHour(uses, held), [unit])];
    const text = readFileSync(`${directory}/${file}`, 'utf8');
    const { data } = Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), {
      header: true,
      skipEmptyLines: true,
    });
    // A file without usage is about a purchase alone.
    expect(ours.length).toBe(data.length);
    for (const [row, theirs] of data.entries()) {
      for (const column of COLUMNS) {
        const said = theirs[column];
        const known = wrong.find((each) => each.row === row && each.column === column);
        const value = ours[row][column];
        if (known !== undefined) {
          expect(said, `${known.why}: the file was put right`).not.toBe(String(known.ours));
          if (typeof known.ours === 'number') expect(value).toBeCloseTo(known.ours, 9);
          else expect(value).toBe(known.ours);
        } else if (said === undefined) {
          expect(['ConsumedQuantity', 'CommitmentDiscountStatus']).toContain(column);
        } else if (said === 'null' || said === '') {
          expect(value, `${column} of row ${row}`).toBeNull();
        } else if (typeof value === 'number') {
          expect(value, `${column} of row ${row}`).toBeCloseTo(Number(said), 9);
        } else {
          expect(value, `${column} of row ${row}`).toBe(said);
        }
      }
    }
  });

  it('leaves out the two purchase scenarios whose periods cannot be', () => {
    // Hours 10 to 30 of a day, and periods of a month that overlap: there is nothing to reproduce.
    for (const number of [2, 3]) {
      const text = readFileSync(`${directory}/commitment_discount_purchase_scenario_${number}.csv`, 'utf8');
      expect(text).toContain('T30:00:00Z');
    }
  });
});
