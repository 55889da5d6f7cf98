import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * Why a directory could not be written at `path`, in words, or undefined where it can.
 * Parents that do not exist yet will be made; nothing is made or changed by asking.
 */
export function directoryTrouble(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory()) return 'it is there already and is not a directory';
  let ancestor = resolve(path);
  while (statSync(ancestor, { throwIfNoEntry: false }) === undefined) ancestor = dirname(ancestor);
  if (!statSync(ancestor).isDirectory()) return `${ancestor} is not a directory`;
  return isWritable(ancestor) ? undefined : `${ancestor} may not be written (permission denied)`;
}

/** Why a file could not be written at `path`; its directory must be there. `inputs` are not to be overwritten. */
export function fileTrouble(path: string, inputs: readonly string[]): string | undefined {
  const directory = dirname(resolve(path));
  const parent = statSync(directory, { throwIfNoEntry: false });
  if (parent === undefined) return `there is no directory ${directory}`;
  if (!parent.isDirectory()) return `${directory} is not a directory`;
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    return isWritable(directory) ? undefined : `${directory} may not be written (permission denied)`;
  if (found.isDirectory()) return 'it is a directory';
  const real = realpathSync(path);
  if (inputs.some((input) => realpathSync(input) === real))
    return 'it is an input of this run and would be overwritten';
  return isWritable(directory) ? undefined : `${directory} may not be written (permission denied)`;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Files by name, each as bytes, as text, or as chunks of text. */
export type OutputFiles = Readonly<Record<string, string | Uint8Array | Iterable<string>>>;

/**
 * Writes the files into `directory` so that it holds all of them or is untouched until
 * then: they are written beside it first. A directory that is there keeps its other files.
 */
export async function writeOutputDirectory(directory: string, files: OutputFiles): Promise<void> {
  const target = resolve(directory);
  await mkdir(dirname(target), { recursive: true });
  const temporary = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(temporary, name), content);
    if (statSync(target, { throwIfNoEntry: false }) === undefined) await mkdir(target);
    for (const name of Object.keys(files)) await rename(join(temporary, name), join(target, name));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
