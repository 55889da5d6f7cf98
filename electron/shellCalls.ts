import { basename } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { z } from 'zod';
import { isTooLarge, readInput } from '../host/files/inputFile.ts';
import type { NamedBytes } from '../host/api/desktopBridge.ts';
import { FROM_PAGE } from './channels.ts';
import { isScenarioName, SCENARIO_FILES, TRACE_FILES } from './fileKinds.ts';
import type { HostProcess } from './hostProcess.ts';
import { grantDocuments, isFile } from './openDocuments.ts';
import { pdfOf } from './printPdf.ts';
import { askWhereToSave, saveWithDialog } from './savingDialog.ts';
import type { Tickets } from './tickets.ts';
import type { trustedIpc } from './trustedIpc.ts';
import { systemReason } from '../host/files/systemReason.ts';

/** What the API takes of a trace (`MOST_TRACE_BYTES` of host/api/contract.ts; a test compares the two). */
export const MOST_TRACE_BYTES = 64 * 1024 * 1024;
const MOST_SAVED_BYTES = 512 * 1024 * 1024;
const MOST_DROPPED = 50;

const name = z.string().min(1).max(500);
const nothing = z.tuple([]);
const namedBytes = z.strictObject({
  name,
  type: z.string().max(200),
  bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= MOST_SAVED_BYTES),
});

export interface Needs {
  readonly tickets: Tickets;
  readonly host: Pick<HostProcess, 'connect'>;
  /** The window's page listens: what was opened before it did can go there now. */
  readonly onConnected: (window: BrowserWindow) => void;
  readonly openInWindow: (window: BrowserWindow, tickets: readonly string[]) => void;
}

/** Answers what windows may ask of the desktop: `DesktopBridge`, from the side of the main process. */
export function answerShellCalls(ipc: ReturnType<typeof trustedIpc>, needs: Needs): void {
  const { tickets, host, onConnected, openInWindow } = needs;

  ipc.answer(FROM_PAGE.chooseDocuments, nothing, async (window) => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      properties: ['openFile', 'multiSelections'],
      filters: SCENARIO_FILES,
    });
    return canceled ? undefined : grantDocuments(tickets, filePaths);
  });

  ipc.answer(FROM_PAGE.chooseSaveTarget, z.tuple([name]), async (window, suggestedName) => {
    const path = await askWhereToSave(window, suggestedName);
    if (path === undefined) return undefined;
    app.addRecentDocument(path);
    return tickets.grant(path, 'write');
  });

  ipc.answer(FROM_PAGE.chooseTrace, nothing, async (window) => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      properties: ['openFile'],
      filters: TRACE_FILES,
    });
    const [path] = filePaths;
    return canceled || path === undefined ? undefined : await readTrace(window, path);
  });

  ipc.answer(FROM_PAGE.saveFile, z.tuple([namedBytes]), (window, file) =>
    saveWithDialog(window, file.name, file.bytes),
  );

  ipc.answer(FROM_PAGE.printReport, z.tuple([namedBytes]), async (window, html) =>
    saveWithDialog(window, `${html.name.replace(/\.html?$/i, '')}.pdf`, await pdfOf(html.bytes)),
  );

  ipc.listen(FROM_PAGE.connect, nothing, (window) => {
    host.connect(window.webContents);
    onConnected(window);
  });

  // Paths, but not the page's: the preload reads them off files that the person let go over the window.
  ipc.listen(
    FROM_PAGE.dropped,
    z.tuple([z.array(z.string().max(5000)).max(MOST_DROPPED)]),
    (window, paths) => {
      const documents = paths.filter((path) => isScenarioName(path) && isFile(path));
      if (documents.length > 0) openInWindow(window, grantDocuments(tickets, documents));
      else if (paths.length > 0) void sayWhatCanBeDropped(window);
    },
  );

  ipc.listen(FROM_PAGE.setDocument, z.tuple([z.string().max(500), z.boolean()]), (window, title, edited) => {
    window.setTitle(`${title}${edited && process.platform !== 'darwin' ? ' ●' : ''} – Fleetcast`);
    window.setDocumentEdited(edited);
  });
}

async function readTrace(window: BrowserWindow, path: string): Promise<NamedBytes | undefined> {
  try {
    return { name: basename(path), type: '', bytes: new Uint8Array(readInput(path, MOST_TRACE_BYTES)) };
  } catch (error) {
    if (isTooLarge(error)) {
      await dialog.showMessageBox(window, {
        type: 'info',
        message: `${basename(path)} is larger than ${MOST_TRACE_BYTES / 1024 / 1024} MiB.`,
        detail:
          'Put it beside the scenario’s file and name it there (workloads › arrivals › trace): then it is read from its place, at any size.',
      });
      return undefined;
    }
    await dialog.showMessageBox(window, {
      type: 'error',
      message: `${path} could not be read.`,
      detail: systemReason(error),
    });
    return undefined;
  }
}

async function sayWhatCanBeDropped(window: BrowserWindow): Promise<void> {
  await dialog.showMessageBox(window, {
    type: 'info',
    message: 'A window takes scenarios: .yaml, .yml and .json files.',
    detail: 'A trace goes into a scenario by “Import a trace…” in the File menu.',
  });
}
