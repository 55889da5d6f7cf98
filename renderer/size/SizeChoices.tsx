import { Text } from '@mantine/core';
import {
  acceleratorOffers,
  degreeOffers,
  precisionOffers,
  providerOffers,
  regionOffers,
} from '../vary/offers.ts';
import { TagAxis } from '../vary/TagAxis.tsx';
import { usePoolChoices } from '../vary/usePoolChoices.ts';
import classes from '../vary/Vary.module.css';
import type { SizeChoice } from './sizing.ts';

/** What a search may take; an empty list is everything. */
export type PickedChoices = Required<{ readonly [Key in keyof SizeChoice['choices']]: readonly string[] }>;

export const ALL_CHOICES: PickedChoices = {
  accelerators: [],
  gpusPerReplica: [],
  precisions: [],
  providers: [],
  regions: [],
};

/** What the host is asked to search. */
export function askedChoices(picked: PickedChoices): SizeChoice['choices'] {
  const { accelerators, gpusPerReplica, precisions, providers, regions } = picked;
  const listed = <Key extends string, T>(key: Key, values: readonly T[]) =>
    values.length === 0 ? {} : { [key]: [...values] };
  return {
    ...listed('accelerators', accelerators),
    ...listed('gpusPerReplica', gpusPerReplica.map(Number)),
    ...listed('precisions', precisions),
    ...listed('providers', providers),
    ...listed('regions', regions),
  };
}

interface SizeChoicesProps {
  readonly documentId: string;
  readonly poolId: string;
  readonly picked: PickedChoices;
  onPick(change: Partial<PickedChoices>): void;
}

/** Fields that narrow a search: which accelerators, degrees, precisions, providers and regions. */
export function SizeChoices({ documentId, poolId, picked, onPick }: SizeChoicesProps) {
  const { choices, failure } = usePoolChoices(documentId, poolId);
  if (choices === undefined) {
    return (
      <Text size="xs" className="fc-quiet" role="status">
        {failure === undefined ? 'Looking at what there is to search …' : failure.sentence}
      </Text>
    );
  }
  return (
    <div className={classes.axes}>
      <TagAxis
        label="Accelerators"
        placeholder="all with a price"
        offers={acceleratorOffers(choices)}
        values={picked.accelerators}
        onChange={(accelerators) => onPick({ accelerators })}
      />
      <TagAxis
        label="GPUs per replica"
        placeholder="1, 2, 4 and 8"
        offers={degreeOffers(choices)}
        values={picked.gpusPerReplica}
        onChange={(gpusPerReplica) => onPick({ gpusPerReplica })}
      />
      <TagAxis
        label="Precisions"
        placeholder="as it is, and fp8 where there is"
        offers={precisionOffers(choices).filter(({ value }) => value !== 'auto')}
        values={picked.precisions}
        onChange={(precisions) => onPick({ precisions })}
      />
      <TagAxis
        label="Providers"
        placeholder="all"
        offers={providerOffers(choices)}
        values={picked.providers}
        onChange={(providers) => onPick({ providers })}
      />
      <TagAxis
        label="Regions"
        placeholder="all"
        offers={regionOffers(choices, picked.providers)}
        values={picked.regions}
        onChange={(regions) => onPick({ regions })}
      />
    </div>
  );
}
