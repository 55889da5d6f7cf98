import type { AnswerPage } from '../../report/answerPage.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import { readCatalog } from '../../files/catalogFiles.ts';
import type { RunDocument } from '../forecast/runDocument.ts';
import type { DraftOptions } from './drafts.ts';
import { forecastAnswer } from './forecastAnswer.ts';
import { whatIfs } from './whatIfs.ts';

/**
 * The page for management of a run: what it came to, and what a few quick looks say of other numbers of replicas, more
 * demand and slower steps. The same for equal runs, whatever simulates. Throws the signal's reason.
 */
export async function answerRun(
  prepared: PreparedRun,
  run: RunDocument,
  isApproximate: boolean,
  options: DraftOptions,
): Promise<AnswerPage> {
  const seen = await whatIfs(prepared, run, { ...options, withReplicas: true });
  // What is told beside a quick estimate is one, too.
  const found = seen && { ...seen, isApproximate: seen.isApproximate || isApproximate };
  return forecastAnswer({ prepared, run, found, isApproximate, catalog: readCatalog() });
}
