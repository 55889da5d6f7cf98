import { BrowserWindow, nativeTheme, screen } from 'electron';
import { START_PAGE } from './origin.ts';
import { readWindowState, SMALLEST, writeWindowState } from './windowState.ts';

/** What a window is made with. Set one by one, also where it is Electron's default: a default may change. */
export const WEB_PREFERENCES = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
} as const;

/** The colour of a window before its page has drawn: no white flash in the dark. */
const BACKGROUND = { dark: '#1a1b1e', light: '#ffffff' };

/** Opens a window on the app, where the last one was, and keeps where this one goes. */
export function openAppWindow(preload: string, stateFile: string): BrowserWindow {
  const { bounds, isMaximized } = readWindowState(
    stateFile,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Fleetcast',
    show: false,
    backgroundColor: BACKGROUND[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
    webPreferences: { ...WEB_PREFERENCES, preload },
  });
  if (isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    writeWindowState(stateFile, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  });
  void window.loadURL(START_PAGE);
  return window;
}
