import { MOST_PRICE } from '../../scenario/fields.ts';
import { type PriceRowDocument, priceRowSchema } from '../../scenario/prices/priceSchema.ts';
import { pathText } from '../../scenario/reading/problems.ts';
import { checkValue } from '../../scenario/reading/readDocument.ts';

/** Something suspicious: which sort, and the words for this row. */
export interface PriceFlag {
  readonly kind: 'spot' | 'committed' | 'far' | 'old' | 'undated';
  readonly message: string;
}

/** A row of a table that became a price, with what is suspicious about it. */
export interface ReadPrice {
  /** Of the file, the header being 1. */
  readonly line: number;
  readonly row: PriceRowDocument;
  readonly flags: readonly PriceFlag[];
}

export interface ReadPrices {
  readonly prices: readonly ReadPrice[];
  readonly leftOut: readonly { readonly line: number; readonly reason: string }[];
}

/** What columns may be called, in small letters; of several the first that is there. */
const COLUMNS = {
  instance: ['instance', 'instance_id'],
  provider: ['provider', 'cloud'],
  type: ['instance_type', 'type', 'sku'],
  region: ['region', 'location'],
  gpu: ['gpu', 'gpu_type', 'accelerator', 'acceleratorname'],
  gpus: ['gpu_count', 'gpus', 'acceleratorcount'],
  perHour: ['on_demand_usd_per_hour', 'on_demand_per_hour', 'on_demand', 'price_per_hour', 'price'],
  spot: ['spot_usd_per_hour', 'spot_per_hour', 'spot', 'spotprice'],
  oneYear: ['cud_1y_usd_per_hour', 'one_year_per_hour', '1y_per_hour', '1y'],
  threeYears: ['cud_3y_usd_per_hour', 'three_years_per_hour', '3y_per_hour', '3y'],
  date: ['price_date', 'date', 'valid_from', 'validfrom'],
  source: ['source'],
  note: ['note', 'notes', 'caution'],
} as const;
type ColumnName = keyof typeof COLUMNS;

const EXPECTED = 'provider, instance_type, region, gpu_count, on_demand_usd_per_hour';
/** Figures that lists write where they know none. */
const SENTINELS = [0, 700, 999, 9999, 99_999];
/** A price per GPU further than this from the median of its kind is a mistake, or something else than it says. */
const FAR = 4;
const LEAST_OF_KIND = 5;
const OLD_DAYS = 365;
/** A row, and its committed prices. */
const MOST_GROUPS = 2;

/**
 * Reads a table of prices, a row an instance and region. What cannot be a price is left out with the reason; what is suspicious is
 * kept with a caution, or loses the part that cannot be right. A problem in words where the header is none of a price table.
 */
