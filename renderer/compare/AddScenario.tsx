import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { MOST_COMPARED } from '../../engine/scenario/mostCompared.ts';
import { host } from '../api/host.ts';
import { attempt } from '../app/say.ts';
import { takeDocument } from '../state/opening.ts';
import { useRecentDocuments } from '../state/useRecentDocuments.ts';
import { useWorkspace } from '../state/workspace.ts';
import { addCompared } from './comparedDocuments.ts';
import { useExampleInfos } from './useExampleInfos.ts';

/** Puts another scenario into the comparison: one that is kept, or an example. */
export function AddScenario() {
  const { compared } = useWorkspace(({ settings }) => settings);
  const kept = useRecentDocuments() ?? [];
  const documents = kept.filter(({ id }) => !compared.includes(id));
  const examples = useExampleInfos().filter(
    ({ name }) => !kept.some(({ origin }) => origin.kind === 'example' && origin.example === name),
  );
  const isFull = compared.length >= MOST_COMPARED;
  return (
    <Menu position="bottom-end" width={320} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={isFull || documents.length + examples.length === 0}
        >
          {isFull ? `${MOST_COMPARED} are the most` : 'Add a scenario'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={400} style={{ overflowY: 'auto' }}>
        {documents.length > 0 && examples.length > 0 ? <Menu.Label>Your scenarios</Menu.Label> : undefined}
        {documents.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => void attempt(() => addCompared(id))}>
            {name}
          </Menu.Item>
        ))}
        {examples.length > 0 ? <Menu.Label>Examples</Menu.Label> : undefined}
        {examples.map(({ name, title }) => (
          <Menu.Item key={name} onClick={() => void attempt(() => addExample(name))}>
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

async function addExample(example: string): Promise<void> {
  const document = await host.documents.openExample({ example });
  takeDocument(document);
  await addCompared(document.id);
}
