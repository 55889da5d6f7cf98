import { grouped } from '../../../engine/finance/plainText.ts';
import type { AnswerPage } from '../../report/answerPage.ts';
import { NO_DATA, number, type ReportRow, text } from '../../report/reportSection.ts';
import type { CompareLine } from '../compare/compareResult.ts';
import type { AnsweredComparison } from './answeredComparison.ts';
import { shortName } from './listed.ts';

/** Beside the one to take, as many stand on the page. */
const MOST_ROWS = 6;

/** The deployments that were compared, from the one to take on, each with what it is and how sure. */
export function compareRunnersUp({ view, runs }: AnsweredComparison): AnswerPage['runnersUp'] {
  const ordered = view.lines.toSorted((a, b) => a.place - b.place);
  const shown = ordered.slice(0, MOST_ROWS);
  const left = ordered.length - shown.length;
  const cell = (line: CompareLine, key: string): string => line.cells[key]?.text ?? NO_DATA;
  const row = (line: CompareLine): ReportRow => ({
    cells: [
      `${line.place}. ${line.approximate ? '≈ ' : ''}${shortName(line.label, 44)}`,
      hardware(line),
      line.costPerMonth === null ? NO_DATA : grouped(line.exactCostPerMonth ?? line.costPerMonth),
      line.keepsPromise === null
        ? 'none judged'
        : line.keepsPromise
          ? `kept: ${cell(line, 'attained')}`
          : line.overloaded
            ? 'overloaded'
            : `missed: ${cell(line, 'attained')}`,
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
        text('Hardware'),
        number(`${view.currency} a month`),
        text('Within service level, %'),
        text('Step error, ±%'),
        text('Engine'),
        text('Price of'),
      ],
      rows: shown.map(row),
    },
    notes: [
      ...(left > 0
        ? [
            `${left} more ${left === 1 ? 'comes' : 'come'} behind these; the comparison has all ${runs.length} with every figure.`,
          ]
        : []),
      ...(view.notes ?? []),
    ],
  };
}

/** As in `2 × 8 H100 SXM 80GB`. */
function hardware({ cells }: CompareLine): string {
  const of = (key: string): string | undefined => cells[key]?.text;
  const accelerator = of('accelerator');
  return accelerator === undefined || accelerator === NO_DATA
    ? `${of('replicas') ?? NO_DATA} replicas`
    : `${of('replicas')} × ${of('gpusPerReplica')} ${accelerator}`;
}
