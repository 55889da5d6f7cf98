import { host } from '../api/host.ts';
import { shell } from '../shell/shell.ts';

export type ResultFormat = 'html' | 'xlsx' | 'json' | 'usage.csv' | 'ledger.csv';
export type CompareFormat = 'html' | 'xlsx' | 'json';

/** Lets the person keep a result as a file; false where called off. */
export async function exportResult(resultId: string, format: ResultFormat): Promise<boolean> {
  return shell.saveFile(await host.exports.result({ resultId, format }));
}

/** Prints a result's report to PDF. */
export async function printResult(resultId: string): Promise<void> {
  await shell.printReport(await host.exports.result({ resultId, format: 'html' }));
}

/** Lets the person keep a comparison as a file; false where called off. */
export async function exportComparison(
  resultIds: readonly string[],
  format: CompareFormat,
): Promise<boolean> {
  return shell.saveFile(await host.exports.comparison({ resultIds: [...resultIds], format }));
}

/** Prints a comparison's report to PDF. */
export async function printComparison(resultIds: readonly string[]): Promise<void> {
  await shell.printReport(await host.exports.comparison({ resultIds: [...resultIds], format: 'html' }));
}
