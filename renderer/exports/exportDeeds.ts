import { host } from '../api/host.ts';
import { shell } from '../shell/shell.ts';

export type ResultFormat = 'html' | 'xlsx' | 'json' | 'usage.csv' | 'ledger.csv' | 'focus.csv';
export type CompareFormat = 'html' | 'xlsx' | 'json';
export type PlanFormat = 'html' | 'xlsx' | 'json';

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

/** Lets the person keep the memo of a planned purchase as a file; false where called off. */
export async function exportPlan(planId: string, format: PlanFormat): Promise<boolean> {
  return shell.saveFile(await host.exports.commitment({ planId, format }));
}

/** Prints the memo of a planned purchase to PDF. */
export async function printPlan(planId: string): Promise<void> {
  await shell.printReport(await host.exports.commitment({ planId, format: 'html' }));
}
