import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconFilePlus, IconFolderOpen, IconTableImport, IconTableRow } from '@tabler/icons-react';
import { act } from '../app/appActions.ts';
import { ExampleCards } from './ExampleCards.tsx';
import { ImportTrace } from './ImportTrace.tsx';
import { InterruptedRuns } from './InterruptedRuns.tsx';
import { RecentDocuments } from './RecentDocuments.tsx';
import { useRecentDocuments } from '../state/useRecentDocuments.ts';

/** The first screen: ways to begin, what was open before, and examples with their answers. */
export function HomeScreen() {
  // Nothing stands below it before it is there, and nothing is pushed down when it comes.
  const recent = useRecentDocuments();
  return (
    <Stack className="fc-screen" gap="xl">
      <Group justify="space-between" align="end">
        <div>
          <Title order={1} size="h2">
            What is to be decided?
          </Title>
          <Text className="fc-quiet" maw="44rem">
            Every request is simulated on modelled GPUs and every hour priced. Open an example, change what
            differs in your world, compare, and plan what to commit to.
          </Text>
        </div>
        <Group gap="xs">
          <Button
            leftSection={<IconTableRow size={16} aria-hidden />}
            onClick={() => act('run.compareDeployments')}
          >
            Compare deployments
          </Button>
          <Button
            variant="default"
            leftSection={<IconFolderOpen size={16} aria-hidden />}
            onClick={() => act('file.open')}
          >
            Open…
          </Button>
          <Button
            variant="default"
            leftSection={<IconFilePlus size={16} aria-hidden />}
            onClick={() => act('file.new')}
          >
            New scenario
          </Button>
          <Button
            variant="default"
            leftSection={<IconTableImport size={16} aria-hidden />}
            onClick={() => act('file.importTrace')}
          >
            Import a trace…
          </Button>
        </Group>
      </Group>
      <InterruptedRuns />
      {recent === undefined ? undefined : (
        <>
          <RecentDocuments documents={recent} />
          <ExampleCards />
        </>
      )}
      <ImportTrace />
    </Stack>
  );
}
