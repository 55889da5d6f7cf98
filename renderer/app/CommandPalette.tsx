import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useWorkspace } from '../state/workspace.ts';
import { ACTIONS, act } from './appActions.ts';
import { shortcutText } from './shortcutText.ts';

/** Every action by name (Ctrl/Cmd+K, which the registry catches). */
export function CommandPalette() {
  // What can be done depends on the state; it is asked whenever that changes.
  useWorkspace();
  return (
    <Spotlight
      shortcut={null}
      attributes={{ content: { 'aria-label': 'All commands' } }}
      nothingFound="No such command"
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: 'What do you want to do?',
        'aria-label': 'What do you want to do?',
      }}
      highlightQuery
      actions={ACTIONS.filter((action) => action.isEnabled?.() !== false).map(
        ({ id, label, group, words, shortcut }) => ({
          id,
          label,
          description: group,
          keywords: [...words],
          onClick: () => act(id),
          ...(shortcut === undefined ? {} : { rightSection: <kbd>{shortcutText(shortcut)}</kbd> }),
        }),
      )}
    />
  );
}
