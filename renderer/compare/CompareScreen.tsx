import { Alert, Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { CompareView } from '../../host/api/types.ts';
import { useConnection } from '../api/connection.ts';
import { attempt } from '../app/say.ts';
import { ChartCard } from '../charts/ChartCard.tsx';
import { ExportComparison } from '../exports/ExportComparison.tsx';
import { startRun } from '../state/running.ts';
import { sourceText } from '../results/sourceText.ts';
import { isStale, useWorkspace } from '../state/workspace.ts';
import { AddScenario } from './AddScenario.tsx';
import { takeCompared } from './comparedDocuments.ts';
import classes from './CompareScreen.module.css';
import { Differences } from './Differences.tsx';
import { NothingCompared } from './NothingCompared.tsx';
import { Outcomes } from './Outcomes.tsx';
import { ScenarioColumn } from './ScenarioColumn.tsx';
import { useComparison, watchComparison } from './comparison.ts';

/** Scenarios side by side, each against the first. */
export function CompareScreen() {
  const compared = useWorkspace(({ settings }) => settings.compared);
  const changed = useWorkspace(({ documentsChanged }) => documentsChanged);
  const { opened } = useConnection();
  const key = compared.join(' ');
  useEffect(() => {
    if (opened > 0) void attempt(takeCompared);
    // The list by its content: every change of settings makes a new one.
  }, [opened, key, changed]);
  useEffect(watchComparison, []);
  const { view, failure } = useComparison();
  if (compared.length < 2) return <NothingCompared />;
  return (
    <Stack className="fc-screen" gap="md">
      <Group justify="space-between" align="start">
        <div className={classes.heading}>
          <Title order={1} size="h3">
            Comparison
          </Title>
          {view === undefined ? undefined : <Verdict view={view} />}
        </div>
        <Group gap="xs">
          <RunAll />
          <AddScenario />
          <ExportComparison />
        </Group>
      </Group>
      {failure === undefined ? undefined : (
        <Alert color="red" title={failure.sentence} role="alert">
          {failure.action}
        </Alert>
      )}
      <div className={classes.columns}>
        {compared.map((id, index) => (
          <ScenarioColumn
            key={id}
            documentId={id}
            index={index}
            column={view?.lines.find((column) => column.documentId === id)}
          />
        ))}
      </div>
      {view === undefined ? (
        failure === undefined ? (
          <Text role="status">
            <Loader size="xs" mr={8} aria-hidden />
            Simulating …
          </Text>
        ) : undefined
      ) : (
        <Evidence view={view} />
      )}
    </Stack>
  );
}

function Verdict({ view }: { readonly view: CompareView }) {
  const isApproximate = view.lines.some(({ approximate }) => approximate);
  return (
    <>
      <Text fw={600} maw="60rem" className="fc-wrap">
        {isApproximate ? '≈ ' : ''}
        {view.verdict}
      </Text>
      {isApproximate ? (
        <Text size="xs" className="fc-quiet">
          ≈ Quick estimates of one replication: where chance plays a part, they cannot tell a real difference
          from noise. Run all in full before you decide.
        </Text>
      ) : undefined}
    </>
  );
}

function Evidence({ view }: { readonly view: CompareView }) {
  const isOld = useWorkspace((state) => view.lines.some(({ documentId }) => isStale(state, documentId)));
  const results = useWorkspace((state) => state.results);
  const isApproximate = view.lines.some(({ approximate }) => approximate);
  const source = view.lines
    .map(({ resultId, documentId, label }) =>
      results[documentId]?.id === resultId ? sourceText(results[documentId].run) : label,
    )
    .join('; ');
  return (
    <div className={classes.evidence} data-old={isOld || undefined}>
      <Text size="sm" className={classes.old ?? ''} role="status">
        {isOld ? 'The figures are of before the last edits; new ones are on their way.' : ''}
      </Text>
      <Differences view={view} />
      <div className={classes.charts}>
        {view.charts.map((chart) => (
          <ChartCard
            key={chart.id}
            chart={chart}
            height={340}
            isApproximate={isApproximate}
            source={source}
          />
        ))}
      </div>
      <Outcomes view={view} />
    </div>
  );
}

function RunAll() {
  const { compared } = useWorkspace(({ settings }) => settings);
  const isRunning = useWorkspace(({ runs }) => compared.some((id) => runs[id]?.state === 'running'));
  const isFull = useWorkspace(({ results }) => compared.every((id) => results[id]?.approximate === false));
  return (
    <Button
      variant={isFull ? 'default' : 'filled'}
      leftSection={<IconPlayerPlayFilled size={14} aria-hidden />}
      loading={isRunning}
      onClick={() => void attempt(async () => void (await Promise.all(compared.map(startRun))))}
    >
      Run all in full
    </Button>
  );
}
