import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { finishLeft } from './finishLeft.ts';
import { temporaryName } from './temporaryName.ts';

/** What this process has in the making; an earlier one may have had its number (the first of every container). */
const ours = new Set<string>();

/** A folder for files in the making, on the disk of those that they will replace. */
export interface Staging {
  readonly path: string;
  /** From here on it is finished by whoever comes next, should this process be killed. Gives the folder's new path. */
  seal(): string;
  /** Removes it with all that is in it; call it in every case. */
  dispose(): void;
}

/** Makes a folder in `directory` that nobody else may enter, after looking after what killed processes left there. */
export function makeStaging(directory: string): Staging {
  lookAfter(directory);
  const base = join(directory, temporaryName());
  let path = `${base}.part`;
  ours.add(path);
  mkdirSync(path, { mode: 0o700 });
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  // Nothing asynchronous runs once the process is on its way out (a second Ctrl-C).
  process.once('exit', remove);
  return {
    path,
    seal: () => {
      ours.add(`${base}.whole`);
      renameSync(path, `${base}.whole`);
      path = `${base}.whole`;
      return path;
    },
    dispose: () => {
      process.off('exit', remove);
      remove();
      for (const state of ['part', 'whole']) ours.delete(`${base}.${state}`);
    },
  };
}

/** Finishes or removes what killed processes left in a folder; what this one has in the making stays. */
export function lookAfter(directory: string): void {
  finishLeft(directory, (path) => ours.has(path));
}
