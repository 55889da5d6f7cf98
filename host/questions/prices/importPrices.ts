import { existsSync } from 'node:fs';
import { mergePrices, type PriceDiff } from '../../../engine/pricing/imports/mergePrices.ts';
import { readPriceTable, type ReadPrices } from '../../../engine/pricing/imports/priceTable.ts';
import { type TableRow, tableRows } from '../../../engine/text/csvTable.ts';
import type { PriceFile } from '../../../engine/scenario/prices/priceSchema.ts';
import { thousands } from '../../../engine/scenario/reading/thousands.ts';
import { InputProblemError, textProblem } from '../../files/inputProblem.ts';
import { readPriceFile } from '../../files/priceFile.ts';
import { readInputText } from '../../files/readInputText.ts';

/** What an import found, and the file as it is to be. */
export interface ImportedPrices {
  readonly read: ReadPrices;
  readonly file: PriceFile;
  readonly diff: PriceDiff;
}

/** As many as are read again. */
const MOST_PRICES = 10_000;

/**
 * Reads a table of prices and puts it to a price file, if that is there. Throws `InputProblemError` where either cannot be read, where
 * nothing of the table can be used, or where their currencies differ.
 */
export function importPrices(table: string, priceFile: string, currency: string | undefined): ImportedPrices {
  const fail = (file: string, message: string): InputProblemError =>
    new InputProblemError([{ file, path: '', message }]);
  const text = readInputText(table, 'table');
  const [header, ...all] = tableOf(table, text);
  const rows = all.filter(({ isSound }) => isSound);
  const found = readPriceTable(
    header?.cells ?? [],
    rows.map(({ cells }) => cells),
    (row) => rows[row].line,
  );
  if ('problem' in found) throw fail(table, found.problem);
  const unsound = all.filter(({ isSound }) => !isSound);
  const read: ReadPrices = {
    ...found,
    leftOut: [
      ...unsound.map(({ line }) => ({ line, reason: 'its quotes do not match' })),
      ...found.leftOut,
    ].sort((a, b) => a.line - b.line),
  };
  if (read.prices.length === 0) {
    const [first] = read.leftOut;
    throw fail(
      table,
      first === undefined
        ? 'has no rows'
        : `has no row that can be used; line ${first.line}: ${first.reason}`,
    );
  }
  const before = existsSync(priceFile) ? readPriceFile(priceFile) : undefined;
  if (before !== undefined && currency !== undefined && currency !== before.currency) {
    throw fail(priceFile, `is in ${before.currency}, and the import in ${currency}: use another file`);
  }
  const merged = mergePrices(
    before?.rows ?? [],
    read.prices.map(({ row }) => row),
  );
  if (merged.rows.length > MOST_PRICES) {
    const [most, got] = [MOST_PRICES, merged.rows.length].map(thousands);
    throw fail(table, `would make ${got} prices of ${priceFile}, and a price file has at most ${most}`);
  }
  return {
    read,
    diff: merged.diff,
    file: { fleetcastPrices: 1, currency: before?.currency ?? currency ?? 'USD', rows: [...merged.rows] },
  };
}

/** The rows of a table. Throws `InputProblemError` where it has no end. */
function tableOf(file: string, text: string): readonly TableRow[] {
  try {
    return tableRows(text);
  } catch (error) {
    const problem = textProblem(error, file);
    throw problem === undefined ? error : new InputProblemError([problem]);
  }
}
