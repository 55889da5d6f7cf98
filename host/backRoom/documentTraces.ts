import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { MOST_TRACE_BYTES } from '../api/contract.ts';
import type { LocatedTrace } from '../run/inspectTraces.ts';
import { readInput } from '../files/inputFile.ts';
import { makePrivateDirectory, PRIVATE_FILE } from '../files/privatePlace.ts';
import { replaceFile } from '../files/replaceFile.ts';
import { HostError } from './hostError.ts';

/** Every file system takes a name as long as this, and a temporary one beside it. */
const LONGEST_NAME = 200;

const REFUSAL =
  'it lies outside the folder of the scenario, and nobody chose it; import it, or put it beside the scenario';

/**
 * Where a trace that a document names may be read: in the document's own folder of imported traces, or
 * below the folder of the scenario. Anything else would be a path that the person did not choose.
 */
export function locateDocumentTrace(written: string, folders: readonly string[]): LocatedTrace {
  let inside: string | undefined;
  for (const folder of folders) {
    const path = resolve(folder, written);
    if (!isWithin(folder, path)) continue;
    inside ??= path;
    if (existsSync(path))
      return isWithin(realpathSync(folder), realpathSync(path)) ? { path } : { refusal: REFUSAL };
  }
  return inside === undefined ? { refusal: REFUSAL } : { path: inside };
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

/** Keeps a trace in a document's own folder; gives the path to write into the document. */
export function keepTrace(folder: string, fileName: string, bytes: Uint8Array): string {
  const name = basename(fileName.replaceAll('\\', '/')).replace(/[^\w.-]+/g, '-');
  if (!/\w/.test(name) || name.length > LONGEST_NAME)
    throw new HostError('INPUT', `“${fileName}” cannot be the name of a trace.`);
  makePrivateDirectory(folder);
  replaceFile(join(folder, name), bytes, PRIVATE_FILE);
  return `./${name}`;
}

/** Puts copies of a document's own traces into another folder, each whole or not at all; a file that is there stays. */
export function copyTraces(from: string, to: string): void {
  if (!existsSync(from)) return;
  makePrivateDirectory(to);
  for (const name of readdirSync(from)) {
    if (existsSync(join(to, name))) continue;
    replaceFile(join(to, name), readInput(join(from, name), MOST_TRACE_BYTES), PRIVATE_FILE);
  }
}
