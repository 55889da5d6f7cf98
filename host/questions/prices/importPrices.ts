import { existsSync } from 'node:fs';
import Papa from 'papaparse';
import { mergePrices, type PriceDiff } from '../../../engine/pricing/imports/mergePrices.ts';
import { readPriceTable, type ReadPrices } from '../../../engine/pricing/imports/priceTable.ts';
import type { PriceFile } from '../../../engine/scenario/priceSchema.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import { readPriceFile } from '../../files/priceFile.ts';
import { readInputText } from '../../files/readInputText.ts';

/** What an import found, and the file as it is to be. */
export interface ImportedPrices {
  readonly read: ReadPrices;
  readonly file: PriceFile;
  readonly diff: PriceDiff;
}

/**
 * Reads a table of prices and puts it to a price file, if that is there. Throws `InputProblemError` where either cannot be read, where
 * nothing of the table can be used, or where their currencies differ.
 */
export function importPrices(table: string, priceFile: string, currency: string | undefined): ImportedPrices {
  const fail = (file: string, message: string): InputProblemError =>
    new InputProblemError([{ file, path: '', message }]);
  const text = readInputText(table, 'table');
  const [header = [], ...rows] = Papa.parse<string[]>(text, { skipEmptyLines: false }).data;
  const read = readPriceTable(header, rows);
  if ('problem' in read) throw fail(table, read.problem);
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
  return {
    read,
    diff: merged.diff,
    file: { fleetcastPrices: 1, currency: before?.currency ?? currency ?? 'USD', rows: [...merged.rows] },
  };
}
