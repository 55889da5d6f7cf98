import { expect, it } from 'vitest';
import { instanceMisfits } from '../../../engine/pricing/instanceFit.ts';
import { resolvePrices } from '../../../engine/pricing/poolPrice.ts';
import { catalogLists } from '../../../host/backRoom/catalogLists.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';
import {
  betterInstance,
  entryNamed,
  fittingInstances,
  housedPool,
} from '../../../renderer/model/form/instanceChoice.ts';

const catalog = readCatalog();
const lists = catalogLists(catalog);
const days = { from: '2026-11-01', until: '2026-11-08' };

it('takes, for every pair of instance and accelerator, an instance that the checks let through, and the one that they name', () => {
  for (const { id: instance } of catalog.instances) {
    for (const { id: accelerator } of catalog.accelerators) {
      for (const gpusPerReplica of [1, 8]) {
        const pool = { id: 'p', accelerator, gpusPerReplica, replicas: 3, price: { instance } };
        const misfitsOf = (paid: string) => {
          const document = { currency: 'USD', days, pools: [{ ...pool, price: { instance: paid } }] };
          return instanceMisfits(document, resolvePrices(document, catalog).prices, catalog);
        };
        const [wrong] = misfitsOf(instance);
        const better = betterInstance(housedPool({ pools: [pool] }, 0, lists), lists);
        if (better === undefined) {
          const fits = fittingInstances({ ...housedPool({ pools: [pool] }, 0, lists) }, lists);
          expect(wrong === undefined || fits.length === 0).toBe(true);
          continue;
        }
        expect(wrong?.suggestion).toContain(better.id);
        expect(misfitsOf(better.id)).toEqual([]);
      }
    }
  }
});

it('reads names as the catalogue does', () => {
  expect(entryNamed(lists.accelerators, 'H100 SXM-80')?.id).toBe('h100-sxm-80gb');
  expect(entryNamed(lists.accelerators, 'no such')).toBeUndefined();
  expect(entryNamed(lists.accelerators, { name: 'h100' })).toBeUndefined();
});

it('leaves an instance alone that the catalogue does not know, and a pool whose accelerator it does not', () => {
  const of = (pool: object) => betterInstance(housedPool({ pools: [pool] }, 0, lists), lists);
  expect(of({ accelerator: 'h100', price: { instance: 'my/box/here' } })).toBeUndefined();
  expect(of({ accelerator: 'h100', price: { perGpuHour: 2 } })).toBeUndefined();
  expect(of({ accelerator: 'my own', price: { instance: 'gcp/g2-standard-8/us-central1' } })).toBeUndefined();
  expect(of({ accelerator: 'h100', price: { instance: 'gcp/g2-standard-8/us-central1' } })?.id).toBe(
    'aws/p5.4xlarge/us-east-1',
  );
});
