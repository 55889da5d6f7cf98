import { Button, Group, Input, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconTableRow } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { LeftOut, VaryChoicesView, VaryRow } from '../../host/api/types.ts';
import { boundsText } from '../../engine/scenario/living/replicaBounds.ts';
import { host } from '../api/host.ts';
import { attempt } from '../app/say.ts';
import { LongCallStatus } from '../results/LongCallStatus.tsx';
import { takeDocument } from '../state/opening.ts';
import { useWorkspace } from '../state/workspace.ts';
import { askedAxes, MOST_ROWS, type PickedAxes, pickedSizes } from './axesState.ts';
import { FieldAxis } from './FieldAxis.tsx';
import { fieldPaths } from './fieldPaths.ts';
import { LeftOutRows } from './LeftOutRows.tsx';
import {
  acceleratorOffers,
  degreeOffers,
  holding,
  precisionOffers,
  precisionWords,
  providerOffers,
  regionOffers,
} from './offers.ts';
import { TagAxis } from './TagAxis.tsx';
import { usePoolChoices } from './usePoolChoices.ts';
import classes from './Vary.module.css';
import { makeRows, varyings } from './varyings.ts';

interface VaryPanelProps {
  /** Of what the rows are made. */
  readonly documentId: string;
  /** Called once rows are there. */
  onRows(rows: readonly VaryRow[], leftOut: readonly LeftOut[]): void;
}

const NOTHING: PickedAxes = {
  accelerators: [],
  degrees: [],
  precisions: [],
  providers: [],
  regions: [],
  replicas: 'sized',
  numbers: [],
  fields: [],
};

/** Picks what varies of a scenario, and makes a row of each combination in one step. */
export function VaryPanel({ documentId, onRows }: VaryPanelProps) {
  const [pool, setPool] = useState<string>();
  const [axes, setAxes] = useState<PickedAxes>(NOTHING);
  const { choices, failure } = usePoolChoices(documentId, pool);
  const picked: PickedAxes = choices?.present.isAutoscaled === true ? { ...axes, replicas: 'same' } : axes;
  const isThere = useWorkspace(({ documents }) => documents[documentId] !== undefined);
  useEffect(() => {
    if (!isThere) void attempt(async () => takeDocument(await host.documents.get({ documentId })));
  }, [documentId, isThere]);
  const call = varyings.use((all) => all[documentId]);
  const isRunning = call?.isRunning === true;
  const sizes = pickedSizes(picked);
  const count = sizes.reduce((product, size) => product * size, sizes.length === 0 ? 0 : 1);
  if (choices === undefined) {
    return failure === undefined ? (
      <Text size="sm" role="status">
        Looking at what there is to vary …
      </Text>
    ) : (
      <LongCallStatus
        call={{ isRunning: false, share: 0, sentence: '', failure }}
        label="What there is to vary"
      />
    );
  }
  const make = async (): Promise<void> => {
    const made = await makeRows(documentId, { ...askedAxes(picked), poolId: choices.poolId });
    if (made !== undefined) onRows(made.rows, made.leftOut);
  };
  return (
    <Stack gap="sm">
      <Axes
        documentId={documentId}
        choices={choices}
        picked={picked}
        onPick={(change) => setAxes((before) => ({ ...before, ...change }))}
        onPool={setPool}
      />
      <Group gap="sm">
        {isRunning ? (
          <Button variant="default" size="sm" onClick={() => varyings.cancel(documentId)}>
            Cancel
          </Button>
        ) : (
          <Button
            size="sm"
            leftSection={<IconTableRow size={16} aria-hidden />}
            disabled={count === 0 || count > MOST_ROWS}
            onClick={() => void make()}
          >
            {count === 0 ? 'Make rows' : count === 1 ? 'Make 1 row' : `Make ${count} rows`}
          </Button>
        )}
        <Text size="sm" className="fc-quiet">
          {countSentence(sizes, count)}
        </Text>
      </Group>
      {call === undefined ? undefined : <LongCallStatus call={call} label="Progress of the rows" />}
      {call?.found === undefined || isRunning ? undefined : <LeftOutRows leftOut={call.found.leftOut} />}
    </Stack>
  );
}

function countSentence(sizes: readonly number[], count: number): string {
  if (count === 0) return 'Pick what varies: every combination becomes a row.';
  const product = sizes.length > 1 ? `${sizes.join(' × ')} = ${count}. ` : '';
  if (count > MOST_ROWS)
    return `${product}${MOST_ROWS} rows are the most: pick fewer, or make them in parts.`;
  return `${product}All else stays as it is.`;
}

interface AxesProps {
  readonly documentId: string;
  readonly choices: VaryChoicesView;
  readonly picked: PickedAxes;
  onPick(change: Partial<PickedAxes>): void;
  onPool(pool: string): void;
}

