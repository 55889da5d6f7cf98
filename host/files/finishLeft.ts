import { lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isProcessAlive } from './isProcessAlive.ts';
import { move } from './placing.ts';
import { type Maker, makerOf, processPlace } from './temporaryName.ts';

/** Where files keep what they replace, within a staging folder. */
export const KEPT = '.kept';

/** Whoever makes something on another machine, or in another container, has touched it within this time. */
const UNTOUCHED_MS = 24 * 3_600_000;

/**
 * Looks after what killed processes of this user left in `directory`: a folder that was sealed has its files put in
 * their places, anything else is removed. Whether a process of another host or container was killed cannot be
 * asked: what it makes is left until nothing has touched it for a day. Nothing is ever put through a link, nor
 * anything but a plain file, for such a folder may have come with an archive; what cannot be put stays where it is.
 * `isOurs` says what this process has in the making itself (an earlier one may have had its number, as the first
 * of every container has). Throws what the file system says.
 */
export function finishLeft(directory: string, isOurs: (path: string) => boolean): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const maker = makerOf(entry.name);
    const path = join(directory, entry.name);
    // Another's is not even looked into.
    if (maker === undefined || !isMine(path) || isInTheMaking(path, maker, isOurs)) continue;
    if (maker.state === 'whole' && entry.isDirectory()) finish(path, directory);
    else rmSync(path, { recursive: true, force: true });
  }
}

function finish(sealed: string, directory: string): void {
  const names = readdirSync(sealed).filter((name) => name !== KEPT);
  const putable = names.filter(
    (name) => isPlain(join(sealed, name)) && (isPlain(join(directory, name)) ?? true),
  );
  for (const name of putable) move(join(sealed, name), join(directory, name));
  rmSync(join(sealed, KEPT), { recursive: true, force: true });
  if (putable.length === names.length) rmdirSync(sealed);
}

/** Whether it is a plain file itself, no link to one; undefined where nothing is there. */
function isPlain(path: string): boolean | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile();
}

function isInTheMaking(
  path: string,
  { place, processId }: Maker,
  isOurs: (path: string) => boolean,
): boolean {
  if (place !== processPlace()) return Date.now() - touchedMs(path) < UNTOUCHED_MS;
  return processId === process.pid ? isOurs(path) : isProcessAlive(processId);
}

/** When anything of it was last written, in milliseconds since 1970. A file that grows leaves its folder's time as it is. */
function touchedMs(path: string): number {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  const within = found.isDirectory() ? readdirSync(path).map((name) => touchedMs(join(path, name))) : [];
  return Math.max(found.mtimeMs, ...within);
}

/** In a folder for everybody, another could have made it to have us move files. */
function isMine(path: string): boolean {
  return process.getuid === undefined || lstatSync(path).uid === process.getuid();
}
