import type { CompareLine, CompareView } from './compareResult.ts';
import { lineNotes } from './lineNotes.ts';
import { commonSentence, deployedAndFigures, judgementTable, lineTable, splitColumns } from './lineTable.ts';
import { number, type ReportRow, type ReportSection, text } from '../../report/reportSection.ts';

/** So many scenarios have their outcomes one by one on a page: those to take first. The workbook and the JSON have all. */
const MOST_OUTCOMES = 6;
/** A field is a column up to so many; more are rows. */
const MOST_FIELDS = 6;

/** What an error of step times means for the order, wherever “too close to call” stands. */
export const CLOSE_NOTE =
  'Too close to call: the price of a fleet is certain, and so is its cost per token while it keeps up; whether it keeps its promise hangs on step times, which can be off. Two are too close to call where, within the error that nine in ten predictions stay within, their order could turn.';

/** All lines side by side, and which to take first: what stands before the charts. */
export function lineSections(view: Pick<CompareView, 'columns' | 'lines'>): readonly ReportSection[] {
  const { lines } = view;
  const split = splitColumns(view);
  const { deployed, figures } = deployedAndFigures(split.own);
  const common = commonSentence(split, lines);
  return [
    {
      title: 'Side by side',
      // Intervals stand with the outcomes: the page has no room for both.
      table: lineTable(lines, figures, true, false),
      notes: [...(common === '' ? [] : [common]), ...lineNotes(lines)],
    },
    ...(deployed.length === 0
      ? []
      : [{ title: 'What they are', table: lineTable(lines, deployed, false), notes: [] }]),
    {
      title: 'Which to take first',
      table: judgementTable([...lines].sort((a, b) => a.place - b.place)),
      notes: [CLOSE_NOTE, ...closeSentences(lines)],
    },
  ];
}

/** What differs, why costs do, and the outcomes one by one. */
export function compareSections(view: CompareView): readonly ReportSection[] {
  const { lines, fields, bridges } = view;
  return [
    ...leftOutSections(view),
    {
      title: 'What differs',
      ...fieldTable(lines, fields),
    },
    ...(bridges.length === 0
      ? []
      : [
          {
            title: 'Why the costs differ',
            table: {
              columns: [text('Scenario'), text('Against the baseline')],
              rows: bridges.map(({ label, sentence }) => ({ cells: [label, sentence] })),
            },
            notes: [],
          },
        ]),
    ...outcomeSections(view),
  ];
}

/** What was to be compared, and cannot be. */
function leftOutSections({ leftOut = [] }: CompareView): readonly ReportSection[] {
  if (leftOut.length === 0) return [];
  return [
    {
      title: 'Left out',
      table: {
        columns: [text('Combination'), text('Why it is not among them')],
        rows: leftOut.map(({ label, reason }) => ({ cells: [label, reason] })),
      },
      notes: [],
    },
  ];
}

/** Why pairs cannot be told apart, each once, those to take first before the others. */
function closeSentences(lines: readonly CompareLine[]): readonly string[] {
  const inOrder = [...lines].sort((a, b) => a.place - b.place);
  return [...new Set(inOrder.flatMap(({ closeTo }) => closeTo.map(({ why }) => why)))].slice(
    0,
    MOST_OUTCOMES,
  );
}

/** A row a line where few fields differ, else a row a field and line that is not as the baseline. */
function fieldTable(
  lines: readonly CompareLine[],
  fields: CompareView['fields'],
): Pick<ReportSection, 'table' | 'notes'> {
  if (fields.length === 0)
    return { table: { columns: [text('Field')], rows: [{ cells: ['nothing but the names'] }] }, notes: [] };
  if (fields.length <= MOST_FIELDS) {
    return {
      table: {
        columns: [number('Place'), text('Scenario'), ...fields.map(({ field }) => text(field))],
        rows: lines.map(({ place, label }, i) => ({
          cells: [`${place}`, label, ...fields.map(({ values }) => values[i])],
        })),
      },
      notes: [],
    };
  }
  return {
    table: {
      columns: [number('Place'), text('Scenario'), text('Field'), text(lines[0].label), text('Here')],
      rows: lines.flatMap(({ place, label }, i) =>
        fields
          .filter(({ differs }) => differs[i])
          .map(({ field, values }) => ({ cells: [`${place}`, label, field, values[0], values[i]] })),
      ),
    },
    notes: [],
  };
}

function outcomeSections({ lines, rows }: CompareView): readonly ReportSection[] {
  const [baseline, ...others] = lines;
  const shown = [...others].sort((a, b) => a.place - b.place).slice(0, MOST_OUTCOMES);
  const left = others.length - shown.length;
  return others
    .filter((line) => shown.includes(line))
    .map(
      (line, at): ReportSection => ({
        title: `Outcomes: ${line.label}`,
        table: {
          columns: [
            text('Figure'),
            number(baseline.label),
            number(line.label),
            number('Difference'),
            number('in %'),
            number('Interval'),
            text('Judgement'),
          ],
          rows: rows.map(({ label: figure, values, differences }): ReportRow => {
            const index = others.indexOf(line);
            const { difference, relative, interval, verdict } = differences[index];
            return {
              cells: [figure, values[0], values[index + 1], difference, relative, interval, verdict],
            };
          }),
        },
        notes:
          left > 0 && at === shown.length - 1
            ? [`The outcomes of ${left} more are in the workbook and in the JSON.`]
            : [],
      }),
    );
}
