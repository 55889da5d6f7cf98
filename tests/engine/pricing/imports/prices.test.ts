import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { mergePrices } from '../../../../engine/pricing/imports/mergePrices.ts';
import { readPriceTable } from '../../../../engine/pricing/imports/priceTable.ts';
import type { PriceRowDocument } from '../../../../engine/scenario/prices/priceSchema.ts';
import { sharedData } from '../../../sharedData.ts';

const HEADER =
  'provider,instance_type,region,gpu,gpu_count,on_demand_usd_per_hour,spot_usd_per_hour,cud_1y_usd_per_hour,cud_3y_usd_per_hour,price_date,source';

function read(lines: readonly string[], header = HEADER) {
  const [first, ...rows] = Papa.parse<string[]>([header, ...lines].join('\n')).data;
  const found = readPriceTable(first, rows);
  if ('problem' in found) throw new Error(found.problem);
  return found;
}

describe('reading a table of prices', () => {
  it('takes prices of every plan with their day and source', () => {
    const { prices, leftOut } = read(['gcp,a3,us,H100,8,88.49,22,61.4,38.9,2026-07-30,list']);
    expect(leftOut).toEqual([]);
    expect(prices).toEqual([
      {
        line: 2,
        flags: [],
        row: {
          instance: 'gcp/a3/us',
          gpu: 'H100',
          gpus: 8,
          perHour: 88.49,
          spotPerHour: 22,
          committedPerHour: { '1y': 61.4, '3y': 38.9 },
          validFrom: '2026-07-30',
          date: '2026-07-30',
          source: 'list',
        },
      },
    ]);
  });

  it('flags what is suspicious, and keeps no part that cannot be right', () => {
    const ordinary = ['a', 'b', 'c', 'd'].map((region) => `aws,p5,${region},H100,8,80,,,,2026-07-20,s`);
    const { prices } = read([
      ...ordinary,
      'aws,p5,e,H100,8,80,80,,,2026-07-20,s',
      'aws,p5,f,H100,8,80,90,,,2026-07-20,s',
      'aws,p5,g,H100,8,80,,80,90,2026-07-20,s',
      'aws,p5,h,H100,1,0.69,,,,2026-07-20,s',
      'aws,p5,i,H100,8,80,,,,"snapshot, undated",s',
      'aws,p5,j,H100,8,80,,,,2025-03-01,s',
      'aws,p5,k,H100,8,80,cheap,,,2026-07-20,s',
    ]);
    const flagsOf = (region: string) =>
      prices.find(({ row }) => row.instance.endsWith(`/${region}`))?.flags.map(({ kind }) => kind);
    expect(['a', 'e', 'f', 'g', 'h', 'i', 'j', 'k'].map(flagsOf)).toEqual([
      [],
      ['spot'],
      ['spot'],
      ['committed', 'committed'],
      ['far'],
      ['undated'],
      ['old'],
      ['spot'],
    ]);
    for (const { row, flags } of prices) {
      if (flags.some(({ kind }) => kind === 'spot')) expect(row.spotPerHour).toBeUndefined();
      expect(row.caution !== undefined).toBe(flags.length > 0);
      expect(row.committedPerHour).toBeUndefined();
    }
  });

  it('leaves out what cannot be a price, with the line and the reason', () => {
    const { prices, leftOut } = read([
      'gcp,tpu,us,TPU,4,700.0,,,,2026-07-20,s',
      'aws,x,us,T4,0,1,,,,2026-07-20,s',
      'aws,x,us,T4,,1,,,,2026-07-20,s',
      'aws,x,us,T4,1,,,,,2026-07-20,s',
      'aws,x,us,T4,1,cheap,,,,2026-07-20,s',
      '',
      'aws,y,us,T4,1,1,,,,2026-07-20,s',
      'aws,y,us,T4,1,2,,,,2026-07-20,s',
    ]);
    expect(prices.map(({ line }) => line)).toEqual([8]);
    expect(leftOut.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 9]);
    expect(leftOut.map(({ reason }) => reason).join('\n')).toMatch(
      /700 stands for “unknown”[^]*whole number of GPUs \(“0”\)[^]*\(“”\)[^]*no on-demand price[^]*“cheap” is no price[^]*line 8 already, at another price/,
    );
  });

  it('knows other names of columns, and says what is missing', () => {
    const { prices } = read(['aws/x/us,4,2.5'], 'Instance,GPUs,Price');
    expect(prices[0].row).toMatchObject({ instance: 'aws/x/us', gpus: 4, perHour: 2.5 });
    expect(readPriceTable(['a'], [])).toMatchObject({
      problem: expect.stringContaining('instance_type') as string,
    });
  });

  const table = sharedData('prices', 'gpu_prices.csv');
  it.skipIf(table === undefined)('finds the traps in the list that comes with the study', () => {
    const [header, ...rows] = Papa.parse<string[]>(readFileSync(table ?? '', 'utf8').trim()).data;
    const found = readPriceTable(header, rows);
    if ('problem' in found) throw new Error(found.problem);
    expect(found.prices.length + found.leftOut.length).toBe(rows.length);
    const of = (kind: string) => found.prices.filter(({ flags }) => flags.some((flag) => flag.kind === kind));
    // The three rows whose spot price is a ceiling, and the marketplace’s H100 at 0.69.
    expect(of('spot')).toHaveLength(3);
    expect(of('far').some(({ row }) => row.perHour === 0.69)).toBe(true);
    expect(of('undated').length).toBeGreaterThan(0);
    // Fractions of a GPU are no instance of whole ones.
    expect(found.leftOut.every(({ reason }) => /whole number of GPUs|already/.test(reason))).toBe(true);
  });
});

describe('putting prices to those that were there', () => {
  const row = (instance: string, perHour: number, validFrom?: string): PriceRowDocument => ({
    instance,
    gpus: 8,
    perHour,
    ...(validFrom === undefined ? {} : { validFrom }),
  });

  it('ends what held before on the day on which the new one begins', () => {
    const before = [row('aws/a/us', 10, '2026-01-01'), row('aws/b/us', 5, '2026-01-01'), row('gcp/c/us', 7)];
    const { rows, diff } = mergePrices(before, [
      row('aws/a/us', 8, '2026-06-01'),
      row('aws/d/us', 3, '2026-06-01'),
    ]);
    expect(rows).toEqual([
      { ...before[0], validTo: '2026-06-01' },
      row('aws/a/us', 8, '2026-06-01'),
      before[1],
      before[2],
      row('aws/d/us', 3, '2026-06-01'),
    ]);
    expect(diff).toMatchObject({
      added: ['aws/d/us'],
      changed: [{ instance: 'aws/a/us', before: 10, after: 8, from: '2026-06-01' }],
      unchanged: 0,
      // Of aws, but not in the import; gcp is another provider.
      gone: ['aws/b/us'],
      older: [],
    });
    expect(diff.changed[0].change).toBeCloseTo(-0.2, 12);
  });

  it('takes no older price, corrects one of the same day, and leaves equal ones alone', () => {
    const before = [row('aws/a/us', 10, '2026-06-01'), row('aws/b/us', 5, '2026-06-01'), row('aws/c/us', 4)];
    const { rows, diff } = mergePrices(before, [
      row('aws/a/us', 9, '2026-01-01'),
      row('aws/b/us', 6, '2026-06-01'),
      row('aws/c/us', 4, '2026-06-01'),
    ]);
    expect(rows).toEqual([before[0], row('aws/b/us', 6, '2026-06-01'), before[2]]);
    expect(diff).toMatchObject({ older: ['aws/a/us'], unchanged: 1, added: [], gone: [] });
  });
});
