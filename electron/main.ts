import { join } from 'node:path';
import { app, BrowserWindow, dialog, Menu, protocol, session } from 'electron';
import { makePrivateDirectory } from '../host/files/privatePlace.ts';
import { APP_SCHEME, appFiles } from './appProtocol.ts';
import { openAppWindow } from './appWindow.ts';
import { TO_PAGE } from './channels.ts';
import { hardenContents, hardenSession, staysWithin } from './hardening.ts';
import { startHost } from './hostProcess.ts';
import { changedNativeFile } from './nativeFiles.ts';
import { menuTemplate } from './menu.ts';
import { documentsIn, grantDocuments } from './openDocuments.ts';
import { SCHEME } from './origin.ts';
import { answerShellCalls } from './shellCalls.ts';
import { redeemTickets } from './redeemTickets.ts';
import { makeTickets } from './tickets.ts';
import { trustedIpc } from './trustedIpc.ts';
import { windowMail } from './windowMail.ts';

/** Where the built app has its parts; this file is `electron/dist/electron/main.js` of it. */
const PARTS = {
  preload: join(import.meta.dirname, 'preload.cjs'),
  host: join(import.meta.dirname, '..', 'host', 'main.js'),
  pages: join(import.meta.dirname, '..', '..', '..', 'renderer', 'dist'),
  root: join(import.meta.dirname, '..', '..', '..'),
  nativeFiles: join(import.meta.dirname, 'nativeFiles.json'),
};

// A data directory of one's own (tests, a second trial installation) holds the desktop's part, too.
const dataDirectory = process.env.FLEETCAST_DATA;
if (dataDirectory !== undefined && dataDirectory !== '') {
  makePrivateDirectory(dataDirectory);
  makePrivateDirectory(join(dataDirectory, 'desktop'));
  app.setPath('userData', join(dataDirectory, 'desktop'));
}
app.enableSandbox();
protocol.registerSchemesAsPrivileged([APP_SCHEME]);

if (app.requestSingleInstanceLock()) run();
else app.quit();

function run(): void {
  const toOpen: string[] = documentsIn(process.argv.slice(1), process.cwd());
  let openPaths = (paths: readonly string[]): void => {
    toOpen.push(...paths);
  };

  app.on('web-contents-created', (_event, contents) => hardenContents(contents));
  // macOS, also before the app is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openPaths([path]);
  });
  app.on('second-instance', (_event, args, folder) => openPaths(documentsIn(args.slice(1), folder)));

  void app.whenReady().then(async () => {
    const changed = changedNativeFile(PARTS.root, PARTS.nativeFiles);
    if (changed !== undefined) return refuseToStart(changed);
    await hardenSession(session.defaultSession, staysWithin);
    openPaths = startApp(toOpen);
  });
}

function refuseToStart(changed: string): void {
  dialog.showErrorBox(
    'Fleetcast does not start.',
    `${changed} is not the file that it was built with. Install Fleetcast again; your documents are kept.`,
  );
  app.quit();
}

/** Everything from `ready` on. Gives what opens further documents. */
function startApp(first: readonly string[]): (paths: readonly string[]) => void {
  const stateFile = join(app.getPath('userData'), 'window.json');
  protocol.handle(SCHEME, appFiles(PARTS.pages));

  const tickets = makeTickets();
  const host = startHost({ entry: PARTS.host, answer: redeemTickets(tickets), onGivenUp });

  const mail = windowMail();
  /** The app's own, without the hidden ones that reports are printed in. */
  const windows = new Set<BrowserWindow>();

  function newWindow(): BrowserWindow {
    const window = openAppWindow(PARTS.preload, stateFile);
    windows.add(window);
    window.once('closed', () => windows.delete(window));
    mail.watch(window);
    return window;
  }

  function openInWindow(window: BrowserWindow, documents: readonly string[]): void {
    if (documents.length > 0) mail.send(window, TO_PAGE.documents, documents);
  }

  function anyWindow(): BrowserWindow {
    const focused = BrowserWindow.getFocusedWindow();
    if (focused !== null && windows.has(focused)) return focused;
    return [...windows].at(-1) ?? newWindow();
  }

  function openPaths(paths: readonly string[]): void {
    const window = anyWindow();
    if (window.isMinimized()) window.restore();
    window.focus();
    openInWindow(window, grantDocuments(tickets, paths));
  }

  answerShellCalls(
    trustedIpc((contents) => [...windows].find(({ webContents }) => webContents === contents)),
    { tickets, host, onConnected: mail.deliver, openInWindow },
  );
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate(process.platform, {
        act: (action) => mail.send(anyWindow(), TO_PAGE.action, action),
        newWindow: () => void newWindow(),
      }),
    ),
  );

  app.on('activate', () => {
    if (windows.size === 0) newWindow();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  endWith(() => host.stop());
  openPaths(first);
  return openPaths;
}

/** Keeps the app until `last` is done, once. */
function endWith(last: () => Promise<void>): void {
  let isDone = false;
  app.on('will-quit', (event) => {
    if (isDone) return;
    event.preventDefault();
    void last().finally(() => {
      isDone = true;
      app.quit();
    });
  });
}

async function onGivenUp(deaths: number): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: `The part of Fleetcast that simulates has ended ${deaths} times within a minute.`,
    detail:
      'Drafts and finished windows are kept. A run that needs more memory than there is would do this: try fewer replications, or a shorter horizon.',
    buttons: ['Try again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 1) app.quit();
  return response === 0;
}
