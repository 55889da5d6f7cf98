import { Alert, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import type { CompareView } from '../../host/api/types.ts';
import { useConnection } from '../api/connection.ts';
import { attempt } from '../app/say.ts';
import { ChartCard } from '../charts/ChartCard.tsx';
import { useEvenRows } from '../results/useEvenRows.ts';
import { sourceText } from '../results/sourceText.ts';
import { isStale, useWorkspace } from '../state/workspace.ts';
import { AddToComparison } from './AddToComparison.tsx';
import { closeLook } from './closeLook.ts';
import { takeCompared } from './comparedDocuments.ts';
import { useComparison, watchComparison } from './comparison.ts';
import classes from './CompareScreen.module.css';
import { Differences } from './Differences.tsx';
import { Matrix } from './matrix/Matrix.tsx';
import { useMatrix } from './matrix/matrixState.ts';
import { NothingCompared } from './NothingCompared.tsx';
import { NotAmongThem } from './NotAmongThem.tsx';
import { VaryDialog } from './VaryDialog.tsx';
import { Outcomes } from './Outcomes.tsx';

/** Its names and figures need so much. */
const LEAST_CHART_REM = 26;

/** Any number of scenarios in one table, each against the first. */
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
  if (compared.length < 2)
    return (
      <>
        <NothingCompared />
        <VaryDialog />
      </>
    );
  return (
    <Stack className="fc-screen" gap="md">
      <Group justify="space-between" align="start">
        <div className={classes.heading}>
          <Title order={1} size="h3">
            Comparison
          </Title>
          {view === undefined ? undefined : <Verdict view={view} />}
        </div>
        <AddToComparison />
        <VaryDialog />
      </Group>
      {failure === undefined ? undefined : (
        <Alert color="red" title={failure.sentence} role="alert">
          {failure.action}
        </Alert>
      )}
      {view === undefined && failure === undefined ? (
        <Text role="status">
          <Loader size="xs" mr={8} aria-hidden />
          Simulating …
        </Text>
      ) : undefined}
      <Matrix view={view} />
      <NotAmongThem baseId={compared[0]} />
      {view === undefined ? undefined : <Evidence view={view} />}
    </Stack>
  );
}

function Verdict({ view }: { readonly view: CompareView }) {
  const named = useWorkspace(({ settings, documents }) => documents[settings.compared[0]]);
  const isApproximate = view.lines.some(({ approximate }) => approximate);
  // Which to take stands out; what else is to be said of it follows.
  const [first, ...others] = view.verdict.split(/(?<=[.!])\s+(?=\p{Lu})/u);
  const isOtherBaseline = named !== undefined && view.lines[0].documentId !== named.info.id;
  return (
    <>
      <Text fw={600} maw="60rem" className="fc-wrap">
        {isApproximate ? '≈ ' : ''}
        {first}
      </Text>
      {others.length === 0 ? undefined : (
        <Text size="sm" maw="60rem" className="fc-wrap">
          {others.join(' ')}
        </Text>
      )}
      {isOtherBaseline ? (
        <Text size="sm">
          {named.info.name} has no figures yet: until it has, the differences are against{' '}
          {view.lines[0].label}.
        </Text>
      ) : undefined}
      {(view.notes ?? []).map((note) => (
        <Text size="sm" key={note} className="fc-wrap">
          {note}
        </Text>
      ))}
      {isApproximate ? (
        <Text size="xs" className="fc-quiet">
          ≈ Quick estimates of one replication: where chance plays a part, they cannot tell a real difference
          from noise. Run all in full before you decide.
        </Text>
      ) : undefined}
    </>
  );
}

function Evidence({ view: whole }: { readonly view: CompareView }) {
  const pinned = useMatrix((look) => look.pinned);
  const view = closeLook(whole, pinned);
  const isOld = useWorkspace((state) => whole.lines.some(({ documentId }) => isStale(state, documentId)));
  const results = useWorkspace((state) => state.results);
  const isApproximate = whole.lines.some(({ approximate }) => approximate);
  const source = view.lines
    .map(({ resultId, documentId, label }) =>
      results[documentId]?.id === resultId ? sourceText(results[documentId].run) : label,
    )
    .join('; ');
  // Names stand in the first, beside points: it has the whole width.
  const wide = view.charts.filter(({ id }) => id === 'pareto');
  const bridges = view.charts.filter(({ id }) => id !== 'pareto');
  const { ref, around, cardStyle } = useEvenRows(bridges.length, LEAST_CHART_REM);
  const common = { isApproximate, source };
  const isPart = view.lines.length < whole.lines.length;
  return (
    <div className={classes.evidence} data-old={isOld || undefined}>
      <Text size="sm" className={classes.old ?? ''} role="status">
        {isOld ? 'Some figures are of before the last edits; new ones are on their way.' : ''}
      </Text>
      <Differences view={whole} />
      {isPart ? (
        <Text size="sm">
          Looked at in full below: {view.lines.length} of {whole.lines.length} scenarios: the baseline, those
          that are pinned, and the best of the others. Pin a row to see it here; an export has all of them.
        </Text>
      ) : undefined}
      {wide.map((chart) => (
        <div key={chart.id} className={classes.named}>
          <ChartCard chart={chart} height={340} {...common} />
        </div>
      ))}
      <div ref={ref} style={around}>
        {bridges.map((chart, index) => (
          <div key={chart.id} style={{ ...cardStyle(index), display: 'grid' }}>
            <ChartCard chart={chart} height={340} {...common} />
          </div>
        ))}
      </div>
      <Outcomes view={view} />
    </div>
  );
}
