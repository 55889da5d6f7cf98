import { someNames } from '../../../engine/scenario/reading/someNames.ts';
import { NO_DATA, number, type ReportRow, type ReportTable, text } from '../../report/reportSection.ts';
import type { CompareColumn, CompareLine, CompareView } from './compareResult.ts';
import { withinSentence } from './withinSentence.ts';

/** What every line has in common is said once; the rest are columns. */
export interface SplitColumns {
  readonly common: readonly CompareColumn[];
  readonly own: readonly CompareColumn[];
}

/** From this column on stands what comes of a deployment; before it, what it is. */
const FIRST_FIGURE = 'costPerMonth';

/** Columns of what deployments are that are the same in every line, and the others. */
export function splitColumns({ columns, lines }: Pick<CompareView, 'columns' | 'lines'>): SplitColumns {
  const firstFigure = columns.findIndex(({ key }) => key === FIRST_FIGURE);
  const isCommon = ({ key }: CompareColumn): boolean =>
    columns.findIndex((column) => column.key === key) < firstFigure &&
    lines.every(({ cells }) => cells[key].text === lines[0].cells[key].text);
  return {
    common: columns.filter(isCommon),
    own: columns.filter((column) => !isCommon(column)),
  };
}

/** The columns that say what a deployment is, and those that say what comes of it. */
export function deployedAndFigures(columns: readonly CompareColumn[]): {
  readonly deployed: readonly CompareColumn[];
  readonly figures: readonly CompareColumn[];
} {
  const first = columns.findIndex(({ key }) => key === FIRST_FIGURE);
  const at = first < 0 ? columns.length : first;
  return { deployed: columns.slice(0, at), figures: columns.slice(at) };
}

/** What every line has in common, in a sentence; empty where there is nothing. */
export function commonSentence({ common }: SplitColumns, lines: readonly CompareLine[]): string {
  const parts = common.flatMap(({ key, label }) => {
    const cell = lines[0].cells[key].text;
    return cell === NO_DATA ? [] : [`${withinSentence(label)} ${cell}`];
  });
  return parts.length === 0 ? '' : `All of them: ${parts.join('; ')}.`;
}

/** One row a line, with its place and name before the columns asked for; the baseline and what is not as asked are marked. */
export function lineTable(
  lines: readonly CompareLine[],
  columns: readonly CompareColumn[],
  isMarked: boolean,
  hasIntervals = true,
): ReportTable {
  return {
    columns: [
      number('Place'),
      text('Scenario'),
      ...columns.map(({ label, isNumber }) => (isNumber ? number(label) : text(label))),
    ],
    rows: lines.map(
      (line, index): ReportRow => ({
        ...(isMarked && line.keepsPromise === false ? { tone: 'miss' as const } : {}),
        cells: [
          `${line.place}`,
          `${line.approximate ? '≈ ' : ''}${line.label}${index === 0 ? ' (baseline)' : ''}`,
          ...columns.map(({ key }) => (hasIntervals ? cellText(line, key) : line.cells[key].text)),
        ],
      }),
    ),
  };
}

function cellText({ cells }: CompareLine, key: string): string {
  const { text: shown, plusMinus } = cells[key];
  return plusMinus === undefined ? shown : `${shown} ${plusMinus}`;
}

/** What a person asks of each line besides its figures: its place, the edge, and what it is too close to call with. */
export function judgementTable(lines: readonly CompareLine[]): ReportTable {
  return {
    columns: [number('Place'), text('Scenario'), text('Pareto edge'), text('Too close to call with')],
    rows: lines.map((line) => ({
      cells: [
        `${line.place}`,
        line.label,
        line.isPareto ? 'yes' : 'no',
        closeNames(line) === '' ? NO_DATA : closeNames(line),
      ],
    })),
  };
}

/** Those that a line is too close to call with, those to take first before the others; empty for none. */
export function closeNames({ closeTo }: CompareLine): string {
  return someNames(closeTo.map(({ label }) => label));
}
