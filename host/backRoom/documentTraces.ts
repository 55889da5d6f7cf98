import { existsSync, linkSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { MOST_TRACE_BYTES } from '../api/contract.ts';
import type { LocatedTrace } from '../run/inspectTraces.ts';
import { readInput } from '../files/inputFile.ts';
import { makePrivateDirectory, PRIVATE_FILE } from '../files/privatePlace.ts';
import { replaceFile } from '../files/replaceFile.ts';
import { lookAfter } from '../files/staging.ts';
import { makerOf } from '../files/temporaryName.ts';
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

/**
 * Puts copies of a document's own traces into another folder, each whole or not at all; a file that is there stays.
 * One of the same name with anything else in it would change the answer without a word: `HostError` then, and
 * nothing is copied.
 */
export function copyTraces(from: string, to: string): void {
  for (const name of missingTraces(from, to)) copyTrace(join(from, name), join(to, name));
}

/**
 * As `copyTraces`, for another folder of the store: one file then stands in both, as none is ever written in place. Where the
 * file system cannot do that, it is copied.
 */
export function shareTraces(from: string, to: string): void {
  for (const name of missingTraces(from, to)) {
    try {
      linkSync(join(from, name), join(to, name));
    } catch {
      copyTrace(join(from, name), join(to, name));
    }
  }
}

function copyTrace(from: string, to: string): void {
  replaceFile(to, readInput(from, MOST_TRACE_BYTES), PRIVATE_FILE);
}

/** Traces of a folder that another has not; that other folder is made. */
function missingTraces(from: string, to: string): readonly string[] {
  if (!existsSync(from)) return [];
  makePrivateDirectory(to);
  return readdirSync(from).filter(
    (name) => makerOf(name) === undefined && !isThere(join(from, name), join(to, name)),
  );
}

/** Whether a trace is in another place already. Throws `HostError` where something else is. */
function isThere(trace: string, place: string): boolean {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) return false;
  const isSame =
    found.isFile() &&
    found.size === statSync(trace).size &&
    readInput(trace, MOST_TRACE_BYTES).equals(readInput(place, MOST_TRACE_BYTES));
  if (isSame) return true;
  throw new HostError(
    'CONFLICT',
    `${basename(place)}, a trace of this document, would have to be saved as ${place}, which is another file.`,
    { action: 'Rename that file, or save into another folder.' },
  );
}

/** Removes what a killed process had in the making in the folders of documents, which are all in `directory`. */
export function lookAfterTraces(directory: string): void {
  try {
    for (const entry of readdirSync(directory, { withFileTypes: true }))
      if (entry.isDirectory()) lookAfter(join(directory, entry.name));
  } catch {
    // It is in nobody's way; and where nothing was imported yet there is no folder.
  }
}
