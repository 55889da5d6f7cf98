import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import open from 'open';
import { onwardPage } from '../serve/onwardPage.ts';

/** Opens a file with whatever the person opens pages with. */
type OpenFile = (path: string) => Promise<unknown>;

/**
 * Opens the app in the person's browser. Every user of a machine can read what programs were started with: the browser is
 * given the name of a page that only its owner can read, and the page leads on to an address with a key of its own (of `invite`). A
 * browser that does not open is no reason to end, for the terminal has an address, too. Gives how to take the page
 * away; once it was used, it is gone by itself.
 */
export async function openInBrowser(
  invite: (onUsed: () => void) => string,
  openFile: OpenFile = open,
): Promise<() => void> {
  // 700, as `mkdtemp` makes them.
  const folder = mkdtempSync(join(placeForPages(), 'fleetcast-'));
  const takeAway = (): void => rmSync(folder, { recursive: true, force: true });
  const page = join(folder, 'open.html');
  writeFileSync(page, onwardPage(invite(takeAway)), { mode: 0o600 });
  try {
    await openFile(page);
  } catch {
    takeAway();
  }
  return takeAway;
}

/** A browser that came as a snap sees neither the system's temporary folder nor hidden ones. */
function placeForPages(): string {
  return existsSync(join(homedir(), 'snap')) ? homedir() : tmpdir();
}
