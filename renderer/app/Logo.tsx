import { Group, Text } from '@mantine/core';

/** The name, with three bars that rise and fall as a fleet's work does. */
export function Logo() {
  return (
    <Group gap={8} wrap="nowrap">
      <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden focusable="false">
        <rect x="1" y="10" width="5" height="11" rx="1.5" fill="var(--mantine-color-accent-3)" />
        <rect x="8.5" y="1" width="5" height="20" rx="1.5" fill="var(--mantine-color-accent-6)" />
        <rect x="16" y="6" width="5" height="15" rx="1.5" fill="var(--mantine-color-accent-4)" />
      </svg>
      <Text fw={700} visibleFrom="xs">
        Fleetcast
      </Text>
    </Group>
  );
}
