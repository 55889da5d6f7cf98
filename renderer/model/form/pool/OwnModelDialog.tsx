import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import {
  Autocomplete,
  Button,
  type ComboboxItem,
  Group,
  Modal,
  Stack,
  Tabs,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { type OwnModel, ownModelOf, parametersText } from '../../../../engine/scenario/ownModel.ts';
import type { CatalogEntry } from '../../../../host/api/types.ts';
import { foundEntries } from '../fields/catalogSearch.ts';
import { entryNamed } from './instanceChoice.ts';
import classes from '../fields/ModelField.module.css';

interface OwnModelDialogProps {
  readonly isOpen: boolean;
  readonly models: readonly CatalogEntry[];
  onClose(): void;
  /** With the model as the document says it, and what to call it. */
  onUse(model: unknown, name: string): void;
}

/** Takes a model that the catalogue has not: by its configuration, or by its size and one that it is like. */
export function OwnModelDialog({ isOpen, models, onClose, onUse }: OwnModelDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="A model of your own"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Tabs defaultValue="config" keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="config">Paste its config.json</Tabs.Tab>
          <Tabs.Tab value="size">Only its size</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="config">
          <PasteConfig onUse={onUse} />
        </Tabs.Panel>
        <Tabs.Panel value="size">
          <GiveSize models={models} onUse={onUse} />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  );
}

function PasteConfig({ onUse }: Pick<OwnModelDialogProps, 'onUse'>) {
  const [text, setText] = useState('');
  const read = text.trim() === '' ? undefined : ownModelOf(text);
  return (
    <Stack gap="sm">
      <Textarea
        label={labelOf('pools.*.model.config')}
        description="As Hugging Face has it beside the weights. It stays on this machine."
        rows={10}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <div className={classes.answer} aria-live="polite">
        {read === undefined ? undefined : <Answer read={read} />}
      </div>
      <Group justify="flex-end">
        <Button
          disabled={read === undefined || 'problem' in read}
          onClick={() => {
            if (read !== undefined && 'model' in read) onUse(read.model, String(read.model['name']));
          }}
        >
          Use this model
        </Button>
      </Group>
    </Stack>
  );
}

function Answer({ read }: { readonly read: OwnModel }) {
  if ('problem' in read) {
    return (
      <Text size="sm" c="var(--fc-bad)">
        Not read: {read.problem}. {read.suggestion.charAt(0).toUpperCase() + read.suggestion.slice(1)}
      </Text>
    );
  }
  return (
    <>
      <Text size="sm" fw={600}>
        {String(read.model['name'])}: {read.summary}.
      </Text>
      {read.notes.length === 0 ? undefined : (
        <ul>
          {read.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function GiveSize({ models, onUse }: Pick<OwnModelDialogProps, 'models' | 'onUse'>) {
  const [size, setSize] = useState('');
  const [like, setLike] = useState('');
  const parameters = parametersText(size);
  const entry = entryNamed(models, like);
  return (
    <Stack gap="sm">
      <TextInput
        label={labelOf('pools.*.model.parameters')}
        placeholder="30B"
        description="All that it has"
        value={size}
        error={size !== '' && parameters === undefined ? 'A number such as 30B or 335M' : undefined}
        onChange={(event) => setSize(event.currentTarget.value)}
        data-autofocus
      />
      <Autocomplete
        label={labelOf('pools.*.model.like')}
        placeholder="Search: 30B, qwen, moe …"
        description="Its layers, widths and heads are scaled to that size"
        data={models.map(({ id }) => id)}
        value={like}
        limit={60}
        maxDropdownHeight={240}
        filter={({ options, search }) => {
          const found = new Set(foundEntries(models, search).map(({ id }) => id));
          return options.filter((option) => found.has((option as ComboboxItem).value));
        }}
        onChange={setLike}
      />
      <Text size="sm" className={classes.answer ?? ''}>
        {entry === undefined
          ? 'A number of parameters alone is no shape: name the model that comes nearest to yours, of the same kind.'
          : `${entry.id}: ${entry.hint}. The answer says that yours resembles it, and is less sure for that.`}
      </Text>
      <Group justify="flex-end">
        <Button
          disabled={parameters === undefined || entry === undefined}
          onClick={() => onUse({ parameters, like: entry?.id }, `${parameters} like ${entry?.id}`)}
        >
          Use this model
        </Button>
      </Group>
    </Stack>
  );
}
