import { expect, it } from 'vitest';
import { instanceMisfits } from '../../../engine/pricing/instanceFit.ts';
import { resolvePrices } from '../../../engine/pricing/poolPrice.ts';
import { catalogLists } from '../../../host/backRoom/catalogLists.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';
import { withOwnPrices } from '../../../renderer/model/form/pool/ownPrices.ts';
import {
  betterInstance,
  entryNamed,
  fittingInstances,
  housedPool,
} from '../../../renderer/model/form/pool/instanceChoice.ts';

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

it('knows the prices that a document gives itself: its rows, what it negotiated, its rates of exchange', () => {
  const pools = [{ accelerator: 'h100-sxm-80gb', gpusPerReplica: 8, replicas: 1, price: { instance: 'x' } }];
  const cheapest = (more: object) => {
    const raw = { horizon: { start: '2026-11-01' }, pools, ...more };
    const own = withOwnPrices(lists, raw);
    return fittingInstances(housedPool(raw, 0, own), own).at(0);
  };
  const before = cheapest({});
  if (before === undefined) throw new Error('nothing holds eight');
  const row = { instance: 'my/box/here', gpu: 'H100 SXM 80GB', gpus: 8, perHour: 1 };
  expect(withOwnPrices(lists, { pools })).toBe(lists);
  expect(cheapest({ prices: { rows: [row] } })).toMatchObject({ id: 'my/box/here', usdPerHour: 1 });
  expect(cheapest({ prices: { rows: [{ ...row, validFrom: '2027-01-01' }] } })?.id).toBe(before.id);
  // Without a rate the catalogue's dollars are no price in euros.
  expect(cheapest({ currency: 'EUR' })).toBeUndefined();
  const exchangeRates = [{ from: 'USD', to: 'EUR', rate: 0.5, date: '2026-11-01' }];
  expect(cheapest({ currency: 'EUR', prices: { exchangeRates } })?.usdPerHour).toBe(before.usdPerHour / 2);
  const other = before.id.startsWith('aws/') ? 'gcp' : 'aws';
  const discounted = cheapest({ prices: { negotiated: [{ provider: other, discount: 0.9 }] } });
  expect(discounted?.id.startsWith(`${other}/`)).toBe(true);
  const misfit = {
    currency: 'USD',
    days,
    pools: [{ id: 'p', ...pools[0], price: { instance: 'gcp/g2-standard-8/us-central1' } }],
    prices: { rows: [row] },
  };
  const [{ suggestion }] = instanceMisfits(misfit, resolvePrices(misfit, catalog).prices, catalog);
  expect(suggestion).toContain('my/box/here');
});
