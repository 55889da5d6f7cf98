import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { attempt } from '../app/say.ts';
import { useRecentDocuments } from '../state/useRecentDocuments.ts';
import { useWorkspace } from '../state/workspace.ts';
import { VaryPanel } from '../vary/VaryPanel.tsx';
import { compareRows } from './addDeeds.ts';
import { AddToComparison } from './AddToComparison.tsx';
import { compareExamples } from './compareExamples.ts';
import { compareWithVariant } from './compareWithVariant.ts';
import { useExampleInfos } from './useExampleInfos.ts';
import { useVaryDialog } from './varyDialogState.ts';

/** What the Compare screen shows until there are two scenarios: ways to get there, most of them one press away. */
export function NothingCompared() {
  const compared = useWorkspace(({ settings }) => settings.compared);
  const openId = useWorkspace(({ documentId }) => documentId);
  // The dialog asks the same.
  const isAsked = useVaryDialog(({ documentId }) => documentId !== undefined);
  const recent = useRecentDocuments() ?? [];
  const examples = useExampleInfos().slice(0, 2);
  // The one that is there already, else the one that is open, else one's own that was, else the first example: Home opens all of them.
  const first =
    recent.find(({ id }) => id === (compared.at(0) ?? openId)) ??
    recent.find(({ origin }) => origin.kind !== 'example') ??
    recent.find(({ origin }) => origin.kind === 'example' && origin.example === examples.at(0)?.name);
  return (
    <Stack className="fc-screen" align="start">
      <Title order={1} size="h3">
        {compared.length === 1 && first !== undefined
          ? `${first.name} has nothing to be compared with yet`
          : 'Nothing is compared yet'}
      </Title>
      <Text>Two scenarios or more stand side by side here, each against the first.</Text>
      <Group gap="xs">
        {first === undefined ? undefined : (
          <Button onClick={() => void attempt(() => compareWithVariant(first.id))}>
            Compare {first.name} with a variant of it
          </Button>
        )}
        {examples.length < 2 ? undefined : (
          <Button
            variant={first === undefined ? 'filled' : 'default'}
            onClick={() => void attempt(() => compareExamples(examples.map(({ name }) => name)))}
          >
            Compare the first two examples
          </Button>
        )}
        <AddToComparison />
      </Group>
      {first === undefined || isAsked ? undefined : (
        <section
          className="fc-card"
          style={{ padding: '0.9rem 1rem', width: '100%' }}
          aria-labelledby="vary-title"
        >
          <Title order={2} size="h5" id="vary-title" mb="sm">
            Or compare many variants of {first.name} at once
          </Title>
          <VaryPanel
            documentId={first.id}
            onRows={(rows) => void attempt(() => compareRows(first.id, rows, true))}
          />
        </section>
      )}
    </Stack>
  );
}
