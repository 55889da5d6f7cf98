import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { act } from '../app/appActions.ts';
import { currentDocument, goTo, useWorkspace } from '../state/workspace.ts';
import { OpenModel } from './OpenModel.tsx';

/** Assumptions and their answer, side by side. */
export function ModelScreen() {
  const document = useWorkspace(currentDocument);
  if (document !== undefined) return <OpenModel key={document.info.id} document={document} />;
  return (
    <Stack className="fc-screen" align="start">
      <Title order={1} size="h3">
        No scenario is open
      </Title>
      <Text>Open an answered example or a file, or begin with a new scenario.</Text>
      <Group gap="xs">
        <Button onClick={() => goTo('home')}>See the examples</Button>
        <Button variant="default" onClick={() => act('file.open')}>
          Open…
        </Button>
        <Button variant="default" onClick={() => act('file.new')}>
          New scenario
        </Button>
      </Group>
    </Stack>
  );
}
