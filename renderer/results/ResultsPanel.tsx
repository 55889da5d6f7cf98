import { Alert, Button, Loader, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ResultView } from '../../host/api/types.ts';
import { act } from '../app/appActions.ts';
import { attempt } from '../app/say.ts';
import { ChartCard } from '../charts/ChartCard.tsx';
import { refOf } from '../state/keepResult.ts';
import { isStale, problemsOf, useWorkspace } from '../state/workspace.ts';
import { startRun } from '../state/running.ts';
import { SizePanel } from '../size/SizePanel.tsx';
import { PolicyPanel } from '../model/policy/PolicyPanel.tsx';
import { SectionCard } from '../tables/SectionCard.tsx';
import { explain } from '../explain/explainState.ts';
import { approximately } from './approximately.ts';
import { FigureCards } from './FigureCards.tsx';
import classes from './ResultsPanel.module.css';
import { sourceText } from './sourceText.ts';
import { RunStatus } from './RunStatus.tsx';
import { VerdictIcon } from './VerdictIcon.tsx';

const CHART_HEIGHTS: Readonly<Record<string, number>> = { timeline: 560, replicas: 420 };

/** The answer of a scenario: verdict first, then the evidence. What is out of date is greyed, never taken away. */
export function ResultsPanel({ documentId }: { readonly documentId: string }) {
  const result = useWorkspace(({ results }) => results[documentId]);
  const run = useWorkspace(({ runs }) => runs[documentId]);
  const document = useWorkspace(({ documents }) => documents[documentId]);
  const isOld = useWorkspace((state) => isStale(state, documentId));
  const hasProblems = document !== undefined && problemsOf(document).length > 0;
  const failure = hasProblems ? undefined : document?.draftFailure;
  return (
    <Stack gap="md">
      {run === undefined ? undefined : <RunStatus run={run} />}
      {failure === undefined ? undefined : (
        <Alert
          variant="default"
          icon={<IconAlertTriangle aria-hidden />}
          title={failure.sentence}
          role="alert"
        >
          {failure.action}
        </Alert>
      )}
      {result === undefined ? (
        <Empty documentId={documentId} isBusy={document?.isDrafting === true} hasProblems={hasProblems} />
      ) : (
        <Answer
          result={result}
          isOld={isOld}
          isBusy={document?.isDrafting === true}
          hasProblems={hasProblems}
        />
      )}
    </Stack>
  );
}

function Answer({
  result,
  isOld,
  isBusy,
  hasProblems,
}: {
  result: ResultView;
  isOld: boolean;
  isBusy: boolean;
  hasProblems: boolean;
}) {
  const { run, charts, sections, approximate, mode } = result;
  return (
    <>
      <div aria-live="polite" className={classes.state}>
        <Text size="sm" data-old={isOld || undefined}>
          {!isOld
            ? 'These figures answer the scenario as it stands.'
            : hasProblems
              ? 'These are the figures of before the last edits: the scenario has to be put right first.'
              : isBusy
                ? 'Simulating a draft; below are the figures of before the last edit …'
                : 'These are the figures of before the last edits.'}
        </Text>
      </div>
      <div className={classes.answer} data-old={isOld || undefined}>
        <header className={`fc-card ${classes.verdict}`}>
          <Title order={3} size="h4" className="fc-wrap">
            <VerdictIcon run={run} /> {approximately(result)}
            {run.verdict}
          </Title>
          <Text size="sm">{run.bottleneck.sentence}</Text>
          <Text size="xs" className="fc-quiet">
            {approximate ? (
              <>
                ≈ A quick estimate: {Math.round(run.simulatedRequests).toLocaleString('en-US')} requests of
                typical hours, one replication, no intervals.{' '}
                <Button size="compact-xs" variant="subtle" onClick={() => act('run.full')}>
                  Run in full (F5)
                </Button>
              </>
            ) : (
              `${mode === 'full' ? 'Simulated in full' : 'Simulated in full as a draft'}: ${Math.round(run.simulatedRequests).toLocaleString('en-US')} requests, ${run.replications} ${run.replications === 1 ? 'replication' : 'replications'}.${result.repriced ? ' Stored usage, priced anew.' : ''}`
            )}
          </Text>
          {run.performance.map(({ pool, sentence }) => (
            <Text key={pool} size="xs" className="fc-quiet">
              {sentence}
            </Text>
          ))}
          {run.traces?.map(({ workload, sentence }) => (
            <Text key={workload} size="sm" className="fc-wrap">
              Trace of {workload}: {sentence}.
            </Text>
          ))}
          <Text size="xs" className="fc-quiet">
            Not included: {run.excluded.join(', ')}.
          </Text>
        </header>
        <FigureCards result={result} />
        <SizePanel documentId={result.documentId} />
        <PolicyPanel documentId={result.documentId} />
        <div className={classes.charts}>
          {charts.map((chart) => (
            <div key={chart.id} data-chart={chart.id}>
              <ChartCard
                chart={chart}
                isApproximate={approximate}
                source={sourceText(run)}
                height={CHART_HEIGHTS[chart.id] ?? 300}
              />
            </div>
          ))}
        </div>
        <div className={classes.sections}>
          {sections.map((section) => (
            <SectionCard
              key={section.title}
              section={section}
              isApproximate={approximate}
              onFigure={(path) => explain(refOf(result), path)}
            />
          ))}
        </div>
      </div>
    </>
  );
}

function Empty({
  documentId,
  isBusy,
  hasProblems,
}: {
  documentId: string;
  isBusy: boolean;
  hasProblems: boolean;
}) {
  if (isBusy) {
    return (
      <Text role="status">
        <Loader size="xs" mr={8} aria-hidden />
        Simulating a draft …
      </Text>
    );
  }
  return (
    <Stack align="start" gap="xs">
      <Title order={3} size="h4">
        No figures yet
      </Title>
      <Text size="sm">
        {hasProblems
          ? 'The scenario has to be put right first: what is wrong stands at its fields.'
          : 'This scenario was not simulated yet.'}
      </Text>
      {hasProblems ? undefined : (
        <Button onClick={() => void attempt(() => startRun(documentId))}>Run in full</Button>
      )}
    </Stack>
  );
}
