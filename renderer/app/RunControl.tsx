import { Button, Group, Progress, Text } from '@mantine/core';
import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { currentDocument, problemsOf, useWorkspace } from '../state/workspace.ts';
import { act } from './appActions.ts';
import { leftText, shareOf } from './progressText.ts';

/** Run in full, or how the run goes and a way to cancel it. */
export function RunControl() {
  const document = useWorkspace(currentDocument);
  const run = useWorkspace(({ runs, documentId }) => runs[documentId ?? '']);
  if (document === undefined) return undefined;
  if (run?.state === 'running') {
    return (
      <Group gap="xs" wrap="nowrap">
        <div>
          <Progress value={shareOf(run) * 100} w={96} aria-label="Progress of the full run" />
          <Text size="xs" className="fc-quiet" visibleFrom="sm">
            {leftText(run)}
          </Text>
        </div>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlayerStopFilled size={14} aria-hidden />}
          onClick={() => act('run.cancel')}
        >
          Cancel
        </Button>
      </Group>
    );
  }
  return (
    <Button
      size="compact-sm"
      leftSection={<IconPlayerPlayFilled size={14} aria-hidden />}
      disabled={problemsOf(document).length > 0}
      onClick={() => act('run.full')}
      title="Simulate every request (F5)"
    >
      Run{' '}
      <kbd aria-hidden style={{ fontFamily: 'inherit', fontSize: '0.7rem', marginLeft: '0.4rem' }}>
        F5
      </kbd>
    </Button>
  );
}
