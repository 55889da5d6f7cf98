import { Button, Group, Progress, Text } from '@mantine/core';
import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { shareOf } from '../app/progressText.ts';
import { attempt } from '../app/say.ts';
import { ExportComparison } from '../exports/ExportComparison.tsx';
import { cancelAllRuns, useRunQueue } from '../state/runQueue.ts';
import { useWorkspace } from '../state/workspace.ts';
import { notInFull, runAllCompared } from './runAllCompared.ts';

/** In the window's header while scenarios are compared: run all in full (or how that goes), and export. */
export function CompareControls() {
  const count = useWorkspace(({ settings }) => settings.compared.length);
  if (count < 2) return undefined;
  return (
    <Group gap="xs" wrap="nowrap">
      <RunAll />
      <ExportComparison />
    </Group>
  );
}

function RunAll() {
  const queue = useRunQueue();
  const runs = useWorkspace((state) => state.runs);
  const isFull = useWorkspace((state) => notInFull(state).length === 0);
  if (queue.total === 0) {
    return (
      <Button
        size="compact-sm"
        variant={isFull ? 'default' : 'filled'}
        leftSection={<IconPlayerPlayFilled size={14} aria-hidden />}
        title="Simulate every request of all that are not yet (F5)"
        onClick={() => void attempt(runAllCompared)}
      >
        Run all in full
      </Button>
    );
  }
  const going = queue.going.reduce((sum, id) => {
    const run = runs[id];
    return sum + (run === undefined ? 0 : shareOf(run));
  }, 0);
  return (
    <Group gap="xs" wrap="nowrap">
      <div>
        <Progress
          value={((queue.done + going) / queue.total) * 100}
          w={96}
          aria-label="Progress of the full runs"
        />
        <Text size="xs" className="fc-quiet" visibleFrom="sm">
          {queue.done} of {queue.total} run
        </Text>
      </div>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlayerStopFilled size={14} aria-hidden />}
        onClick={() => void attempt(cancelAllRuns)}
      >
        Cancel
      </Button>
    </Group>
  );
}
