import { Alert, Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { fieldLabel } from '../../engine/scenario/fieldLabels.ts';
import { fieldName } from '../../engine/scenario/fieldWords.ts';
import { thousands } from '../../engine/scenario/reading/thousands.ts';
import { countOf } from '../../engine/scenario/reading/toldProblems.ts';
import type { Problem } from '../../host/api/types.ts';
import type { ApiError } from '../api/apiError.ts';
import { type OpenDocument, problemsOf } from '../state/workspace.ts';
import classes from './ProblemList.module.css';

const MOST_SHOWN = 6;

interface ProblemListProps {
  readonly document: OpenDocument;
  /** Whether it stands below the form, whose names it then uses; below the text, fields are called as they are there. */
  readonly isOfForm: boolean;
  onShow(problem: Problem): void;
}

/** Everything wrong with the document, each a way to its field; or why else there is no draft of it. */
export function ProblemList({ document, isOfForm, onShow }: ProblemListProps) {
  const problems = problemsOf(document);
  if (problems.length === 0) return <DraftFailure failure={document.draftFailure} />;
  const count = countOf(problems);
  const more = count - MOST_SHOWN;
  return (
    <Alert
      color="red"
      mb="sm"
      p="sm"
      icon={<IconAlertTriangle aria-hidden />}
      title={count === 1 ? 'One thing is wrong' : `${thousands(count)} things are wrong`}
    >
      <ul className={classes.list}>
        {problems.slice(0, MOST_SHOWN).map((problem) => (
          <li key={`${problem.path} ${problem.message}`}>
            <Anchor
              component="button"
              type="button"
              inherit
              underline="always"
              onClick={() => onShow(problem)}
            >
              {placeOf(problem, isOfForm)}
            </Anchor>{' '}
            {problem.message}
            {problem.suggestion === undefined ? '' : ` (${problem.suggestion})`}
          </li>
        ))}
      </ul>
      {more > 0 ? `and ${thousands(more)} more` : undefined}
    </Alert>
  );
}

function placeOf({ path }: Problem, isOfForm: boolean): string {
  const steps = path.split('.');
  if (path === '') return 'the text';
  return isOfForm && fieldLabel(steps) !== undefined ? fieldName(steps, true) : path;
}

function DraftFailure({ failure }: { readonly failure: ApiError | undefined }) {
  if (failure === undefined || failure.code === 'CANCELLED') return undefined;
  return (
    <Alert color="yellow" mb="sm" p="sm" icon={<IconAlertTriangle aria-hidden />} title={failure.sentence}>
      {failure.action}
    </Alert>
  );
}
