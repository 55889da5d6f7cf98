import type { CompareView } from '../api/types.ts';
import { focusCsv, ledgerCsv, usageCsv } from '../questions/forecast/csvFiles.ts';
import { commitWorkbook } from '../questions/commit/commitWorkbook.ts';
import { renderCommitReport } from '../questions/commit/commitHtml.ts';
import { renderCompareReport } from '../questions/compare/compareHtml.ts';
import { renderHtmlReport } from '../questions/forecast/htmlReport.ts';
import { compareWorkbook } from '../questions/compare/compareWorkbook.ts';
import { resultWorkbook } from '../questions/forecast/resultWorkbook.ts';
import { isEarlier, type PlanEntry } from './committing.ts';
import type { AnswerPage } from '../report/answerPage.ts';
import { renderAnswer } from '../report/answerHtml.ts';
import { jsonText } from '../report/jsonText.ts';
import { sizeWorkbook } from '../questions/size/sizeWorkbook.ts';
import type { ComparableResult, ResultEntry } from './results.ts';
import type { SearchEntry } from './sizing.ts';

export type ResultFormat = 'html' | 'answer' | 'xlsx' | 'json' | 'usage.csv' | 'ledger.csv' | 'focus.csv';
export type CompareFormat = 'html' | 'answer' | 'xlsx' | 'json';
export type SizeFormat = 'answer' | 'xlsx' | 'json';
export type CommitFormat = 'html' | 'xlsx' | 'json';

/** Ends the name of a file whose figures are quick estimates. */
const ESTIMATE = '-quick-estimate';

const TYPES = {
  html: 'text/html',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
  csv: 'text/csv',
} as const;

/**
 * A result as a file to keep, named after its scenario; the name of a quick estimate says that it is one. `answer` makes
 * the page for management, where the file has it.
 */
export async function exportResult(
  { report, isApproximate }: ResultEntry,
  format: ResultFormat,
  answer: () => Promise<AnswerPage>,
): Promise<File> {
  const base = `${fileBase(report.run.name)}${isApproximate ? ESTIMATE : ''}`;
  switch (format) {
    case 'html':
      return file(renderHtmlReport(report, isApproximate), `${base}.html`, TYPES.html);
    case 'xlsx':
      return file(await resultWorkbook(report, isApproximate, await answer()), `${base}.xlsx`, TYPES.xlsx);
    case 'answer':
      return file(renderAnswer(await answer()), `${base}-answer.html`, TYPES.html);
    case 'json':
      return file(
        jsonText(isApproximate ? { ...report.run, approximate: true } : report.run),
        `${base}.json`,
        TYPES.json,
      );
    case 'usage.csv':
      return file([...usageCsv(report)], `${base}-usage.csv`, TYPES.csv);
    case 'ledger.csv':
      return file([...ledgerCsv(report)], `${base}-ledger.csv`, TYPES.csv);
    case 'focus.csv':
      return file([...focusCsv(report)], `${base}-focus.csv`, TYPES.csv);
  }
}

/** A comparison as a file to keep; `answer` as for a result. */
export async function exportComparison(
  view: CompareView,
  results: readonly ComparableResult[],
  format: CompareFormat,
  answer: () => Promise<AnswerPage>,
): Promise<File> {
  const runs = results.map(({ run }) => run);
  const isApproximate = results.some((result) => result.isApproximate);
  const base = `${fileBase(runs[0].name)}-comparison${isApproximate ? ESTIMATE : ''}`;
  switch (format) {
    case 'html':
      return file(renderCompareReport(view, runs), `${base}.html`, TYPES.html);
    case 'xlsx':
      return file(await compareWorkbook(view, runs, await answer()), `${base}.xlsx`, TYPES.xlsx);
    case 'answer':
      return file(renderAnswer(await answer()), `${base}-answer.html`, TYPES.html);
    case 'json':
      return file(jsonText({ ...view, charts: undefined, runs }), `${base}.json`, TYPES.json);
  }
}

/** What a search for deployments found as a file to keep. */
export async function exportSize({ document, answer }: SearchEntry, format: SizeFormat): Promise<File> {
  const base = `${fileBase(document.name)}-size`;
  switch (format) {
    case 'answer':
      return file(renderAnswer(answer), `${base}-answer.html`, TYPES.html);
    case 'xlsx':
      return file(await sizeWorkbook(document, answer), `${base}.xlsx`, TYPES.xlsx);
    case 'json':
      return file(jsonText(document), `${base}.json`, TYPES.json);
  }
}

const EARLIER =
  'This memo answers the scenario as it was when it was planned for. The scenario has been edited since: plan again before anything is bought.';

/** The memo of a planned purchase as a file to keep; where the scenario's text is another one now, it says so. */
export async function exportCommitment(
  entry: PlanEntry,
  format: CommitFormat,
  text: string | undefined,
): Promise<File> {
  const { committed } = entry;
  const isOld = text !== undefined && isEarlier(entry, text);
  const document = isOld ? { ...entry.document, earlier: EARLIER } : entry.document;
  const base = `${fileBase(document.name)}-commitment`;
  switch (format) {
    case 'html':
      return file(renderCommitReport(document), `${base}.html`, TYPES.html);
    case 'xlsx':
      return file(await commitWorkbook(document, committed), `${base}.xlsx`, TYPES.xlsx);
    case 'json':
      return file(jsonText(document), `${base}.json`, TYPES.json);
  }
}

function file(
  content: string | Uint8Array<ArrayBuffer> | readonly string[],
  name: string,
  type: string,
): File {
  return new File(
    typeof content === 'object' && !(content instanceof Uint8Array) ? [...content] : [content],
    name,
    {
      type,
    },
  );
}

/** Letters and digits of any language; what a file system or a shell minds becomes a dash. */
function fileBase(name: string): string {
  const base = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  return base === '' ? 'scenario' : base;
}
