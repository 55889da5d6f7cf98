// The main process as a whole, with the stand-in for Electron: each test starts it anew.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MOST_TRACE_BYTES } from '../../host/api/contract.ts';
import type * as StandIn from './standIn.ts';

const OURS = { url: 'app://fleetcast/index.html', parent: null };
const TICKET = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let folder = '';
let changed: string | undefined;
let electron: typeof StandIn;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fleetcast-main-'));
  vi.resetModules();
  vi.stubEnv('FLEETCAST_DATA', folder);
  electron = await import('./standIn.ts');
  electron.app.paths.temp = folder;
  // The list is made by the build (nativeFiles.test.ts, build.test.ts).
  vi.doMock('../../electron/nativeFiles.ts', () => ({ changedNativeFile: () => changed }));
  changed = undefined;
});
afterEach(() => {
  vi.unstubAllEnvs();
  process.argv.splice(2);
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, text = 'name: a') => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

/** Starts the app, with documents on its command line. */
async function start(...args: string[]) {
  process.argv.push(...args);
  await import('../../electron/main.ts');
  await vi.waitFor(() => expect(electron.Menu.template).toBeDefined());
  const { app, BrowserWindow, ipcMain, utilityProcess } = electron;
  const [window] = BrowserWindow.all();
  return {
    window,
    call: (name: string, ...sent: unknown[]) =>
      ipcMain.call(`fleetcast:${name}`, window.webContents, OURS, ...sent),
    tell: (name: string, ...sent: unknown[]) =>
      ipcMain.tell(`fleetcast:${name}`, window.webContents, OURS, ...sent),
    /** Which path the main process says to the host that a ticket stands for. */
    redeem: (ticket: unknown, purpose: 'read' | 'write') => {
      const host = utilityProcess.forked.at(-1);
      host?.emit('message', { kind: 'redeem', number: 7, ticket, purpose });
      const answer = host?.messages.at(-1) as { kind: string; number: number; path?: string };
      expect(answer).toMatchObject({ kind: 'redeemed', number: 7 });
      return answer.path;
    },
    quit: () => {
      const event = { preventDefault: vi.fn<() => void>() };
      app.emit('will-quit', event);
      return event.preventDefault;
    },
  };
}

describe('at the start', () => {
  it('sandboxes everything, registers the scheme and hardens the session', async () => {
    await start();
    expect(electron.app.isSandboxed).toBe(true);
    expect(electron.protocol.schemes).toHaveLength(1);
    expect(electron.protocol.handlers.has('app')).toBe(true);
    expect(electron.session.defaultSession.lets('https://example.com/')).toBe(false);
    expect(electron.session.defaultSession.permissionCheck?.()).toBe(false);
  });

  it('opens one window on our page, hardened, with the preload and nothing of Node', async () => {
    const { window } = await start();
    expect(electron.BrowserWindow.all()).toHaveLength(1);
    expect(window.loaded).toEqual(['app://fleetcast/index.html']);
    expect(window.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      preload: expect.stringMatching(/preload\.cjs$/),
    });
    expect(window.webContents.openHandler?.()).toEqual({ action: 'deny' });
  });

  it('shows a window when it has something to show', async () => {
    const { window } = await start();
    expect(window.isVisible).toBe(false);
    window.emit('ready-to-show');
    expect(window.isVisible).toBe(true);
  });

  it('starts nothing beside a native file that is not the one it was built with', async () => {
    changed = 'node_modules/better-sqlite3/prebuilds/linux-x64.node';
    await import('../../electron/main.ts');
    await vi.waitFor(() => expect(electron.app.quits).toBe(1));
    expect(electron.dialog.errors).toEqual([expect.stringContaining(`${changed} is not the file`)]);
    expect(electron.utilityProcess.forked).toEqual([]);
    expect(electron.BrowserWindow.all()).toEqual([]);
  });

  it('leaves everything to the first instance where it is the second', async () => {
    electron.app.isFirst = false;
    await import('../../electron/main.ts');
    expect(electron.app.quits).toBe(1);
    expect(electron.BrowserWindow.all()).toEqual([]);
  });
});

