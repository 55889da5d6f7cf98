import { describe, expect, it } from 'vitest';
import { type HousedPool, instanceMisfits } from '../../../engine/pricing/instanceFit.ts';
import { type PricedDocument, resolvePrices } from '../../../engine/pricing/poolPrice.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';

const catalog = readCatalog();
const days = { from: '2026-11-01', until: '2026-11-08' };

function misfits(pool: Partial<HousedPool>, more: Partial<PricedDocument> = {}) {
  const pools: HousedPool[] = [{ id: 'p', gpusPerReplica: 1, replicas: 4, ...pool }];
  const document = { currency: 'USD', days, ...more, pools };
  const { prices, problems } = resolvePrices(document, catalog);
  expect(problems).toEqual([]);
  return instanceMisfits(document, prices, catalog);
}

const rowOf = (id: string) => catalog.instances.find((row) => row.id === id);
/** The instances that a suggestion names. */
const namedIn = (text: string) => [...text.matchAll(/([a-z]+\/[^ ]+\/[^ ]+) \(/g)].map(([, id]) => rowOf(id));

describe('instanceMisfits', () => {
  it('refuses every instance of the catalogue with every accelerator that it does not have, and names one that would do', () => {
    let refused = 0;
    for (const { id: instance, accelerator: held, gpus } of catalog.instances) {
      for (const { id: accelerator } of catalog.accelerators) {
        const found = misfits({ accelerator, price: { instance } });
        if (accelerator === held) {
          expect(found, `${instance} has ${held}`).toEqual([]);
          continue;
        }
        refused++;
        expect(found[0]?.message).toBe(
          `${instance} holds ${gpus} × ${held}, not ${accelerator}, which the pool is made of`,
        );
        const named = namedIn(found[0].suggestion);
        const isSold = catalog.instances.some((row) => row.accelerator === accelerator);
        expect(named.length > 0, found[0].suggestion).toBe(isSold);
        for (const row of named) expect(row?.accelerator).toBe(accelerator);
        if (!isSold)
          expect(found[0].suggestion).toContain(`no instance with a known price has ${accelerator}`);
      }
    }
    expect(refused).toBe(catalog.instances.length * (catalog.accelerators.length - 1));
  });

  it('refuses a replica of more GPUs than an instance has, whichever it is, and names one that holds it', () => {
    for (const { id: instance, accelerator, gpus } of catalog.instances) {
      for (let gpusPerReplica = 1; gpusPerReplica <= 3 * gpus; gpusPerReplica++) {
        const found = misfits({ accelerator, gpusPerReplica, price: { instance } });
        expect(found.length, `${gpusPerReplica} on ${instance}`).toBe(gpusPerReplica > gpus ? 1 : 0);
        for (const row of found.flatMap(({ suggestion }) => namedIn(suggestion))) {
          expect(row?.accelerator).toBe(accelerator);
          expect(row?.gpus).toBeGreaterThanOrEqual(gpusPerReplica);
        }
      }
    }
  });

  it('prefers the region, then what costs the pool least at a price that needs no check', () => {
    const [{ suggestion }] = misfits({
      accelerator: 'h100',
      gpusPerReplica: 4,
      price: { instance: 'gcp/g2-standard-8/us-central1' },
    });
    expect(suggestion).toBe(
      'use gcp/a3-highgpu-4g/us-central1 (4 × h100-sxm-80gb, USD 44.24 an hour), the cheapest that holds 4 of them in ' +
        'gcp/us-central1, or aws/p5.48xlarge/us-east-1 (8 × h100-sxm-80gb, USD 55.04 an hour), the cheapest of all with ' +
        'a price that needs no check',
    );
    // Where there are undated prices only, they have to do.
    const [{ suggestion: only }] = misfits({
      accelerator: 'mi355x-288gb',
      price: { instance: 'gcp/g2-standard-8/us-central1' },
    });
    expect(only).toBe(
      'use oci/BM.GPU.MI355X.8/all (8 × mi355x-288gb, USD 68.80 an hour), the cheapest that holds it',
    );
  });

  it('lets the stages of a pipeline stand in instances of their own', () => {
    const price = { instance: 'gcp/a3-highgpu-8g/us-central1' };
    const on = (gpusPerReplica: number, pipeline: number) =>
      misfits({ accelerator: 'h100', gpusPerReplica, parallel: { pipeline }, price });
    expect(on(16, 2)).toEqual([]);
    expect(on(16, 4)).toEqual([]);
    expect(on(24, 2)).toHaveLength(1);
    expect(on(12, 2)).toHaveLength(1);
    expect(on(16, 1)[0].suggestion).toBe(
      'the largest with a known price has 8 × h100-sxm-80gb: use at most 8 gpusPerReplica, parallel: { pipeline: 2 }, ' +
        'whose stages may stand in instances of their own, prices.rows of your own with gpu and gpus, or price: ' +
        '{ perGpuHour: … }',
    );
  });

  it('holds prices of one’s own against a pool as far as they say what they have', () => {
    const row = { instance: 'my/box/here', gpus: 4, perHour: 10 };
    const on = (pool: Partial<HousedPool>, gpu?: string) =>
      misfits(
        { accelerator: 'h100', ...pool, price: { instance: 'my/box/here' } },
        { prices: { rows: [gpu === undefined ? row : { ...row, gpu }] } },
      );
    expect(on({})).toEqual([]);
    expect(on({}, 'H100-80GB')).toEqual([]);
    expect(on({}, 'something else')).toEqual([]);
    expect(on({}, 'L4')[0].message).toBe(
      'my/box/here holds 4 × l4-24gb, not h100-sxm-80gb, which the pool is made of',
    );
    expect(on({ gpusPerReplica: 8 })[0].message).toBe(
      'my/box/here holds 4 GPUs, and a replica of 8 does not fit: its GPUs must be linked inside one instance',
    );
    // A price of one’s own for an instance of the catalogue: what is in it is known.
    const renamed = { ...row, instance: 'gcp/a3-highgpu-4g/us-central1' };
    const price = { instance: renamed.instance };
    expect(misfits({ accelerator: 'l4', price }, { prices: { rows: [renamed] } })).toHaveLength(1);
    // One’s own row is offered like the catalogue’s, at what it costs.
    expect(
      misfits(
        { accelerator: 'h100', price: { instance: 'gcp/g2-standard-8/us-central1' } },
        { prices: { rows: [{ ...row, gpu: 'h100', gpus: 4, perHour: 1 }] } },
      )[0].suggestion,
    ).toContain('my/box/here (4 × h100-sxm-80gb, USD 1.00 an hour)');
  });

  it('compares an accelerator that the document describes by its name, where the catalogue has it', () => {
    const figures = {
      deviceVisibleBytes: 80e9,
      memoryBandwidthGBs: 3000,
      denseTflops: { fp16: 900 },
      interconnects: [],
    };
    const price = { instance: 'gcp/g2-standard-8/us-central1' };
    expect(misfits({ accelerator: { ...figures, name: 'H100-SXM-80' }, price })).toHaveLength(1);
    expect(misfits({ accelerator: { ...figures, name: 'L4' }, price })).toEqual([]);
    expect(misfits({ accelerator: { ...figures, name: 'my own chip' }, price })).toEqual([]);
    expect(misfits({ accelerator: figures, price })).toEqual([]);
    expect(misfits({ price })).toEqual([]);
  });

  it('asks nothing of pools that pay by the GPU, or nothing', () => {
    expect(misfits({ accelerator: 'h100', gpusPerReplica: 64, price: { perGpuHour: 3 } })).toEqual([]);
    expect(misfits({ accelerator: 'h100', gpusPerReplica: 64 })).toEqual([]);
  });
});
