import { extname } from 'node:path';
import type { FileFilter } from 'electron';

const SCENARIOS = ['yaml', 'yml', 'json'];

/** What dialogs offer, by the kind of file that is chosen. */
export const SCENARIO_FILES: FileFilter[] = [
  { name: 'Scenarios', extensions: SCENARIOS },
  { name: 'All files', extensions: ['*'] },
];
export const TRACE_FILES: FileFilter[] = [
  { name: 'Traces', extensions: ['csv', 'tsv', 'txt', 'json', 'jsonl', 'ndjson', 'gz'] },
  { name: 'All files', extensions: ['*'] },
];

/** Whether a file's name is that of a scenario. */
export function isScenarioName(path: string): boolean {
  return SCENARIOS.includes(extname(path).slice(1).toLowerCase());
}

/** The dialog's filter for a file of that name. */
export function filtersFor(name: string): FileFilter[] {
  const extension = extname(name).slice(1);
  if (extension === '') return [];
  return [{ name: extension.toUpperCase(), extensions: [extension] }];
}

/** Signs that some system refuses in a name, and those that lead into another folder. */
const NOT_IN_NAMES = /[<>:"/\\|?*\p{Cc}]/gu;

/** A name that a page suggests, made one that stays in the folder it is put in. */
export function safeName(suggested: string): string {
  const name = suggested
    .replaceAll(NOT_IN_NAMES, '-')
    .replace(/^[.\s]+/, '')
    .slice(0, 200)
    .trim();
  return name === '' ? 'Untitled' : name;
}
