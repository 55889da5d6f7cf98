import { type TableRow, tableRows } from '../../text/csvTable.ts';
import { quoted, TextProblem } from '../../text/textProblem.ts';
import { someNames } from '../../scenario/reading/someNames.ts';
import type { SpotPriceDocument } from '../../scenario/living/capacity/capacitySchema.ts';

type Steps = Extract<SpotPriceDocument, { steps: unknown }>['steps'];

/** Names of columns, compared by their letters only: of AWS's own command, and of tables of its history. */
const COLUMNS = {
  time: ['timestamp', 'time'],
  zone: ['availabilityzone', 'zone', 'az'],
  type: ['instancetype', 'type'],
  price: ['spotprice', 'price', 'priceusdperhour'],
} as const;

/**
 * A history of spot prices (aws ec2 describe-spot-price-history as a table: timestamp, availability zone, instance type, price an hour) as
 * steps of a price a GPU-hour, the first of them at second 0; oldest or newest first. Throws TextProblem for what is wrong.
 */
export function readSpotPrices(
  text: string,
  { instanceType, zone }: { readonly instanceType?: string | undefined; readonly zone?: string | undefined },
  gpus: number,
): Steps {
  const [header, ...rows] = tableRows(text);
  if (header === undefined || rows.length === 0) throw new TextProblem(1, 'has no rows');
  const column = (name: keyof typeof COLUMNS): number =>
    header.cells.findIndex((cell) => COLUMNS[name].some((known) => known === letters(cell)));
  for (const name of ['time', 'price'] as const) {
    if (column(name) < 0) {
      const known = COLUMNS[name].join(', ');
      throw new TextProblem(
        header.line,
        `has no column of the ${name} (${known}): ${header.cells.join(', ')}`,
      );
    }
  }
  const ofType = only(rows, column('type'), instanceType, 'instanceType');
  const ofZone = only(ofType, column('zone'), zone, 'zone');
  const steps = ofZone.map((row) => stepOf(row, column('time'), column('price'), gpus));
  if (steps.length > 1 && steps[0].second > steps[steps.length - 1].second) steps.reverse();
  steps.forEach(({ second, line }, i) => {
    if (i > 0 && second < steps[i - 1].second) {
      throw new TextProblem(line, 'comes before the row above it; rows must be in order of time');
    }
  });
  return steps.map(({ second, perGpuHour }) => ({ second: second - steps[0].second, perGpuHour }));
}

/** Rows with a name in a column; all of them where there is but one name. */
function only(
  rows: readonly TableRow[],
  column: number,
  wanted: string | undefined,
  key: string,
): readonly TableRow[] {
  if (column < 0) return rows;
  const names = [...new Set(rows.map(({ cells }) => cells[column] ?? ''))];
  if (wanted === undefined && names.length === 1) return rows;
  const found = rows.filter(({ cells }) => cells[column] === wanted);
  if (found.length > 0) return found;
  const problem =
    wanted === undefined ? `has prices of several: ${key} says which` : `has no prices of ${wanted}`;
  throw new TextProblem(rows[0].line, `${problem}; there are ${someNames(names.sort())}`);
}

function stepOf(
  { cells, line }: TableRow,
  time: number,
  price: number,
  gpus: number,
): { second: number; perGpuHour: number; line: number } {
  const epoch = Date.parse(cells[time] ?? '');
  const perHour = Number(cells[price]);
  if (Number.isNaN(epoch) || !(perHour > 0) || !Number.isFinite(perHour)) {
    const found = `${quoted(cells[time] ?? '')}, ${quoted(cells[price] ?? '')}`;
    throw new TextProblem(line, `is no time and price: ${found}; such as 2019-12-20T06:39:10Z and 26.44`);
  }
  return { second: epoch / 1000, perGpuHour: perHour / gpus, line };
}

function letters(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '');
}
