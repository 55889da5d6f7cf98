import type { Catalog } from '../../catalog/catalog.ts';
import type { PoolPrice } from '../../pricing/poolPrice.ts';
import { isOffered, type Offer, placeOf, type SizePrices } from '../size/replicaPrices.ts';
import { shortName } from './varyLabel.ts';

/** Why nothing that has a price holds replicas such as these; what there is instead. */
export function noOffer({ instances }: SizePrices, catalog: Catalog, currency: string, offer: Offer): string {
  const { accelerator, gpusPerReplica, providers, regions } = offer;
  const name = shortName(accelerator, catalog);
  const all = instances.get(accelerator) ?? [];
  if (all.length === 0) {
    return [...instances.values()].flat().length === 0 && currency !== 'USD'
      ? `the catalogue’s prices are in USD and the scenario is in ${currency}: give prices.exchangeRates`
      : `no price of an instance with ${name} is known: enter one under prices.rows`;
  }
  const where = [providers?.join(' or '), regions?.join(' or ')]
    .filter((part) => part !== undefined)
    .join(' in ');
  const there = all.filter((price) => isOffered(price, offer));
  if (there.length === 0) {
    const ofProviders = all.filter((price) => isOffered(price, { providers }));
    const near = ofProviders.length > 0 ? ofProviders : all;
    return `${where} has no instance with ${name} that a price is known of; there is one of ${places(near)}`;
  }
  const most = Math.max(...there.map(({ gpusPerUnit }) => gpusPerUnit));
  const of = where === '' ? '' : ` of ${where}`;
  return `the largest instance with ${name}${of} has ${gpus(most)}, fewer than the ${gpusPerReplica} of a replica`;
}

function places(prices: readonly PoolPrice[]): string {
  const found = prices.map(({ instance }) => {
    const { provider, region } = placeOf(instance);
    return region === '' ? provider : `${provider} in ${region}`;
  });
  return [...new Set(found)].join(', ');
}

function gpus(count: number): string {
  return `${count} ${count === 1 ? 'GPU' : 'GPUs'}`;
}
