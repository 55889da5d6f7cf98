import { add, addSheet, type Book, bytesOf, type Cell, header, MONEY } from '../../report/workbook.ts';
import { provenance } from '../forecast/provenance.ts';
import { horizonLine } from '../forecast/reportSections.ts';
import type { RunDocument } from '../forecast/runDocument.ts';
import type { CompareView } from './compareResult.ts';

/** A comparison as a workbook: outcomes with live differences, what differs, why. */
export async function compareWorkbook(
  view: CompareView,
  runs: readonly RunDocument[],
): Promise<Uint8Array<ArrayBuffer>> {
  const book: Book = [];
  const sheet = addSheet(book, 'Comparison');
  add(sheet, [['Verdict', view.verdict]]);
  add(sheet, [[]]);
  header(sheet, [
    'Scenario',
    `${view.currency} a month`,
    'Difference',
    'p95 TTFT, s',
    'Service levels',
    'Verdict',
  ]);
  const first = sheet.rows.length + 1;
  for (const [
    index,
    { label, costPerMonth, p95TtftSeconds, keepsPromise: sloMet, verdict, approximate },
  ] of view.lines.entries()) {
    const baseline = view.lines[0].costPerMonth;
    const difference: Cell =
      index === 0 || costPerMonth === null || baseline === null
        ? null
        : { formula: `B${first + index}-B$${first}`, result: costPerMonth - baseline };
    add(sheet, [
      [
        approximate ? `≈ ${label} (quick estimate)` : label,
        costPerMonth,
        difference,
        p95TtftSeconds,
        sloMet === null ? null : sloMet ? 'met' : 'missed',
        verdict,
      ],
    ]);
  }
  sheet.formats = { 2: MONEY, 3: MONEY, 4: '0.000' };

  const differs = addSheet(book, 'What differs');
  header(differs, ['Scenario', 'Assumption', view.lines[0].label, 'Here']);
  for (const { label, differs: rows } of view.scenarios) {
    add(
      differs,
      rows.map(({ path, baseline, other }) => [label, path, baseline ?? null, other ?? null]),
    );
  }

  const outcomes = addSheet(book, 'Outcomes');
  header(outcomes, [
    'Scenario',
    'Figure',
    'Baseline',
    'Value',
    'Difference',
    'Interval from',
    'to',
    'Judgement',
    'Why',
  ]);
  for (const { label, metrics } of view.scenarios) {
    for (const { metric, baseline, value, difference, interval, verdict, reason } of metrics) {
      const row = outcomes.rows.length + 1;
      const live: Cell = difference === null ? null : { formula: `D${row}-C${row}`, result: difference };
      add(outcomes, [
        [label, metric, baseline, value, live, interval?.[0] ?? null, interval?.[1] ?? null, verdict, reason],
      ]);
    }
  }

  const why = addSheet(book, 'Why different');
  for (const { label, steps } of view.bridges) {
    header(why, [`${label} against ${view.lines[0].label}`, `${view.currency} a month`, 'What it is']);
    const from = why.rows.length + 1;
    const start = view.lines[0].costPerMonth ?? 0;
    add(why, [[view.lines[0].label, start, '']]);
    add(
      why,
      steps.map((step) => [step.label, step.amount, step.explanation]),
    );
    const result = steps.reduce((sum, { amount }) => sum + amount, start);
    add(why, [[label, { formula: `SUM(B${from}:B${why.rows.length})`, result }, ''], []]);
  }
  why.formats = { 2: MONEY };
  add(
    addSheet(book, 'Source'),
    runs.map((run) => [run.name, horizonLine(run), ...provenance(run)]),
  );
  return bytesOf(book);
}