function Axes({ documentId, choices, picked, onPick, onPool }: AxesProps) {
  const text = useWorkspace(({ documents }) => documents[documentId]?.text ?? '');
  const { present, pools, poolId } = choices;
  const own = choices.accelerators.find(({ isPresent }) => isPresent)?.shortName ?? 'none';
  const all = holding(choices, picked.degrees);
  const held = choices.gpusPerReplica.filter(({ accelerators }) => accelerators.length > 0);
  const fieldAt = (index: number, change: PickedAxes['fields'][number] | undefined) =>
    onPick({ fields: picked.fields.flatMap((field, at) => (at !== index ? [field] : (change ?? []))) });
  return (
    <div className={classes.axes}>
      {pools.length > 1 ? (
        <Select
          label="Pool"
          size="xs"
          data={[...pools]}
          value={poolId}
          allowDeselect={false}
          onChange={(value) => value !== null && onPool(value)}
        />
      ) : undefined}
      <TagAxis
        label="Accelerators"
        placeholder={`not varied: ${own}`}
        offers={acceleratorOffers(choices)}
        values={picked.accelerators}
        onChange={(accelerators) => onPick({ accelerators })}
        presets={[{ label: `All that hold the model (${all.length})`, values: all }]}
      />
      <TagAxis
        label="GPUs per replica"
        placeholder={`not varied: ${present.gpusPerReplica}`}
        offers={degreeOffers(choices)}
        values={picked.degrees}
        onChange={(degrees) => onPick({ degrees })}
        presets={[{ label: `All that fit (${held.length})`, values: held.map(({ gpus }) => String(gpus)) }]}
      />
      <TagAxis
        label="Precisions"
        placeholder={`not varied: ${precisionWords(present.precision)}`}
        offers={precisionOffers(choices)}
        values={picked.precisions}
        onChange={(precisions) => onPick({ precisions })}
      />
      <TagAxis
        label="Providers"
        placeholder="the cheapest of each accelerator"
        offers={providerOffers(choices)}
        values={picked.providers}
        onChange={(providers) => onPick({ providers })}
      />
      <TagAxis
        label="Regions"
        placeholder="the cheapest"
        offers={regionOffers(choices, picked.providers)}
        values={picked.regions}
        onChange={(regions) => onPick({ regions })}
      />
      <Replicas present={present} picked={picked} onPick={onPick} />
      {picked.fields.map((field, index) => (
        <FieldAxis
          // They have no name of their own before one is picked.
          key={index}
          choice={field}
          paths={fieldPaths(text)}
          onChange={(change) => fieldAt(index, change)}
          onRemove={() => fieldAt(index, undefined)}
        />
      ))}
      <div className={classes.more}>
        <Button
          size="compact-xs"
          variant="subtle"
          className={classes.preset ?? ''}
          leftSection={<IconPlus size={12} aria-hidden />}
          onClick={() => onPick({ fields: [...picked.fields, { path: undefined, values: [] }] })}
        >
          Vary another field
        </Button>
      </div>
    </div>
  );
}

function Replicas({
  present,
  picked,
  onPick,
}: Pick<AxesProps, 'picked' | 'onPick'> & { readonly present: VaryChoicesView['present'] }) {
  return (
    <div className={classes.axis}>
      <Input.Label size="xs" id="vary-replicas" labelElement="div">
        Replicas
      </Input.Label>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-labelledby="vary-replicas"
        value={picked.replicas}
        onChange={(value) => onPick({ replicas: value as PickedAxes['replicas'] })}
        data={[
          { value: 'sized', label: 'Sized', disabled: present.isAutoscaled },
          { value: 'same', label: `As it is: ${boundsText(present.replicas)}` },
          { value: 'numbers', label: 'Numbers', disabled: present.isAutoscaled },
        ]}
      />
      {picked.replicas === 'numbers' ? (
        <TagAxis
          label="Numbers of replicas"
          placeholder="1, 2, 4"
          accept={wholeNumber}
          offers={[]}
          values={picked.numbers}
          onChange={(numbers) => onPick({ numbers })}
        />
      ) : (
        <Text size="xs" className="fc-quiet" mt={4}>
          {present.isAutoscaled
            ? 'An autoscaler sets their number in each row; its bounds are other fields.'
            : picked.replicas === 'sized'
              ? 'Each row gets the fewest that keep every service level.'
              : 'Each row has as many as now, whatever comes of it.'}
        </Text>
      )}
    </div>
  );
}

function wholeNumber(text: string): string | undefined {
  return /^[1-9]\d{0,5}$/.test(text) ? text : undefined;
}
