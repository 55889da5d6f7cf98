import { duration, grouped, percent } from '../../../../engine/finance/plainText.ts';
import type { AnswerPage } from '../../../report/answerPage.ts';
import { NO_DATA, number, shareText, text } from '../../../report/reportSection.ts';
import { leadSeconds } from '../../compare/leadTime.ts';
import type { SizeDocument, SizeRow } from '../../size/sizeResult.ts';

/** As many deployments stand on the page. */
const MOST_ROWS = 6;
/** So many there is room for on every page. */
const SURE_ROWS = 3;

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
      `${rows.length > SURE_ROWS ? `The report has the cheapest of each kind, ${others.length + 1} in all. ` : ''}${leftOutText(searched)}`,
    ],
  };
}

/** How many were not looked into to the end, by what was wrong with them. */
function leftOutText({
  configurations,
  doNotFit,
  tooSlow,
  tooDear,
  missed,
}: SizeDocument['searched']): string {
  const parts = (
    [
      [doNotFit, 'do not fit'],
      [tooSlow, 'are too slow with any number of replicas'],
      [tooDear, 'were passed over, for they cost too much even at the least'],
      [missed, 'miss a service level at any price that was tried'],
    ] as const
  )
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${grouped(count)} ${what}`);
  const all = `${grouped(configurations)} configurations were looked at`;
  return parts.length === 0 ? `${all}.` : `${all}; of them ${parts.join(', ')}.`;
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
