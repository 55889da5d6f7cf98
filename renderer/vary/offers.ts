import type { VaryChoicesView } from '../../host/api/types.ts';
import type { Offer } from './understand.ts';

const GIB = 2 ** 30;

/** Accelerators with a price, by vendor: how much memory, on how many GPUs the model fits, and who offers them. */
export function acceleratorOffers({ accelerators }: VaryChoicesView): readonly Offer[] {
  return accelerators.map(
    ({ id, name, shortName, aliases, vendor, memoryBytes, isPresent, providers, holds }) => ({
      value: id,
      label: shortName,
      group: vendor,
      hint: [
        name === shortName ? undefined : name,
        `${Math.round(memoryBytes / GIB)} GiB`,
        holds.length === 0 ? 'does not hold the model' : `holds the model on ${holds.join(', ')}`,
        providers.join(', '),
        isPresent ? 'as it is' : undefined,
      ]
        .filter((part) => part !== undefined && part !== '')
        .join(' · '),
      spellings: [id, name, ...aliases],
    }),
  );
}

/** Accelerators that hold the model, by their number of GPUs where that is chosen. */
export function holding({ accelerators }: VaryChoicesView, degrees: readonly string[]): readonly string[] {
  return accelerators
    .filter(({ holds }) => holds.some((gpus) => degrees.length === 0 || degrees.includes(String(gpus))))
    .map(({ id }) => id);
}

/** Numbers of GPUs that divide the model, with how many accelerators then hold it. */
export function degreeOffers({ gpusPerReplica, present }: VaryChoicesView): readonly Offer[] {
  return gpusPerReplica.map(({ gpus, accelerators }) => ({
    value: String(gpus),
    label: String(gpus),
    hint: [
      `${accelerators.length === 0 ? 'no accelerator holds' : accelerators.length === 1 ? '1 accelerator holds' : `${accelerators.length} accelerators hold`} the model`,
      gpus === present.gpusPerReplica ? 'as it is' : undefined,
    ]
      .filter((part) => part !== undefined)
      .join(' · '),
  }));
}

/** Of the precision that a document leaves to the model. */
const AS_PUBLISHED = 'as the model is published';

/** The precision of a pool in words. */
export function precisionWords(precision: string): string {
  return precision === 'auto' ? AS_PUBLISHED : precision;
}

/** Number formats of the weights, with how large those then are. */
export function precisionOffers({ precisions, present }: VaryChoicesView): readonly Offer[] {
  const published = {
    value: 'auto',
    label: AS_PUBLISHED,
    ...(present.precision === 'auto' ? { hint: 'as it is' } : {}),
  };
  const formats = precisions.map(({ precision, weightBytes }) => ({
    value: precision,
    label: precision,
    hint: [
      weightBytes === undefined ? undefined : `weights of ${(weightBytes / 1e9).toFixed(1)} GB`,
      precision === present.precision ? 'as it is' : undefined,
    ]
      .filter((part) => part !== undefined)
      .join(' · '),
  }));
  return [published, ...formats];
}

/** Who offers instances, and where. */
export function providerOffers({ providers, present }: VaryChoicesView): readonly Offer[] {
  return providers.map(({ provider, regions }) => ({
    value: provider,
    label: provider,
    hint: [regions.join(', '), provider === present.provider ? 'as it is' : undefined]
      .filter((part) => part !== undefined && part !== '')
      .join(' · '),
  }));
}

/** Regions, by who has instances there; of the providers that are chosen, else of all. */
export function regionOffers({ providers }: VaryChoicesView, chosen: readonly string[]): readonly Offer[] {
  const by = new Map<string, string[]>();
  for (const { provider, regions } of providers) {
    if (chosen.length > 0 && !chosen.includes(provider)) continue;
    for (const region of regions) by.set(region, [...(by.get(region) ?? []), provider]);
  }
  return [...by.entries()]
    .sort()
    .map(([region, at]) => ({ value: region, label: region, hint: at.join(', ') }));
}