describe('what a page asks', () => {
  it('is refused where it does not come from our page in a window of ours', async () => {
    const { window } = await start();
    const { ipcMain, WebContents } = electron;
    const senders: [unknown, StandIn.SenderFrame][] = [
      [window.webContents, { url: 'https://example.com/', parent: null }],
      [window.webContents, { url: OURS.url, parent: OURS }],
      [window.webContents, null],
      [new WebContents(), OURS],
    ];
    for (const [sender, frame] of senders) {
      await expect(ipcMain.call('fleetcast:choose-documents', sender, frame)).rejects.toThrow('refused');
      ipcMain.tell('fleetcast:set-document', sender, frame, 'Mine', true);
      ipcMain.tell('fleetcast:connect', sender, frame);
    }
    expect(electron.dialog.asked).toEqual([]);
    expect(window.isEdited).toBe(false);
    expect(window.webContents.ports).toEqual([]);
  });

  it.each([
    ['choose-documents', ['/etc/passwd']],
    ['choose-save-target', [{}]],
    ['choose-save-target', []],
    ['save-file', ['/etc/passwd', 'text']],
    ['save-file', [{ name: 'a', type: '', bytes: 'text' }]],
    ['save-file', [{ name: 'a', type: '', bytes: new Uint8Array(), path: '/etc/passwd' }]],
    ['print-report', []],
  ])('%s is refused with %j', async (name, sent) => {
    const { call } = await start();
    await expect(call(name, ...sent)).rejects.toThrow('refused');
    expect(electron.dialog.asked).toEqual([]);
  });

  it('is answered on these channels and no other, and never while the page waits', async () => {
    await start();
    const { FROM_PAGE } = await import('../../electron/channels.ts');
    expect(electron.ipcMain.channels().sort()).toEqual(Object.values(FROM_PAGE).sort());
    const sources = readdirSync('electron').filter((name) => name.endsWith('.ts'));
    const text = sources.map((name) => readFileSync(join('electron', name), 'utf8')).join('\n');
    expect(text).not.toMatch(/sendSync|returnValue|remote['"]|\bipcRenderer\b.*exposeInMainWorld/);
  });
});

describe('opening', () => {
  it('gives tickets for what was chosen, and the paths to the host alone', async () => {
    const { call, redeem } = await start();
    const paths = [file('a.yaml'), file('b.json')];
    electron.dialog.answer({ canceled: false, filePaths: paths });
    const tickets = (await call('choose-documents')) as string[];
    expect(tickets).toEqual([expect.stringMatching(TICKET), expect.stringMatching(TICKET)]);
    expect(electron.utilityProcess.forked[0]?.messages).toEqual([]);
    expect(tickets.map((ticket) => redeem(ticket, 'read'))).toEqual(paths);
    expect(electron.app.recent).toEqual(paths);
  });

  it('gives nothing where it was called off', async () => {
    const { call } = await start();
    electron.dialog.answer({ canceled: true, filePaths: [] });
    expect(await call('choose-documents')).toBeUndefined();
  });

  it('takes a ticket once, whichever host asks, and for its purpose only', async () => {
    const { call, redeem } = await start();
    const paths = ['a.yaml', 'b.yaml', 'c.yaml'].map((name) => file(name));
    electron.dialog.answer({ canceled: false, filePaths: paths });
    const [used, kept, misused] = (await call('choose-documents')) as string[];
    expect(redeem(used, 'read')).toBe(paths[0]);
    expect(redeem(misused, 'write')).toBeUndefined();
    electron.utilityProcess.forked[0]?.die(1);
    await vi.waitFor(() => expect(electron.utilityProcess.forked).toHaveLength(2));
    expect(redeem(used, 'read')).toBeUndefined();
    expect(redeem(misused, 'read')).toBeUndefined();
    expect(redeem(kept, 'read')).toBe(paths[1]);
    expect(redeem(kept, 'read')).toBeUndefined();
  });

  it('says nothing to a host that asks anything else', async () => {
    await start();
    const [host] = electron.utilityProcess.forked;
    for (const message of [
      undefined,
      'redeem',
      { kind: 'redeem' },
      { kind: 'redeem', number: 1, ticket: 't' },
    ]) {
      host?.emit('message', message);
    }
    expect(host?.messages).toEqual([]);
  });

  it('takes documents of the command line, once the page listens', async () => {
    const { window, tell } = await start(file('a.yaml'), '--flag', file('notes.txt'), 'none.yaml');
    expect(window.webContents.sent).toEqual([]);
    tell('connect');
    expect(window.webContents.sent).toEqual([['fleetcast:documents', [expect.stringMatching(TICKET)]]]);
  });

  it('takes those of a second start into the window that is there', async () => {
    const { window, tell } = await start();
    tell('connect');
    file('b.yaml');
    electron.app.emit('second-instance', {}, ['fleetcast', 'b.yaml'], folder);
    expect(electron.BrowserWindow.all()).toHaveLength(1);
    expect(window.webContents.sent).toHaveLength(1);
  });

  it('takes those that the system hands over', async () => {
    const { window, tell } = await start();
    tell('connect');
    const event = { preventDefault: vi.fn<() => void>() };
    electron.app.emit('open-file', event, file('c.yaml'));
    expect(event.preventDefault).toHaveBeenCalledOnce();
    expect(window.webContents.sent).toHaveLength(1);
  });

  it('takes dropped scenarios, and says what else to do with other files', async () => {
    const { window, tell, redeem } = await start();
    tell('connect');
    tell('dropped', [file('a.yaml'), file('b.csv'), join(folder, 'none.yaml')]);
    expect(window.webContents.sent).toEqual([['fleetcast:documents', [expect.stringMatching(TICKET)]]]);
    const [[, [ticket]]] = window.webContents.sent as [[string, string[]]];
    expect(redeem(ticket, 'read')).toBe(join(folder, 'a.yaml'));
    electron.dialog.answer({ response: 0 });
    tell('dropped', [file('b.csv')]);
    expect(window.webContents.sent).toHaveLength(1);
    expect(electron.dialog.asked).toHaveLength(1);
  });

  it('keeps what comes while a page is loaded anew', async () => {
    const { window, tell } = await start();
    tell('connect');
    window.webContents.emit('did-navigate');
    electron.app.emit('open-file', { preventDefault: () => undefined }, file('c.yaml'));
    expect(window.webContents.sent).toEqual([]);
    tell('connect');
    expect(window.webContents.sent).toHaveLength(1);
  });
});

describe('saving', () => {
  it('gives a ticket to write to', async () => {
    const { call, redeem } = await start();
    electron.dialog.answer({ canceled: false, filePath: join(folder, 'new.yaml') });
    const ticket = await call('choose-save-target', '../new.yaml');
    expect(redeem(ticket, 'write')).toBe(join(folder, 'new.yaml'));
    expect(electron.dialog.asked[0]?.options).toMatchObject({ defaultPath: join('/documents', '-new.yaml') });
  });

  it('writes bytes where the person chose', async () => {
    const { call } = await start();
    electron.dialog.answer({ canceled: false, filePath: join(folder, 'ledger.csv') });
    const bytes = new TextEncoder().encode('a,b');
    expect(await call('save-file', { name: 'ledger.csv', type: 'text/csv', bytes })).toBe(true);
    expect(readFileSync(join(folder, 'ledger.csv'), 'utf8')).toBe('a,b');
  });

  it('prints a report in a hidden window without preload that may load that file alone', async () => {
    const { call } = await start();
    const seen: unknown[] = [];
    electron.BrowserWindow.onLoadFile = (window, path) => {
      const printing = window.options.webPreferences.session as StandIn.Session;
      seen.push({
        text: readFileSync(path, 'utf8'),
        show: window.options.show,
        lets: [`file://${path}`, 'file:///etc/passwd', 'https://example.com/', OURS.url].map((url) =>
          printing.lets(url),
        ),
        preferences: window.options.webPreferences,
      });
    };
    electron.dialog.answer({ canceled: false, filePath: join(folder, 'report.pdf') });
    const bytes = new TextEncoder().encode('<p>report');
    expect(await call('print-report', { name: 'report.html', type: 'text/html', bytes })).toBe(true);
    expect(seen).toEqual([
      {
        text: '<p>report',
        show: false,
        lets: [true, false, false, false],
        preferences: expect.objectContaining({
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
          javascript: false,
        }),
      },
    ]);
    expect((seen[0] as { preferences: object }).preferences).not.toHaveProperty('preload');
    expect(readFileSync(join(folder, 'report.pdf'), 'utf8')).toMatch(/^%PDF/);
    expect(electron.BrowserWindow.all()).toHaveLength(1);
    expect(readdirSync(folder).filter((name) => name.endsWith('.html'))).toEqual([]);
    expect(electron.dialog.asked[0]?.options).toMatchObject({
      defaultPath: join('/documents', 'report.pdf'),
    });
  });
});

describe('a trace', () => {
  it('is read for the page', async () => {
    const { call } = await start();
    electron.dialog.answer({ canceled: false, filePaths: [file('trace.csv', 'a,b')] });
    expect(await call('choose-trace')).toEqual({
      name: 'trace.csv',
      type: '',
      bytes: new TextEncoder().encode('a,b'),
    });
  });

  it('that is not there is told', async () => {
    const { call } = await start();
    electron.dialog.answer({ canceled: false, filePaths: [join(folder, 'none.csv')] }, { response: 0 });
    expect(await call('choose-trace')).toBeUndefined();
    expect(electron.dialog.asked[1]?.options).toMatchObject({
      detail: expect.stringContaining('there is no such file'),
    });
  });

  it('may be as large as the API takes', async () => {
    const { MOST_TRACE_BYTES: ofTheDialog } = await import('../../electron/shellCalls.ts');
    expect(ofTheDialog).toBe(MOST_TRACE_BYTES);
  });
});

describe('a window', () => {
  it('shows the document’s name, and that it was edited', async () => {
    const { window, tell } = await start();
    tell('set-document', '8×H100 vs API', true);
    expect(window.title).toContain('8×H100 vs API');
    expect(window.isEdited).toBe(true);
  });

  it('comes back where it was closed', async () => {
    const { window } = await start();
    window.bounds = { x: 10, y: 20, width: 1000, height: 700 };
    window.emit('close');
    const { readWindowState } = await import('../../electron/windowState.ts');
    const kept = readWindowState(join(folder, 'desktop', 'window.json'), [
      { x: 0, y: 0, width: 1920, height: 1080 },
    ]);
    expect(kept.bounds).toMatchObject({ x: 10, y: 20, width: 1000, height: 700 });
  });
});

describe('at the end', () => {
  it('lets the host write out what it has, then quits', async () => {
    const { quit } = await start();
    expect(quit()).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(electron.app.quits).toBe(1));
    expect(electron.utilityProcess.forked[0]?.messages).toEqual([{ kind: 'stop' }]);
    expect(quit()).not.toHaveBeenCalled();
  });

  it('asks what to do where the host dies again and again', async () => {
    await start();
    electron.dialog.answer({ response: 1 });
    for (let death = 1; death <= 3; death++) {
      electron.utilityProcess.forked.at(-1)?.die(134);
      if (death < 3) await vi.waitFor(() => expect(electron.utilityProcess.forked).toHaveLength(death + 1));
    }
    await vi.waitFor(() => expect(electron.app.quits).toBe(1));
    expect(electron.dialog.asked[0]?.options).toMatchObject({ buttons: ['Try again', 'Quit'] });
  });
});
