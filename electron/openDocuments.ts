import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { app } from 'electron';
import { isScenarioName } from './fileKinds.ts';
import type { Tickets } from './tickets.ts';

/** The scenarios that a command line names, as full paths; what is no such file is left out. */
export function documentsIn(args: readonly string[], folder: string): string[] {
  return args
    .filter((argument) => !argument.startsWith('-') && isScenarioName(argument))
    .map((argument) => resolve(folder, argument))
    .filter(isFile);
}

/** Whether there is a plain file at that path. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Grants what the person chose to open and remembers it in the system's list of recent files. */
export function grantDocuments(tickets: Tickets, paths: readonly string[]): string[] {
  return paths.map((path) => {
    app.addRecentDocument(path);
    return tickets.grant(path, 'read');
  });
}
