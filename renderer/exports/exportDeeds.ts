import type { LeftOut, ResultRef } from '../../host/api/types.ts';
import { host } from '../api/host.ts';
import { shell } from '../shell/shell.ts';
import { useWorkspace } from '../state/workspace.ts';
import { varyings } from '../vary/varyings.ts';

export type ResultFormat = 'html' | 'answer' | 'xlsx' | 'json' | 'usage.csv' | 'ledger.csv' | 'focus.csv';
export type CompareFormat = 'html' | 'answer' | 'xlsx' | 'json';
/** What is printed: the whole report, or the page for management. */
type PrintedFormat = 'html' | 'answer';
export type SizeFormat = 'answer' | 'xlsx' | 'json';
export type PlanFormat = 'html' | 'xlsx' | 'json';

/** Lets the person keep a result as a file; false where called off. */
export async function exportResult(result: ResultRef, format: ResultFormat): Promise<boolean> {
  return shell.saveFile(await host.exports.result({ ...result, format }));
}

/** Prints a result's report, or its page for management, to PDF. */
export async function printResult(result: ResultRef, format: PrintedFormat = 'html'): Promise<void> {
  await shell.printReport(await host.exports.result({ ...result, format }));
}

/** Lets the person keep a comparison as a file; false where called off. */
export async function exportComparison(
  compared: readonly ResultRef[],
  format: CompareFormat,
): Promise<boolean> {
  return shell.saveFile(await host.exports.comparison({ compared: [...compared], format, ...leftOutNow() }));
}

/** Prints a comparison's report, or its page for management, to PDF. */
export async function printComparison(
  compared: readonly ResultRef[],
  format: PrintedFormat = 'html',
): Promise<void> {
  await shell.printReport(
    await host.exports.comparison({ compared: [...compared], format, ...leftOutNow() }),
  );
}

/** What could not be made of the baseline when it was varied. */
function leftOutNow(): { readonly leftOut?: LeftOut[] } {
  const [baseId = ''] = useWorkspace.getState().settings.compared;
  const leftOut = varyings.use.getState()[baseId]?.found?.leftOut ?? [];
  return leftOut.length === 0 ? {} : { leftOut: [...leftOut] };
}

/** Lets the person keep what a search for deployments found as a file; false where called off. */
export async function exportSize(searchId: string, format: SizeFormat): Promise<boolean> {
  return shell.saveFile(await host.exports.size({ searchId, format }));
}

/** Prints a search's page for management to PDF. */
export async function printSize(searchId: string): Promise<void> {
  await shell.printReport(await host.exports.size({ searchId, format: 'answer' }));
}

/** Lets the person keep the memo of a planned purchase as a file; false where called off. */
export async function exportPlan(planId: string, format: PlanFormat, text: string): Promise<boolean> {
  return shell.saveFile(await host.exports.commitment({ planId, format, text }));
}

/** Prints the memo of a planned purchase to PDF. */
export async function printPlan(planId: string, text: string): Promise<void> {
  await shell.printReport(await host.exports.commitment({ planId, format: 'html', text }));
}
