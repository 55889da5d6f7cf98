import { ActionIcon, Group, Text, Tooltip, useComputedColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { shownDocument, useWorkspace } from '../state/workspace.ts';
import { act } from './appActions.ts';

/** The seed of what is shown, and the switch between light and dark. */
export function HeaderCorner() {
  const seed = useWorkspace(
    (state) => state.results[shownDocument(state)?.info.id ?? '']?.run.fleetcast.seed,
  );
  const isDark = useComputedColorScheme('light') === 'dark';
  const label = isDark ? 'Light theme' : 'Dark theme';
  return (
    <Group gap="sm" wrap="nowrap">
      {seed === undefined ? undefined : (
        <Text size="xs" className="fc-quiet" visibleFrom="xs" title="Equal seeds draw equal random numbers">
          seed {seed}
        </Text>
      )}
      <Tooltip label={label}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={label}
          onClick={() => act(isDark ? 'view.themeLight' : 'view.themeDark')}
        >
          {isDark ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
