import { SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import type { Problem } from '../../host/api/types.ts';
import { ResultsPanel } from '../results/ResultsPanel.tsx';
import { countOf } from '../../engine/scenario/reading/toldProblems.ts';
import { NEW_SCENARIO } from '../state/newScenario.ts';
import { type OpenDocument, problemsOf } from '../state/workspace.ts';
import { offsetOf, type Path } from './documentText.ts';
import { type GroupId, groupOfProblem } from './form/formGroups.ts';
import { focusField } from './form/fields/focusField.ts';
import { ScenarioForm } from './form/ScenarioForm.tsx';
import classes from './ModelScreen.module.css';
import { ProblemList } from './ProblemList.tsx';
import { StepButtons } from './StepButtons.tsx';
import { useCatalog } from './useCatalog.ts';
import { type TextPlace, YamlView } from './YamlView.tsx';

type View = 'form' | 'yaml' | 'results';

const FIRST_OPEN: readonly GroupId[] = ['workload', 'fleet', 'slo'];
/** Of a new scenario: what one decides first, and what it costs. */
const FIRST_OPEN_NEW: readonly GroupId[] = ['serving', 'fleet', 'prices'];

/** A document with its assumptions, as form or as text, and its answer; on a narrow window one at a time. */
export function OpenModel({ document }: { readonly document: OpenDocument }) {
  const catalog = useCatalog();
  const isNarrow = useMediaQuery('(max-width: 50em)', undefined, { getInitialValueInEffect: false });
  const [chosen, setView] = useState<View>(isNarrow ? 'results' : 'form');
  const [open, setOpen] = useState<readonly GroupId[]>(
    document.text === NEW_SCENARIO ? FIRST_OPEN_NEW : FIRST_OPEN,
  );
  const [place, setPlace] = useState<TextPlace>();
  const view = chosen === 'results' && !isNarrow ? 'form' : chosen;

  const showYaml = (at: TextPlace): void => {
    setView('yaml');
    setPlace(at);
  };
  const showPath = (path: Path): void => showYaml({ offset: offsetOf(document.text, path) });
  const showProblem = (problem: Problem): void => {
    // The field has to be there before it can take the focus.
    flushSync(() => {
      setView('form');
      setOpen((before) => [...new Set([...before, groupOfProblem(problem.path)])]);
    });
    if (!focusField(problem.path)) showYaml({ line: problem.line ?? 1, column: problem.column ?? 1 });
  };

  const results = (
    <section className={classes.results} aria-label="Results">
      <h2 className={classes.hidden}>Results</h2>
      <ResultsPanel documentId={document.info.id} />
    </section>
  );
  const assumptions = (
    <>
      {view === 'yaml' ? (
        <YamlView document={document} place={place} />
      ) : (
        <ScenarioForm document={document} catalog={catalog} open={open} onOpen={setOpen} onYaml={showPath} />
      )}
      <div className={classes.problems}>
        <ProblemList document={document} isOfForm={view === 'form'} onShow={showProblem} />
      </div>
    </>
  );
  const wrong = countOf(problemsOf(document));
  const views = [
    { value: 'form', label: wrong > 0 && view !== 'form' ? `Form (${wrong})` : 'Form' },
    { value: 'yaml', label: 'YAML' },
    ...(isNarrow ? [{ value: 'results', label: 'Results' }] : []),
  ];
  return (
    <div className={classes.screen}>
      <h1 className={classes.hidden}>Model: {document.info.name}</h1>
      <section className={classes.assumptions} aria-label="Assumptions">
        <h2 className={classes.hidden}>Assumptions</h2>
        <div className={classes.bar}>
          <SegmentedControl
            size="xs"
            value={view}
            onChange={(value) => setView(value as View)}
            aria-label="What is shown"
            data={views}
          />
          <StepButtons history={document.history} />
        </div>
        {view === 'results' ? results : assumptions}
      </section>
      {isNarrow ? undefined : results}
    </div>
  );
}
