import { grouped } from '../../../../engine/finance/plainText.ts';
import type { AnswerPage } from '../../../report/answerPage.ts';
import { NO_DATA, number, type ReportRow, text } from '../../../report/reportSection.ts';
import type { CompareLine } from '../../compare/compareResult.ts';
import type { AnsweredComparison } from './answeredComparison.ts';
import { shortName } from '../shortName.ts';

/** Beside the one to take, as many stand on the page. */
const MOST_ROWS = 6;
/** So many there is room for on every page. */
const SURE_ROWS = 3;

/** The deployments that were compared, from the one to take on, each with what it is and how sure. */
export function compareRunnersUp({ view, runs }: AnsweredComparison): AnswerPage['runnersUp'] {
  const ordered = view.lines.toSorted((a, b) => a.place - b.place);
  const shown = ordered.slice(0, MOST_ROWS);
  const cell = (line: CompareLine, key: string): string => line.cells[key]?.text ?? NO_DATA;
  const row = (line: CompareLine): ReportRow => ({
    cells: [
      `${line.place}. ${line.approximate ? '≈ ' : ''}${shortName(line.label, 44)}`,
      hardware(line),
      line.costPerMonth === null ? NO_DATA : grouped(line.exactCostPerMonth ?? line.costPerMonth),
      line.keepsPromise === null
        ? 'none judged'
        : line.keepsPromise
          ? `kept: ${attainedText(cell(line, 'attained'))}`
          : line.overloaded
            ? 'overloaded'
            : `missed: ${attainedText(cell(line, 'attained'))}`,
      cell(line, 'stepError'),
      cell(line, 'engine'),
      cell(line, 'priceDate'),
    ],
    ...(line.keepsPromise === false
      ? { tone: 'miss' as const }
      : line.place === 1
        ? { tone: 'total' as const }
        : {}),
  });
  return {
    table: {
      columns: [
        text('Deployment'),
        text('Replicas × GPUs'),
        number(`${view.currency} a month`),
        text('Service level'),
        text('Step error, ±%: half (nine in ten)'),
        text('Engine'),
        text('Price dated'),
      ],
      rows: shown.map(row),
    },
    notes: [
      // How many of the rows the page has room for is not known here.
      ...(runs.length > SURE_ROWS ? [`The comparison has all ${runs.length} with every figure.`] : []),
      ...(view.notes ?? []),
    ],
  };
}

/** As in `95.7% of 95% asked`. */
function attainedText(cell: string): string {
  const [attained, asked] = cell.split(' of ');
  return asked === undefined ? cell : `${attained}% of ${asked}% asked`;
}

/** As in `2 × 8 H100 SXM 80GB`. */
function hardware({ cells }: CompareLine): string {
  const of = (key: string): string | undefined => cells[key]?.text;
  const accelerator = of('accelerator');
  return accelerator === undefined || accelerator === NO_DATA
    ? `${of('replicas') ?? NO_DATA} replicas`
    : `${of('replicas')} × ${of('gpusPerReplica')} ${accelerator}`;
}
