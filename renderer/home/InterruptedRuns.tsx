import { Alert, Button, Group, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { RunInfo } from '../../host/api/types.ts';
import { useConnection } from '../api/connection.ts';
import { host } from '../api/host.ts';
import { attempt } from '../app/say.ts';
import { openById } from '../state/opening.ts';
import { resumeRun } from '../state/running.ts';

/** Runs that a crash cut short: what is done of them is kept, and they can be gone on with. */
export function InterruptedRuns() {
  const [runs, setRuns] = useState<readonly RunInfo[]>([]);
  const { opened } = useConnection();
  useEffect(() => {
    if (opened === 0) return;
    void attempt(async () => {
      setRuns((await host.runs.list()).filter(({ state }) => state === 'interrupted'));
    });
  }, [opened]);
  const drop = (id: string): void => setRuns((before) => before.filter((run) => run.id !== id));
  if (runs.length === 0) return undefined;
  return (
    <Alert color="yellow" icon={<IconHistory aria-hidden />} title="Cut short when Fleetcast ended">
      {runs.map(({ id, documentId, name, startedAt }) => (
        <Group key={id} justify="space-between" mt={6}>
          <Text size="sm">
            {name}, started {new Date(startedAt).toLocaleString()}: what was finished of it is kept.
          </Text>
          <Group gap="xs">
            <Button
              size="compact-sm"
              onClick={() =>
                void attempt(async () => {
                  await openById(documentId);
                  await resumeRun(id);
                  drop(id);
                })
              }
            >
              Resume
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() =>
                void attempt(async () => {
                  await host.runs.dismiss({ runId: id });
                  drop(id);
                })
              }
            >
              Dismiss
            </Button>
          </Group>
        </Group>
      ))}
    </Alert>
  );
}
