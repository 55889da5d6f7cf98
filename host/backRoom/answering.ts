import type { CompareView } from '../api/types.ts';
import { answerComparison } from '../questions/answer/compare/answerComparison.ts';
import { answerRun } from '../questions/answer/answerRun.ts';
import type { AnswerPage } from '../report/answerPage.ts';
import type { PreparedRun } from '../run/prepareRun.ts';
import type { MakeWindowRunner } from '../run/windowRunners.ts';
import { recentlyUsed } from './recentlyUsed.ts';
import type { ComparableResult, ResultEntry } from './results.ts';

/** Pages for management, made when they are asked for. */
export interface Answering {
  ofResult(entry: ResultEntry): Promise<AnswerPage>;
  /** `taken`: what the one in the first place is of. */
  ofComparison(
    view: CompareView,
    results: readonly ComparableResult[],
    taken: () => Promise<PreparedRun>,
  ): Promise<AnswerPage>;
  /** Ends the quick looks that are under way. */
  close(): void;
}

/** A page is asked for as HTML, then as PDF, then as a sheet. */
const PAGES_IN_MEMORY = 16;

/** Makes pages, and keeps the last ones: each takes seconds of quick looks. */
export function createAnswering(makeRunner: MakeWindowRunner): Answering {
  const closing = new AbortController();
  const pages = recentlyUsed<Promise<AnswerPage>>(PAGES_IN_MEMORY);
  const kept = (key: string, make: () => Promise<AnswerPage>): Promise<AnswerPage> => {
    const known = pages.get(key);
    if (known !== undefined) return known;
    const page = make();
    pages.set(key, page);
    // One that failed is made again when it is asked for again.
    page.catch(() => pages.forget(key, page));
    return page;
  };
  const options = { makeRunner, signal: closing.signal };
  return {
    ofResult: (entry) =>
      kept(keyOf([entry.mode, entry.id]), () =>
        answerRun(entry.prepared, entry.report.run, entry.isApproximate, options),
      ),
    ofComparison: (view, results, taken) =>
      // Names of documents may change, and the page has them.
      kept(keyOf(view.lines.map(({ resultId, label }) => `${resultId} ${label}`)), async () =>
        answerComparison(
          view,
          results.map(({ run, compared }) => ({ run, document: compared.document })),
          await taken(),
          options,
        ),
      ),
    close: () => closing.abort(),
  };
}

function keyOf(parts: readonly string[]): string {
  return JSON.stringify(parts);
}
