import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, BrowserWindow, session } from 'electron';
import { WEB_PREFERENCES } from './appWindow.ts';
import { hardenSession } from './hardening.ts';

/**
 * A self-contained report, its charts drawn already, as a PDF. It is laid out in a window of its own that nobody
 * sees: without preload and without scripts, with a session that is gone afterwards, and allowed to load that one file and nothing else.
 */
export async function pdfOf(html: Uint8Array): Promise<Uint8Array> {
  const file = join(app.getPath('temp'), `fleetcast-${randomUUID()}.html`);
  const address = pathToFileURL(file).href;
  const printing = session.fromPartition(`print-${randomUUID()}`);
  await hardenSession(
    printing,
    (asked) => asked === address || asked.startsWith('data:') || asked.startsWith('blob:'),
  );
  const window = new BrowserWindow({
    show: false,
    webPreferences: { ...WEB_PREFERENCES, javascript: false, session: printing },
  });
  try {
    writeFileSync(file, html, { flag: 'wx', mode: 0o600 });
    await window.loadFile(file);
    return await window.webContents.printToPDF({ printBackground: true, preferCSSPageSize: true });
  } finally {
    window.destroy();
    rmSync(file, { force: true });
  }
}
