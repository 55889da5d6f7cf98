import { randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isProcessAlive } from './isProcessAlive.ts';
import { move } from './placing.ts';
import { endOfLinks } from './replaceFile.ts';

/** Hidden, and says whose it is, so that what a killed process left is known for what it is. */
const NAME = /^\.fleetcast-(\d+)-[0-9a-f-]+\.(part|whole)$/;

/** Where files keep what they replace, within a staging folder. */
export const KEPT = '.kept';

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

/**
 * Makes a folder in `directory` that nobody else may enter, after looking after those that killed processes left
 * there: one that was sealed has its files put in their places, any other is removed.
 */
export function makeStaging(directory: string): Staging {
  finishLeft(directory);
  const base = join(directory, `.fleetcast-${process.pid}-${randomUUID()}`);
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

function finishLeft(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const [, processId, state] = NAME.exec(entry.name) ?? [];
    const path = join(directory, entry.name);
    if (processId === undefined || isInTheMaking(path, Number(processId)) || !isMine(path)) continue;
    if (state === 'whole' && entry.isDirectory()) {
      for (const name of readdirSync(path)) {
        if (name !== KEPT) move(join(path, name), endOfLinks(join(directory, name)));
      }
    }
    rmSync(path, { recursive: true, force: true });
  }
}

function isInTheMaking(path: string, processId: number): boolean {
  return processId === process.pid ? ours.has(path) : isProcessAlive(processId);
}

/** In a folder for everybody, another could have made it to have us move files. */
function isMine(path: string): boolean {
  return process.getuid === undefined || lstatSync(path).uid === process.getuid();
}
