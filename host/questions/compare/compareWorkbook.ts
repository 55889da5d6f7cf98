import type { AnswerPage } from '../../report/answerPage.ts';
import { addAnswer } from '../../report/answerSheet.ts';
import {
  add,
  addSheet,
  type Book,
  bytesOf,
  type Cell,
  columnLetter,
  header,
  MONEY,
} from '../../report/workbook.ts';
import { provenance } from '../forecast/provenance.ts';
import { horizonLine } from '../forecast/sections/reportSections.ts';
import type { RunDocument } from '../forecast/runDocument.ts';
import { CLOSE_NOTE } from './compareSections.ts';
import { bridgeEnd } from './charts/bridgeText.ts';
import type { CompareView } from './compareResult.ts';
import { linesGenerate } from './leadTime.ts';
import { lineNotes } from './lineNotes.ts';
import { closeNames } from './lineTable.ts';
import { metricText } from './metricText.ts';

/** A comparison as a workbook: the page for management where it is given, all lines with live differences, what differs, every outcome, why costs differ. */
export async function compareWorkbook(
  view: CompareView,
  runs: readonly RunDocument[],
  answer?: AnswerPage,
): Promise<Uint8Array<ArrayBuffer>> {
  const book: Book = [];
  if (answer !== undefined) addAnswer(book, answer);
  addLines(book, view);
  addFields(book, view);
  addLeftOut(book, view);
  addOutcomes(book, view);
  addBridges(book, view);
  add(
    addSheet(book, 'Source'),
    runs.map((run) => [run.name, horizonLine(run), ...provenance(run)]),
  );
  return bytesOf(book);
}

/** One row a line, to filter and to sort; the difference in cost is live. */
function addLines(book: Book, { verdict, columns, lines, currency }: CompareView): void {
  const sheet = addSheet(book, 'Comparison');
  add(sheet, [['Verdict', verdict]]);
  add(sheet, [[]]);
  const before = ['Place', 'Scenario', `${currency} a month`, 'Difference from the baseline'];
  // The cost stands first, beside its difference.
  const others = columns.filter(({ key }) => key !== 'costPerMonth');
  const after = ['Pareto edge', 'Too close to call with', 'Why', 'Verdict'];
  header(sheet, [...before, ...others.map(({ label }) => label), ...after]);
  const head = sheet.rows.length;
  const first = head + 1;
  for (const [index, line] of lines.entries()) {
    const baseline = lines[0].costPerMonth;
    const difference: Cell =
      index === 0 || line.costPerMonth === null || baseline === null
        ? null
        : { formula: `C${first + index}-C$${first}`, result: line.costPerMonth - baseline };
    add(sheet, [
      [
        line.place,
        `${line.approximate ? '≈ ' : ''}${line.label}${index === 0 ? ' (baseline)' : ''}${line.approximate ? ' (quick estimate)' : ''}`,
        line.costPerMonth,
        difference,
        ...others.map(({ key, isNumber }) => (isNumber ? line.cells[key].value : line.cells[key].text)),
        line.isPareto ? 'yes' : 'no',
        closeNames(line) || null,
        // One reason tells what kind of doubt it is; the JSON has each pair’s.
        line.closeTo.at(0)?.why ?? null,
        line.verdict,
      ],
    ]);
  }
  const last = columnLetter(before.length + others.length + after.length);
  sheet.filter = `A${head}:${last}${first + lines.length - 1}`;
  sheet.formats = {
    3: MONEY,
    4: MONEY,
    ...Object.fromEntries(
      others.flatMap(({ isNumber, key }, i) =>
        isNumber && !WHOLE.has(key) ? [[before.length + 1 + i, '#,##0.###']] : [],
      ),
    ),
  };
  add(sheet, [[]]);
  add(sheet, [[CLOSE_NOTE], ...lineNotes(lines).map((note) => [note])], 'italic');
}

/** Columns of counts. */
const WHOLE: ReadonlySet<string> = new Set(['gpusPerReplica', 'replicas', 'gpus']);

/** What was to be compared, and cannot be. */
function addLeftOut(book: Book, { leftOut = [] }: CompareView): void {
  if (leftOut.length === 0) return;
  const sheet = addSheet(book, 'Left out');
  header(sheet, ['Combination', 'Why it is not among them']);
  for (const { label, reason } of leftOut) add(sheet, [[label, reason]]);
}

function addFields(book: Book, { lines, fields }: CompareView): void {
  const differs = addSheet(book, 'What differs');
  header(differs, ['Scenario', 'Field', lines[0].label, 'Here']);
  for (const [index, { label }] of lines.entries()) {
    add(
      differs,
      fields
        .filter((field) => field.differs[index])
        .map(({ field, values }) => [label, field, values[0], values[index]]),
    );
  }
}

function addOutcomes(book: Book, { scenarios, currency, lines }: CompareView): void {
  const outcomes = addSheet(book, 'Outcomes');
  header(outcomes, [
    'Scenario',
    'Figure',
    'Baseline',
    'Value',
    'Difference',
    'as a share',
    'Interval from',
    'to',
    'Judgement',
    'Why',
  ]);
  for (const { label, metrics } of scenarios) {
    for (const { metric, baseline, value, difference, relative, interval, verdict, reason } of metrics) {
      const row = outcomes.rows.length + 1;
      const live: Cell = difference === null ? null : { formula: `D${row}-C${row}`, result: difference };
      // No share of almost nothing: both values stand beside it.
      const share: Cell = relative === null ? null : { formula: `E${row}/C${row}`, result: relative };
      add(outcomes, [
        [
          label,
          metricText(metric, currency, linesGenerate(lines))?.label ?? metric,
          baseline,
          value,
          live,
          share,
          interval?.[0] ?? null,
          interval?.[1] ?? null,
          verdict,
          reason,
        ],
      ]);
    }
  }
  outcomes.formats = { 6: '0.0%' };
}

function addBridges(book: Book, { lines, bridges }: CompareView): void {
  const why = addSheet(book, 'Why different');
  const [baseline] = lines;
  for (const { label, steps, sentence } of bridges) {
    if (steps.length === 0) {
      add(why, [[sentence], []]);
      continue;
    }
    header(why, [`${label} against ${baseline.label}`, 'A month', 'What it is']);
    const from = why.rows.length + 1;
    const start = baseline.costPerMonth ?? 0;
    add(why, [[baseline.label, start, '']]);
    add(
      why,
      steps.map((step) => [step.label, step.amount, step.explanation]),
    );
    const result = Number(bridgeEnd(start, steps));
    add(why, [[label, { formula: `SUM(B${from}:B${why.rows.length})`, result }, ''], [sentence], []]);
  }
  why.formats = { 2: MONEY };
}
