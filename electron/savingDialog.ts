import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { filtersFor, safeName } from './fileKinds.ts';
import { replaceFile } from '../host/files/replaceFile.ts';
import { systemReason } from '../host/files/systemReason.ts';

/**
 * Asks where to save and saves there; false where called off. What the file system refuses is
 * told with its reason, and another place can be chosen.
 */
export async function saveWithDialog(
  window: BrowserWindow,
  suggestedName: string,
  bytes: Uint8Array,
): Promise<boolean> {
  for (;;) {
    const path = await askWhereToSave(window, suggestedName);
    if (path === undefined) return false;
    try {
      replaceFile(path, bytes);
      return true;
    } catch (error) {
      const { response } = await dialog.showMessageBox(window, {
        type: 'error',
        message: `${path} could not be written.`,
        detail: systemReason(error),
        buttons: ['Choose another place', 'Cancel'],
        defaultId: 0,
        cancelId: 1,
      });
      if (response === 1) return false;
    }
  }
}

/** The path that the person chose to save under; undefined where called off. */
export async function askWhereToSave(
  window: BrowserWindow,
  suggestedName: string,
): Promise<string | undefined> {
  const name = safeName(suggestedName);
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('documents'), name),
    filters: filtersFor(name),
  });
  return canceled || filePath === '' ? undefined : filePath;
}
