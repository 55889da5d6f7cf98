import type { CompareLine } from '../../host/api/types.ts';

/** What a line's figures rest on, in words; as columns of their own they would not fit on a usual window. */
const GROUNDS: readonly (readonly [key: string, inWords: (text: string) => string])[] = [
  ['provider', (text) => text],
  ['instance', (text) => text],
  ['priceDate', (text) => (/^\d/.test(text) ? `price of ${text}` : text)],
  ['engine', (text) => `served by ${text}`],
  ['basis', basisText],
  ['stepError', errorText],
];

/** Whether a column is of these. */
export function isGround(key: string): boolean {
  return GROUNDS.some(([ground]) => ground === key);
}

/** Words of those columns that there are, without what is not known. */
export function groundsTexts(
  columns: readonly { readonly key: string }[],
  cells: CompareLine['cells'],
): readonly string[] {
  return GROUNDS.flatMap(([key, inWords]) => {
    const text = columns.some((column) => column.key === key) ? cells[key]?.text : undefined;
    return text === undefined || text === '–' ? [] : [inWords(text)];
  });
}

function basisText(text: string): string {
  const measured = text
    .replace('new model', 'measured with other models')
    .replace('new accelerator', 'measured on other accelerators');
  return `step times ${measured}`;
}

/** Of “7 (22.3)”: within the first are half of such predictions, within the second nine in ten. */
function errorText(text: string): string {
  return `error of step times ${text.replace(/^(\S+) \((.+)\)$/, '±$1% (half), ±$2% (nine in ten)')}`;
}
