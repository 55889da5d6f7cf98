import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { attempt } from '../app/say.ts';
import { useRecentDocuments } from '../state/useRecentDocuments.ts';
import { useWorkspace } from '../state/workspace.ts';
import { addCompared, MOST_COMPARED } from './comparedDocuments.ts';

/** Puts another scenario into the comparison. */
export function AddScenario() {
  const { compared } = useWorkspace(({ settings }) => settings);
  const documents = (useRecentDocuments() ?? []).filter(({ id }) => !compared.includes(id));
  return (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={compared.length >= MOST_COMPARED || documents.length === 0}
        >
          Add a scenario
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={400} style={{ overflowY: 'auto' }}>
        {documents.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => void attempt(() => addCompared(id))}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
