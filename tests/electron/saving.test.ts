import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow as RealWindow } from 'electron';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { safeName } from '../../electron/fileKinds.ts';
import { saveWithDialog } from '../../electron/savingDialog.ts';
import { BrowserWindow, dialog } from './standIn.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleetcast-saving-'));
  dialog.asked.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('saveWithDialog', () => {
  const window = new BrowserWindow({ webPreferences: {} }) as unknown as RealWindow;
  const save = (name: string) => saveWithDialog(window, name, Buffer.from('bytes'));

  it('saves where the person chose', async () => {
    dialog.answer({ canceled: false, filePath: join(folder, 'report.html') });
    expect(await save('report.html')).toBe(true);
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toBe('bytes');
    expect(dialog.asked[0]?.options).toMatchObject({
      defaultPath: join('/documents', 'report.html'),
      filters: [{ name: 'HTML', extensions: ['html'] }],
    });
  });

  it('is false where it was called off', async () => {
    dialog.answer({ canceled: true, filePath: '' });
    expect(await save('report.html')).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('tells what went wrong and offers another place', async () => {
    dialog.answer(
      { canceled: false, filePath: join(folder, 'none', 'a.csv') },
      { response: 0 },
      { canceled: false, filePath: join(folder, 'a.csv') },
    );
    expect(await save('a.csv')).toBe(true);
    expect(dialog.asked.map(({ kind }) => kind)).toEqual(['save', 'message', 'save']);
    expect(dialog.asked[1]?.options).toMatchObject({
      detail: expect.stringContaining('there is no such file'),
    });
  });

  it('is false where another place is not wanted', async () => {
    dialog.answer({ canceled: false, filePath: join(folder, 'none', 'a.csv') }, { response: 1 });
    expect(await save('a.csv')).toBe(false);
  });
});

it.each([
  ['report.html', 'report.html'],
  ['../../.bashrc', '-..-.bashrc'],
  ['/etc/passwd', '-etc-passwd'],
  ['C:\\Windows\\a.ini', 'C--Windows-a.ini'],
  ['.hidden', 'hidden'],
  ['8×H100 vs API?', '8×H100 vs API-'],
  ['\n', '-'],
  ['..', 'Untitled'],
])('suggests %j as %j', (suggested, name) => {
  expect(safeName(suggested)).toBe(name);
});
