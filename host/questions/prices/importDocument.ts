import type { ImportedPrices } from './importPrices.ts';

/** What `prices import --json` prints of a table put to the price file `to`. */
export function importDocument({ read, diff, file }: ImportedPrices, to: string, written: boolean) {
  return {
    file: to,
    written,
    currency: file.currency,
    rows: file.rows.length,
    read: read.prices.length,
    leftOut: read.leftOut,
    flagged: read.prices
      .filter(({ flags }) => flags.length > 0)
      .map(({ line, row, flags }) => ({
        line,
        instance: row.instance,
        flags: flags.map(({ message }) => message),
      })),
    diff,
  };
}
