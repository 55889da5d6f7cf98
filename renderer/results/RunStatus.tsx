import { Alert, Button, Group, Progress, Text } from '@mantine/core';
import { IconAlertTriangle, IconHandStop } from '@tabler/icons-react';
import type { RunInfo } from '../../host/api/types.ts';
import { act } from '../app/appActions.ts';
import { leftText, rateText, shareOf } from '../app/progressText.ts';
import { attempt } from '../app/say.ts';
import { forgetRun, resumeRun } from '../state/running.ts';

/** How the full run goes, or how it ended if not with a result. */
export function RunStatus({ run }: { readonly run: RunInfo }) {
  if (run.state === 'running') {
    return (
      <section className="fc-card" style={{ padding: '0.8rem 1rem' }} aria-label="Full run">
        <Group justify="space-between" mb={6}>
          <Text size="sm" fw={600} role="status">
            {run.reading === undefined ? 'Simulating every request' : `Reading ${run.reading.file}`}:{' '}
            {Math.floor(shareOf(run) * 100)}%
          </Text>
          <Button size="compact-sm" variant="default" onClick={() => act('run.cancel')}>
            Cancel (Esc)
          </Button>
        </Group>
        <Progress value={shareOf(run) * 100} aria-label="Progress of the full run" />
        <Text size="xs" className="fc-quiet" mt={4}>
          {run.reading === undefined
            ? `${rateText(run)}; ${run.windowsDone} of ${run.windowsTotal} windows; ${leftText(run)}`
            : 'Every row is checked before anything is simulated.'}
        </Text>
      </section>
    );
  }
  if (run.state === 'failed' && run.failure !== undefined) {
    return (
      <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={run.failure.sentence} role="alert">
        {run.failure.action}
        <Buttons run={run} label="Try again" />
      </Alert>
    );
  }
  return (
    <Alert variant="default" icon={<IconHandStop aria-hidden />} title="The run was cut short">
      What was finished of it is kept.
      <Buttons run={run} label="Go on" />
    </Alert>
  );
}

function Buttons({ run, label }: { readonly run: RunInfo; readonly label: string }) {
  return (
    <Group gap="xs" mt="xs">
      <Button size="compact-sm" onClick={() => void attempt(() => resumeRun(run.id))}>
        {label}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => forgetRun(run.documentId)}>
        Leave it
      </Button>
    </Group>
  );
}
