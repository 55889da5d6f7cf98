import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { act } from '../app/appActions.ts';
import { attempt } from '../app/say.ts';
import { comparedResults } from '../compare/comparison.ts';
import { runAllCompared } from '../compare/runAllCompared.ts';
import { plans } from '../decide/plans.ts';
import type { Route } from '../state/routes.ts';
import { refOf } from '../state/keepResult.ts';
import { currentDocument, isStale, useWorkspace } from '../state/workspace.ts';
import { DeedButton } from './DeedButton.tsx';
import { closeExport, useExportDialog } from './exportDialogState.ts';
import {
  exportComparison,
  exportPlan,
  exportResult,
  printComparison,
  printPlan,
  printResult,
} from './exportDeeds.ts';

/** What each screen has to give. */
const EXPORTS_OF: Readonly<Record<Route, () => ReactNode>> = {
  home: OfResult,
  model: OfResult,
  compare: OfComparison,
  decide: OfPlan,
};

/** Everything that what is on the screen can be kept as (Ctrl/Cmd+E). */
export function ExportDialog() {
  const { isOpen } = useExportDialog();
  const Choices = useWorkspace(({ route }) => EXPORTS_OF[route]);
  return (
    <Modal
      opened={isOpen}
      onClose={closeExport}
      title="Export"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Choices />
    </Modal>
  );
}

function OfResult() {
  const result = useWorkspace(({ results, documentId }) => results[documentId ?? '']);
  const isOld = useWorkspace((state) => isStale(state, state.documentId ?? ''));
  if (result === undefined) return <Text>There is no result yet: open a scenario, or run it.</Text>;
  return (
    <Stack>
      <Caution isOld={isOld} isApproximate={result.approximate} onRun={() => act('run.full')} />
      <Choice
        label="One page"
        what="The answer for whoever signs: recommendation, what it rests on, runners-up, risk"
        deed={() => exportResult(refOf(result), 'answer')}
      />
      <Choice
        label="One page, PDF…"
        what="The same page, printed"
        deed={() => printResult(refOf(result), 'answer')}
      />
      <Choice
        label="HTML report"
        what="One file with charts and tables that opens anywhere"
        deed={() => exportResult(refOf(result), 'html')}
      />
      <Choice label="PDF…" what="The same report, printed" deed={() => printResult(refOf(result))} />
      <Choice
        label="XLSX workbook"
        what="Ledger and usage, with totals as live formulas"
        deed={() => exportResult(refOf(result), 'xlsx')}
      />
      <Choice
        label="Usage as CSV"
        what="Hour by hour: requests, tokens, replicas, waiting"
        deed={() => exportResult(refOf(result), 'usage.csv')}
      />
      <Choice
        label="Ledger as CSV"
        what="Hour by hour: who pays what, and what is idle"
        deed={() => exportResult(refOf(result), 'ledger.csv')}
      />
      <Choice
        label="FOCUS cost file"
        what="The ledger in the columns of FOCUS 1.2, for billing tools"
        deed={() => exportResult(refOf(result), 'focus.csv')}
      />
      <Choice
        label="JSON"
        what="The forecast as the command line writes it"
        deed={() => exportResult(refOf(result), 'json')}
      />
      <Text size="xs" className="fc-quiet">
        Each names engine, seed, scenario hash, replications and the dates of its prices. Charts have their
        own PNG and SVG buttons, tables their own CSV.
      </Text>
    </Stack>
  );
}

interface CautionProps {
  readonly isOld: boolean;
  readonly isApproximate: boolean;
  onRun(): void | Promise<void>;
}

function Caution({ isOld, isApproximate, onRun }: CautionProps) {
  if (!isOld && !isApproximate) return undefined;
  return (
    <Alert
      variant="default"
      icon={<IconAlertTriangle aria-hidden />}
      title={isOld ? 'The figures are of before the last edits' : '≈ These are quick estimates'}
    >
      <Button
        size="compact-sm"
        onClick={() => {
          closeExport();
          void attempt(onRun);
        }}
      >
        Run in full first
      </Button>
    </Alert>
  );
}

function OfComparison() {
  const { compared } = useWorkspace(({ settings }) => settings);
  const results = useWorkspace((state) => state.results);
  const isOld = useWorkspace((state) => compared.some((id) => isStale(state, id)));
  const isApproximate = compared.some((id) => results[id]?.approximate === true);
  const ids = comparedResults(useWorkspace.getState());
  if (ids.length < 2) return <Text>There is no comparison yet: add two scenarios or more.</Text>;
  return (
    <Stack>
      <Caution isOld={isOld} isApproximate={isApproximate} onRun={runAllCompared} />
      <Choice
        label="One page"
        what="The answer for whoever signs: which to take, what it rests on, runners-up, risk"
        deed={() => exportComparison(ids, 'answer')}
      />
      <Choice
        label="One page, PDF…"
        what="The same page, printed"
        deed={() => printComparison(ids, 'answer')}
      />
      <Choice
        label="HTML report"
        what="Verdict, what differs, outcomes, why"
        deed={() => exportComparison(ids, 'html')}
      />
      <Choice label="PDF…" what="The same report, printed" deed={() => printComparison(ids)} />
      <Choice
        label="XLSX workbook"
        what="Outcomes with live differences"
        deed={() => exportComparison(ids, 'xlsx')}
      />
      <Choice
        label="JSON"
        what="The comparison with every run in it"
        deed={() => exportComparison(ids, 'json')}
      />
    </Stack>
  );
}

function OfPlan() {
  const document = useWorkspace(currentDocument);
  const plan = plans.use((all) => all[document?.info.id ?? '']);
  const planId = plan?.found?.planId;
  if (planId === undefined || document === undefined)
    return <Text>Nothing is planned yet: open a scenario and plan for it.</Text>;
  const { text } = document;
  return (
    <Stack>
      {plan?.foundText === text ? undefined : (
        <Text size="sm">
          The scenario was edited since it was planned for. What is exported says so; plan again to have it
          anew.
        </Text>
      )}
      <Choice
        label="HTML memo"
        what="What to buy and why, with charts and tables"
        deed={() => exportPlan(planId, 'html', text)}
      />
      <Choice label="PDF…" what="The same memo, printed" deed={() => printPlan(planId, text)} />
      <Choice
        label="XLSX workbook"
        what="Every table, and the hours as evidence with live totals"
        deed={() => exportPlan(planId, 'xlsx', text)}
      />
      <Choice
        label="JSON"
        what="The plan as the command line writes it"
        deed={() => exportPlan(planId, 'json', text)}
      />
    </Stack>
  );
}

function Choice({ label, what, deed }: { label: string; what: string; deed(): Promise<boolean | void> }) {
  return (
    <Group wrap="nowrap" gap="md">
      <DeedButton miw="11.5rem" label={label} deed={deed} />
      <Text size="sm" className="fc-quiet">
        {what}
      </Text>
    </Group>
  );
}
