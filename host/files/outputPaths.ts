import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FileRefusal, notPlain } from './fileKind.ts';
import { endOfLinks } from './replaceFile.ts';
import { systemReason } from './systemReason.ts';

/**
 * Why files of these names could not be written into a directory at `path`, in words, or undefined where they can.
 * Parents that do not exist yet will be made; nothing is made or changed by asking. `inputs` are not to be
 * overwritten.
 */
export function directoryTrouble(
  path: string,
  names: readonly string[],
  inputs: readonly string[],
): string | undefined {
  return withSystemTrouble(() => troubleOfDirectory(path, names, inputs));
}

function troubleOfDirectory(
  path: string,
  names: readonly string[],
  inputs: readonly string[],
): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory()) return 'it is there already and is not a directory';
  let ancestor = resolve(path);
  while (statSync(ancestor, { throwIfNoEntry: false }) === undefined) ancestor = dirname(ancestor);
  if (!statSync(ancestor).isDirectory()) return `${ancestor} is not a directory`;
  if (!isWritable(ancestor)) return `${ancestor} may not be written (permission denied)`;
  if (found === undefined) return undefined;
  for (const name of names) {
    const trouble = fileTrouble(join(path, name), inputs);
    if (trouble !== undefined) return `${name} in it: ${trouble}`;
  }
  return undefined;
}

/** Why a file could not be written at `path`; its directory must be there. `inputs` are not to be overwritten. */
export function fileTrouble(path: string, inputs: readonly string[]): string | undefined {
  return withSystemTrouble(() => troubleOfFile(path, inputs));
}

/** What the system does not even look at, a name that is too long for one, is no place to write to either. */
function withSystemTrouble(find: () => string | undefined): string | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return systemReason(error);
    throw error;
  }
}

function troubleOfFile(path: string, inputs: readonly string[]): string | undefined {
  let target: string;
  try {
    target = endOfLinks(path);
  } catch (error) {
    if (error instanceof FileRefusal) return error.message;
    throw error;
  }
  const directory = dirname(target);
  const parent = statSync(directory, { throwIfNoEntry: false });
  if (parent === undefined) return `there is no directory ${directory}`;
  if (!parent.isDirectory()) return `${directory} is not a directory`;
  const found = statSync(target, { throwIfNoEntry: false });
  if (found !== undefined) {
    const reason = notPlain(found);
    if (reason !== undefined) return reason;
    if (inputs.some((input) => isSameFile(input, target)))
      return 'it is an input of this run and would be overwritten';
    if (!isAllowed(target, constants.W_OK)) return 'it may not be written (permission denied)';
  }
  return isWritable(directory) ? undefined : `${directory} may not be written (permission denied)`;
}

/** An input that is not there, or cannot be looked at, is not what is there: whoever reads it says so. */
function isSameFile(input: string, target: string): boolean {
  try {
    return realpathSync(input) === realpathSync(target);
  } catch {
    return false;
  }
}

function isWritable(directory: string): boolean {
  return isAllowed(directory, constants.W_OK | constants.X_OK);
}

function isAllowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
