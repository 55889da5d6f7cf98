import { copyFileSync, existsSync, linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { replaceFile } from './replaceFile.ts';

/** Something new that waits beside its place. */
export interface Placing {
  /** Puts it there. Throws what the file system says. */
  put(): void;
  /** Puts back what was there before; only after `put`. */
  takeBack(): void;
}

/** Puts `from` at `target`; a file that is there already is kept at `kept` meanwhile, which is on the same disk. */
export function placing(from: string, target: string, kept: string): Placing {
  return {
    put: () => {
      if (existsSync(target)) keep(target, kept);
      move(from, target);
    },
    takeBack: () => {
      if (existsSync(kept)) move(kept, target);
      else rmSync(target, { force: true, recursive: true });
    },
  };
}

/** All of them or none: where one cannot be put, those before it are taken back. Throws what `put` throws. */
export function putAll(placings: readonly Placing[]): void {
  const done: Placing[] = [];
  try {
    for (const each of placings) {
      each.put();
      done.push(each);
    }
  } catch (error) {
    for (const each of done.reverse()) each.takeBack();
    throw error;
  }
}

/** A second name where the file system has such, else a copy: the first name must never be without its file. */
function keep(target: string, kept: string): void {
  try {
    linkSync(target, kept);
  } catch {
    copyFileSync(target, kept);
  }
}

/** Renames, and copies where a link led to another disk. */
export function move(from: string, target: string): void {
  try {
    renameSync(from, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    replaceFile(target, readFileSync(from));
  }
}
