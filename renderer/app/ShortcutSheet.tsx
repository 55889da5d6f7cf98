import { Box, Group, Kbd, Modal, Stack, Text, Title } from '@mantine/core';
import type { ActionGroup } from './actions.ts';
import { ACTIONS } from './appActions.ts';
import { hideShortcuts, useShortcutSheet } from './shortcutSheetState.ts';
import { shortcutText } from './shortcutText.ts';

/** All keys, by menu. */
export function ShortcutSheet() {
  const { isOpen } = useShortcutSheet();
  const groups = [...new Set(ACTIONS.map(({ group }) => group))];
  return (
    <Modal
      opened={isOpen}
      onClose={hideShortcuts}
      title="Keyboard shortcuts"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Box style={{ columns: '2 14rem', columnGap: '2rem' }}>
        {groups.map((group) => (
          <Keys key={group} group={group} />
        ))}
      </Box>
    </Modal>
  );
}

function Keys({ group }: { readonly group: ActionGroup }) {
  const actions = ACTIONS.filter((action) => action.group === group && action.shortcut !== undefined);
  if (actions.length === 0) return undefined;
  return (
    <Stack gap={6} mb="lg" style={{ breakInside: 'avoid' }}>
      <Title order={3} size="h6">
        {group}
      </Title>
      {actions.map(({ id, label, shortcut }) => (
        <Group key={id} justify="space-between" wrap="nowrap">
          <Text size="sm">{label}</Text>
          <Kbd>{shortcutText(shortcut ?? '')}</Kbd>
        </Group>
      ))}
    </Stack>
  );
}
