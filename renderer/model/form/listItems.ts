import { servedModel } from '../../../engine/scenario/generationChecks.ts';
import { valueAt } from '../../../engine/scenario/reading/problems.ts';
import { isEncoder } from '../../state/knownModels.ts';
import { newOffer } from './newOffer.ts';

/** The lists of a document whose items go by an id. */
export type ItemList = 'workloads' | 'jobs' | 'pools' | 'commitmentOffers';

/** What one item of a list is called. */
export const ITEM_WORDS: Readonly<Record<ItemList, string>> = {
  workloads: 'workload',
  jobs: 'job',
  pools: 'pool',
  commitmentOffers: 'offer',
};

/** The items of a list, as far as there is one. */
export function itemsOf(raw: unknown, list: ItemList): readonly unknown[] {
  const items = valueAt(raw, [list]);
  return Array.isArray(items) ? items : [];
}

/** The ids in a list. */
export function idsOf(raw: unknown, list: ItemList): readonly string[] {
  return itemsOf(raw, list).flatMap((item) => {
    const id = valueAt(item, ['id']);
    return typeof id === 'string' ? [id] : [];
  });
}

/** Ids that a new item of a list must not have: workloads and jobs share theirs. */
export function takenIds(raw: unknown, list: ItemList): readonly string[] {
  return list === 'workloads' || list === 'jobs'
    ? [...idsOf(raw, 'workloads'), ...idsOf(raw, 'jobs')]
    : idsOf(raw, list);
}

/** What an item of a list is called on the screen. */
export function itemName(raw: unknown, list: ItemList, index: number): string {
  const id = valueAt(raw, [list, index, 'id']);
  if (id === undefined || id === null || id === '') return `${ITEM_WORDS[list]} ${index + 1}`;
  return String(id);
}

/** An id like `wanted` that none of the others has. */
export function freeId(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  const base = wanted.replace(/-\d+$/, '');
  let number = 2;
  while (taken.includes(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}

/** An item to begin with. */
export function newItem(raw: unknown, list: ItemList): Readonly<Record<string, unknown>> {
  const id = freeId(ITEM_WORDS[list], takenIds(raw, list));
  if (list === 'commitmentOffers') return newOffer(raw, id);
  if (list === 'pools') {
    return {
      id,
      model: 'llama-3.1-8b',
      accelerator: 'l4-24gb',
      gpusPerReplica: 1,
      replicas: 1,
      price: { instance: 'gcp/g2-standard-8/us-central1' },
    };
  }
  const target = idsOf(raw, 'pools')[0] ?? 'pool';
  const isEncoded = servedModel({ target }, itemsOf(raw, 'pools'), isEncoder).isEncoder === true;
  const lengths = {
    promptTokens: { lognormal: { p50: 800, p90: 2000 }, max: 8192 },
    ...(isEncoded ? {} : { outputTokens: { lognormal: { p50: 150, p90: 400 }, max: 1000 } }),
  };
  if (list === 'jobs')
    return { id, target, items: 10_000, at: '01:00', deadline: '6h', inFlight: 64, ...lengths };
  return {
    id,
    arrivals: { process: 'poisson', ratePerSecond: 1 },
    ...lengths,
    target,
    slo: { ttftSeconds: 1, percentile: 0.95 },
  };
}
