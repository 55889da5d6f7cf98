import { readCatalog } from '../../../files/catalogFiles.ts';
import type { AnswerPage } from '../../../report/answerPage.ts';
import type { PreparedRun } from '../../../run/prepareRun.ts';
import { type AnsweredComparison, taken } from './answeredComparison.ts';
import { compareAnswer } from './compareAnswer.ts';
import type { DraftOptions } from '../drafts.ts';
import { whatIfs } from '../whatIfs.ts';

/**
 * The page for management of a comparison: what came of it, and what a few quick looks say of more demand and slower
 * steps for the one in the first place, which is `prepared`. The same for equal runs. Throws the signal's reason.
 */
export async function answerComparison(
  view: AnsweredComparison['view'],
  runs: AnsweredComparison['runs'],
  prepared: PreparedRun,
  options: DraftOptions,
): Promise<AnswerPage> {
  const { line, run } = taken({ view, runs });
  const seen = await whatIfs(prepared, run, { ...options, withReplicas: false });
  const found = seen && { ...seen, isApproximate: seen.isApproximate || line.approximate };
  return compareAnswer({ view, runs, prepared, found, catalog: readCatalog() });
}
