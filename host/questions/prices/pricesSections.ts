import { grouped, percent } from '../../../engine/finance/plainText.ts';
import { writtenMicros } from '../../../engine/pricing/money.ts';
import type { PriceFlag, ReadPrice } from '../../../engine/pricing/imports/priceTable.ts';
import type { TokenCost } from '../../../engine/pricing/tokens/tokenCost.ts';
import type { TokenPrice } from '../../../engine/pricing/tokens/tokenPriceSchema.ts';
import type { ImportedPrices } from './importPrices.ts';
import { NO_DATA, number, type ReportSection, text } from '../../report/reportSection.ts';

/** A price as `prices list` shows it. */
export interface ListedPrice {
  readonly instance: string;
  readonly gpu: string;
  readonly gpus: number;
  readonly perHour: number;
  readonly spotPerHour?: number | undefined;
  readonly committedPerHour?:
    | { readonly '1y'?: number | undefined; readonly '3y'?: number | undefined }
    | undefined;
  readonly validFrom?: string | undefined;
  readonly validTo?: string | undefined;
  readonly source?: string | undefined;
  readonly caution?: string | undefined;
}

const price = (value: number | undefined): string => (value === undefined ? NO_DATA : grouped(value, 4));
const MOST_ROWS = 40;
const MOST_LEFT_OUT = 12;

/** Prices of instances, one a row. */
export function listedPrices(rows: readonly ListedPrice[], currency: string): ReportSection {
  return {
    title: `Prices of instances, ${currency} an hour`,
    table: {
      columns: [
        text('Instance'),
        text('GPU'),
        number('GPUs'),
        number('On demand'),
        number('a GPU'),
        number('Spot'),
        number('1 year'),
        number('3 years'),
        text('Valid'),
        text('Caution'),
      ],
      rows: rows.map((row) => ({
        cells: [
          row.instance,
          row.gpu,
          String(row.gpus),
          price(row.perHour),
          price(row.perHour / row.gpus),
          price(row.spotPerHour),
          price(row.committedPerHour?.['1y']),
          price(row.committedPerHour?.['3y']),
          `${row.validFrom ?? 'undated'}${row.validTo === undefined ? '' : ` to ${row.validTo}`}`,
          row.caution ?? '',
        ],
      })),
    },
    notes: [
      ...(rows.some((row) => row.spotPerHour !== undefined)
        ? ['Spot prices are listed, not reckoned with: interruptions are not modelled.']
        : []),
      'Check a price with its provider before relying on it.',
    ],
  };
}

const FLAGS: Readonly<Record<PriceFlag['kind'], string>> = {
  spot: 'a spot price that cannot be one',
  committed: 'a committed price that cannot be one',
  far: 'far from what its GPU costs elsewhere',
  old: 'over a year older than the newest',
  undated: 'undated',
};
const SHOWN_OF_A_KIND = 3;

/** What an import does, and what is suspicious about it. */
export function importedPrices({ read, diff, file }: ImportedPrices): readonly ReportSection[] {
  const { added, changed, unchanged, gone, older } = diff;
  return [
    ...(read.leftOut.length === 0 ? [] : [leftOut(read.leftOut)]),
    ...suspicious(read.prices),
    {
      title: `Changed: ${changed.length}`,
      table: {
        columns: [
          text('Instance'),
          number(`${file.currency} before`),
          number('after'),
          number('Change'),
          text('From'),
        ],
        rows: changed.slice(0, MOST_ROWS).map((each) => ({
          cells: [
            each.instance,
            price(each.before),
            price(each.after),
            percent(each.change),
            each.from ?? 'at once',
          ],
        })),
      },
      notes: [
        `${added.length} new, ${unchanged} unchanged, ${older.length} older than what is there and not taken, ${gone.length} of the same providers not in the import: they stay as they are.`,
      ],
    },
  ];
}

function leftOut(rows: ImportedPrices['read']['leftOut']): ReportSection {
  return {
    title: `Left out: ${rows.length}`,
    table: { columns: [], rows: [] },
    notes: [
      ...rows.slice(0, MOST_LEFT_OUT).map(({ line, reason }) => `line ${line}: ${reason}`),
      ...(rows.length > MOST_LEFT_OUT
        ? [`and ${rows.length - MOST_LEFT_OUT} more (--json has all of them)`]
        : []),
    ],
  };
}

function suspicious(prices: readonly ReadPrice[]): readonly ReportSection[] {
  const kinds = (Object.keys(FLAGS) as PriceFlag['kind'][]).map((kind) => ({
    kind,
    found: prices.flatMap(({ line, row, flags }) =>
      flags
        .filter((flag) => flag.kind === kind)
        .map(({ message }) => `line ${line}, ${row.instance}: ${message}`),
    ),
  }));
  const notes = kinds.flatMap(({ kind, found }) =>
    found.length === 0
      ? []
      : [
          `${found.length} ${FLAGS[kind]}:`,
          ...found.slice(0, SHOWN_OF_A_KIND).map((each) => `  ${each}`),
          ...(found.length > SHOWN_OF_A_KIND ? [`  and ${found.length - SHOWN_OF_A_KIND} more`] : []),
        ],
  );
  const title = 'To be looked at: they are kept with a caution, a part that cannot be right is not';
  return notes.length === 0 ? [] : [{ title, table: { columns: [], rows: [] }, notes }];
}

/** Prices of hosted models, USD a million tokens. */
export function listedTokenPrices(prices: readonly TokenPrice[]): ReportSection {
  return {
    title: 'Prices of hosted models, USD a million tokens',
    table: {
      columns: [
        text('Model'),
        text('Provider'),
        number('Input'),
        number('cached'),
        number('written'),
        number('Output'),
        number('Batch in'),
        number('out'),
        text('Long context'),
        text('Valid'),
      ],
      rows: prices.map((each) => ({
        cells: [
          each.model,
          each.provider,
          price(each.input),
          price(each.cachedInput),
          price(each.cacheWrite),
          price(each.output),
          price(each.batch?.input),
          price(each.batch?.output),
          each.longContext === undefined
            ? ''
            : `${price(each.longContext.input)} in, ${price(each.longContext.output)} out above ${grouped(each.longContext.above)}`,
          `${each.validFrom ?? `read ${each.date}`}${each.validTo === undefined ? '' : ` to ${each.validTo}`}`,
        ],
      })),
    },
    notes: ['Undated lists: read on the day that is named. Check them before a decision.'],
  };
}

/** What tokens cost at one price. */
export function tokenCostSection({ model, provider, source }: TokenPrice, cost: TokenCost): ReportSection {
  return {
    title: `${model} of ${provider}`,
    table: {
      columns: [text('What'), number('Tokens'), number('USD a million'), number('USD')],
      rows: [
        ...cost.lines.map(({ what, tokens, price: each, micros }) => ({
          cells: [what, grouped(tokens), price(each), grouped(writtenMicros(micros), 6)],
        })),
        { cells: ['Total', '', '', grouped(writtenMicros(cost.totalMicros), 6)], tone: 'total' as const },
      ],
    },
    notes: [...cost.notes, `Price from ${source}.`],
  };
}
