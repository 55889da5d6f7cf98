import { Button, Group, Modal, NavLink, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconFolderOpen, IconPlus, IconSearch, IconTableRow } from '@tabler/icons-react';
import { useState } from 'react';
import { MOST_COMPARED } from '../../engine/scenario/mostCompared.ts';
import { attempt } from '../app/say.ts';
import { useRecentDocuments } from '../state/useRecentDocuments.ts';
import { useWorkspace } from '../state/workspace.ts';
import { addChosenFiles, addExample } from './addDeeds.ts';
import { openVary } from './varyDialogState.ts';
import { addCompared } from './comparedDocuments.ts';
import { useExampleInfos } from './useExampleInfos.ts';

/** Puts more scenarios into the comparison: one's own, recent files, examples, or a file that is opened for it. */
export function AddToComparison() {
  const [isOpen, setOpen] = useState(false);
  const compared = useWorkspace(({ settings }) => settings.compared);
  if (compared.length >= MOST_COMPARED)
    return <Text size="sm">{MOST_COMPARED} scenarios are the most that one comparison takes.</Text>;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Add a scenario
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title="Add to the comparison"
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Choices onVary={() => setOpen(false)} />
      </Modal>
    </>
  );
}

interface Choice {
  readonly key: string;
  readonly name: string;
  readonly where: string;
  add(): Promise<void>;
}

/** Each press adds one; the dialog stays, for the next. */
function Choices({ onVary }: { onVary(): void }) {
  const [text, setText] = useState('');
  const compared = useWorkspace(({ settings }) => settings.compared);
  const base = compared.at(0);
  const kept = useRecentDocuments() ?? [];
  const isFound = ({ name }: Choice): boolean => name.toLowerCase().includes(text.toLowerCase());
  const own = kept
    .filter(({ id }) => !compared.includes(id))
    .map(
      ({ id, name, origin }): Choice => ({
        key: id,
        name,
        where: origin.kind === 'file' ? origin.path : origin.kind === 'example' ? 'an example' : 'in no file',
        add: () => addCompared(id),
      }),
    )
    .filter(isFound);
  const examples = useExampleInfos()
    .filter(({ name }) => !kept.some(({ origin }) => origin.kind === 'example' && origin.example === name))
    .map(({ name, title }): Choice => ({ key: name, name: title, where: '', add: () => addExample(name) }))
    .filter(isFound);
  return (
    <Stack gap="sm">
      {base === undefined ? undefined : (
        <Button
          variant="light"
          leftSection={<IconTableRow size={16} aria-hidden />}
          onClick={() => {
            onVary();
            openVary(base, false);
          }}
        >
          Vary the baseline: accelerators, GPUs, precisions, providers …
        </Button>
      )}
      <Group gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          aria-label="Search scenarios by name"
          placeholder="Search by name"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={14} aria-hidden />}
          onClick={() => void attempt(addChosenFiles)}
        >
          Open a file…
        </Button>
      </Group>
      <List title="Your scenarios and recent files" choices={own} />
      <List title="Examples" choices={examples} />
      {own.length + examples.length === 0 ? (
        <Text size="sm">
          {text === ''
            ? 'All that there are stand in the comparison already.'
            : `Nothing is called like “${text}”.`}
        </Text>
      ) : undefined}
      <Text size="xs" className="fc-quiet">
        A copy of one that is in the comparison comes from “Duplicate” in its row.
      </Text>
    </Stack>
  );
}

function List({ title, choices }: { readonly title: string; readonly choices: readonly Choice[] }) {
  if (choices.length === 0) return undefined;
  return (
    <section aria-label={title}>
      <Title order={3} size="h6" className="fc-quiet">
        {title}
      </Title>
      {choices.map(({ key, name, where, add }) => (
        <NavLink
          key={key}
          component="button"
          type="button"
          label={name}
          {...(where === '' ? {} : { description: where })}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => void attempt(add)}
        />
      ))}
    </section>
  );
}