export function readPriceTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  lineOf: (row: number) => number = (row) => row + 2,
): ReadPrices | { readonly problem: string } {
  const names = header.map((name) =>
    name
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  const placeOf = (column: ColumnName): number =>
    COLUMNS[column].map((name) => names.indexOf(name)).find((place) => place >= 0) ?? -1;
  const hasId = placeOf('instance') >= 0 || (placeOf('provider') >= 0 && placeOf('type') >= 0);
  if (!hasId || placeOf('perHour') < 0 || placeOf('gpus') < 0) {
    return { problem: `is no table of prices: it needs the columns ${EXPECTED}` };
  }
  const leftOut: { line: number; reason: string }[] = [];
  const read: ReadPrice[] = [];
  rows.forEach((cells, index) => {
    if (cells.every((cell) => cell.trim() === '')) return;
    const line = lineOf(index);
    const found = readRow((column) => cells[placeOf(column)]?.trim() ?? '');
    if ('reason' in found) leftOut.push({ line, reason: found.reason });
    else read.push({ line, ...found });
  });
  return { prices: withKindFlags(withoutDoubles(read, leftOut)), leftOut };
}

type Cell = (column: ColumnName) => string;

function readRow(cell: Cell): Omit<ReadPrice, 'line'> | { readonly reason: string } {
  const instance = cell('instance') || [cell('provider'), cell('type'), cell('region') || 'all'].join('/');
  const perHour = Number(cell('perHour'));
  if (cell('perHour') === '') return { reason: `${instance} has no on-demand price` };
  if (!(perHour >= 0 && perHour <= MOST_PRICE)) {
    return { reason: `${instance}: “${cell('perHour')}” is no price` };
  }
  if (SENTINELS.includes(perHour)) return { reason: `${instance}: ${perHour} stands for “unknown”` };
  const gpus = Number(cell('gpus'));
  if (!Number.isInteger(gpus) || gpus < 1) {
    return { reason: `${instance} has no whole number of GPUs (“${cell('gpus')}”)` };
  }
  const flags: PriceFlag[] = [];
  const spot = partOf('spot', cell('spot'), perHour, flags, (value) =>
    value === perHour
      ? 'spot is the on-demand price: a ceiling, no market'
      : value > perHour
        ? 'spot is above on demand'
        : undefined,
  );
  const committed = (column: 'oneYear' | 'threeYears', term: string): number | undefined =>
    partOf('committed', cell(column), perHour, flags, (value) =>
      value >= perHour ? `the ${term} price is not below on demand` : undefined,
    );
  const oneYear = committed('oneYear', 'one-year');
  const threeYears = committed('threeYears', 'three-year');
  const day = /\d{4}-\d{2}-\d{2}/.exec(cell('date'))?.[0];
  if (day === undefined) {
    flags.push({ kind: 'undated', message: cell('date') === '' ? 'undated' : `undated (“${cell('date')}”)` });
  }
  const row: PriceRowDocument = {
    instance,
    ...(cell('gpu') === '' ? {} : { gpu: cell('gpu') }),
    gpus,
    perHour,
    ...(spot === undefined ? {} : { spotPerHour: spot }),
    ...(oneYear === undefined && threeYears === undefined
      ? {}
      : {
          committedPerHour: {
            ...(oneYear === undefined ? {} : { '1y': oneYear }),
            ...(threeYears === undefined ? {} : { '3y': threeYears }),
          },
        }),
    ...(day === undefined ? {} : { validFrom: day, date: day }),
    ...(cell('source') === '' ? {} : { source: cell('source') }),
  };
  // Else the file that it is put into could not be read again.
  const checked = checkValue(priceRowSchema, row, MOST_GROUPS);
  if ('value' in checked) return { row, flags };
  const [{ path, message }] = checked.problems;
  return { reason: `${instance}: ${pathText(row, path)} ${message}` };
}

/** A price beside the on-demand one; left out where it cannot be right, with a flag. */
function partOf(
  kind: PriceFlag['kind'],
  text: string,
  perHour: number,
  flags: PriceFlag[],
  wrong: (value: number) => string | undefined,
): number | undefined {
  if (text === '') return undefined;
  const value = Number(text);
  if (!(value > 0 && value <= MOST_PRICE) || (SENTINELS.includes(value) && value > perHour)) {
    flags.push({ kind, message: `“${text}” is no price beside ${perHour}` });
    return undefined;
  }
  const message = wrong(value);
  if (message === undefined) return value;
  flags.push({ kind, message });
  return undefined;
}

/** Of rows of one instance and day the first stays. */
function withoutDoubles(
  read: readonly ReadPrice[],
  leftOut: { line: number; reason: string }[],
): readonly ReadPrice[] {
  const first = new Map<string, ReadPrice>();
  return read.filter((each) => {
    const key = `${each.row.instance} ${each.row.validFrom ?? ''}`;
    const known = first.get(key);
    if (known === undefined) {
      first.set(key, each);
      return true;
    }
    const same = known.row.perHour === each.row.perHour ? 'the same price' : 'another price';
    leftOut.push({
      line: each.line,
      reason: `${each.row.instance} is in line ${known.line} already, at ${same}`,
    });
    return false;
  });
}

/** Flags that need the others: far from its kind, much older than the newest. Flags become the row's caution. */
function withKindFlags(read: readonly ReadPrice[]): readonly ReadPrice[] {
  const byGpu = new Map<string, number[]>();
  for (const { row } of read) {
    if (row.gpu === undefined) continue;
    const prices = byGpu.get(row.gpu) ?? [];
    prices.push(row.perHour / row.gpus);
    byGpu.set(row.gpu, prices);
  }
  const middles = new Map([...byGpu].map(([gpu, prices]) => [gpu, median(prices)]));
  const newest = read.reduce(
    (latest, { row }) => ((row.validFrom ?? '') > latest ? (row.validFrom ?? '') : latest),
    '',
  );
  return read.map(({ line, row, flags }) => {
    const all = [...flags];
    const kind = byGpu.get(row.gpu ?? '') ?? [];
    const middle = middles.get(row.gpu ?? '') ?? 0;
    const each = row.perHour / row.gpus;
    if (kind.length >= LEAST_OF_KIND && (each > middle * FAR || each < middle / FAR)) {
      all.push({
        kind: 'far',
        message: `${Number(each.toPrecision(4))} a GPU-hour is far from the ${Number(middle.toPrecision(4))} that ${row.gpu ?? ''} costs elsewhere`,
      });
    }
    if (row.validFrom !== undefined && daysBetween(row.validFrom, newest) > OLD_DAYS) {
      all.push({ kind: 'old', message: `of ${row.validFrom}, over a year older than the newest` });
    }
    return {
      line,
      row: all.length === 0 ? row : { ...row, caution: all.map(({ message }) => message).join('; ') },
      flags: all,
    };
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
