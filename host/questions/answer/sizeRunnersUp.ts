import { duration, grouped, percent } from '../../../engine/finance/plainText.ts';
import type { AnswerPage } from '../../report/answerPage.ts';
import { NO_DATA, number, shareText, text } from '../../report/reportSection.ts';
import { leadSeconds } from '../compare/leadTime.ts';
import type { SizeDocument, SizeRow } from '../size/sizeResult.ts';

/** As many deployments stand on the page. */
const MOST_ROWS = 6;

/** The best that was found, then the cheapest of each other kind, and what was ruled out. */
export function sizeRunnersUp({
  alternatives,
  best,
  currency,
  searched,
}: SizeDocument): AnswerPage['runnersUp'] {
  const others = alternatives
    .filter(({ label }) => label !== best?.label)
    .toSorted((a, b) => a.costPerMonth - b.costPerMonth);
  const rows = best === null ? [] : [best, ...others].slice(0, MOST_ROWS);
  const left = best === null ? 0 : others.length + 1 - rows.length;
  const isEncoder = rows.some(({ p95VectorSeconds }) => p95VectorSeconds !== undefined);
  return {
    table: {
      columns: [
        text('Deployment'),
        text('Paid as'),
        number(`${currency} a month`),
        number('More by'),
        number('Within service level'),
        number(isEncoder ? 'Vector, p95' : 'First token, p95'),
        number('Step error ±'),
      ],
      rows: rows.map((row, index) => ({
        cells: cellsOf(row, best),
        ...(index === 0 ? { tone: 'total' as const } : {}),
      })),
    },
    notes: [
      `${left > 0 ? `${left} more keep every service level and cost more. ` : ''}Of ${grouped(searched.configurations)} configurations ${grouped(searched.doNotFit)} do not fit, ${grouped(searched.tooSlow)} are too slow with any number of replicas, ${grouped(searched.tooDear)} cost more than half as much again, ${grouped(searched.missed)} keep no promise for that.`,
    ],
  };
}

function cellsOf(row: SizeRow, best: SizeRow | null): readonly string[] {
  const more = best === null || best.costPerMonth === 0 ? null : row.costPerMonth / best.costPerMonth - 1;
  return [
    `${row.confirmed ? '' : '≈ '}${row.label}`,
    row.instance === null
      ? `${grouped(row.paidUnits)} GPUs, own price`
      : `${grouped(row.paidUnits)} × ${row.instance}`,
    grouped(row.costPerMonth),
    more === null || row === best ? NO_DATA : percent(more),
    row.sloAttained === null ? NO_DATA : percent(row.sloAttained),
    secondsText(row),
    row.errorBand === null ? NO_DATA : shareText(row.errorBand),
  ];
}

/** Until the first token or, of an encoder, the vector. */
function secondsText(row: SizeRow): string {
  const seconds = leadSeconds(row);
  return seconds === null ? NO_DATA : duration(seconds);
}
