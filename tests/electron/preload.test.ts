import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type DesktopBridge, HOST_PORT_MESSAGE } from '../../host/api/desktopBridge.ts';
import { contextBridge, ipcRenderer } from './standIn.ts';

/** As much of a window as the preload uses. */
const page = Object.assign(new EventTarget(), {
  location: { origin: 'app://fleetcast' },
  postMessage: vi.fn<(message: unknown, origin: string, ports: unknown[]) => void>(),
});

let bridge: DesktopBridge;
beforeAll(async () => {
  vi.stubGlobal('window', page);
  await import('../../electron/preload.ts');
  bridge = contextBridge.exposed.fleetcastDesktop as DesktopBridge;
});
beforeEach(() => {
  ipcRenderer.calls.length = 0;
  page.postMessage.mockClear();
});

it('puts one thing into the page, made of functions that name no channel and no path', () => {
  expect(Object.keys(contextBridge.exposed)).toEqual(['fleetcastDesktop']);
  expect(Object.keys(bridge).sort()).toEqual([
    'chooseDocuments',
    'chooseSaveTarget',
    'chooseTrace',
    'connect',
    'onAction',
    'onDocuments',
    'printReport',
    'saveFile',
    'setDocument',
  ]);
});

it('passes calls on', async () => {
  const file = { name: 'a.csv', type: 'text/csv', bytes: new Uint8Array(1) };
  bridge.connect();
  await bridge.chooseDocuments();
  await bridge.chooseSaveTarget('a.yaml');
  await bridge.chooseTrace();
  await bridge.saveFile(file);
  await bridge.printReport(file);
  bridge.setDocument('A', true);
  expect(ipcRenderer.calls).toEqual([
    ['fleetcast:connect'],
    ['fleetcast:choose-documents'],
    ['fleetcast:choose-save-target', 'a.yaml'],
    ['fleetcast:choose-trace'],
    ['fleetcast:save-file', file],
    ['fleetcast:print-report', file],
    ['fleetcast:set-document', 'A', true],
  ]);
});

it('hands the way to the host to the page’s own origin', () => {
  const port = { port: 1 };
  ipcRenderer.emit('fleetcast:host-port', { ports: [port] });
  expect(page.postMessage).toHaveBeenCalledExactlyOnceWith(HOST_PORT_MESSAGE, 'app://fleetcast', [port]);
});

it('keeps what comes before the page listens, and gives no event away', () => {
  ipcRenderer.emit('fleetcast:action', { sender: 'secret' }, 'file.new');
  const heard = vi.fn<(action: string) => void>();
  const stop = bridge.onAction(heard);
  ipcRenderer.emit('fleetcast:action', { sender: 'secret' }, 'file.open');
  stop();
  ipcRenderer.emit('fleetcast:action', { sender: 'secret' }, 'file.save');
  expect(heard.mock.calls).toEqual([['file.new'], ['file.open']]);
});

/** Lets files go over the window; `isTrusted` tells a person from a script. */
function drop(files: unknown[], isTrusted: boolean) {
  const preventDefault = vi.fn<() => void>();
  const event = new Proxy(new Event('drop'), {
    get: (target, key) => {
      if (key === 'isTrusted') return isTrusted;
      if (key === 'preventDefault') return preventDefault;
      if (key === 'dataTransfer') return { types: ['Files'], files };
      return Reflect.get(target, key, target) as unknown;
    },
  });
  for (const listener of dropListeners) listener(event);
  return preventDefault;
}
const dropListeners: ((event: Event) => void)[] = [];
const addEventListener = page.addEventListener.bind(page);
page.addEventListener = ((kind: string, listener: (event: Event) => void) => {
  if (kind === 'drop') dropListeners.push(listener);
  else addEventListener(kind, listener);
}) as typeof page.addEventListener;

it('tells main the paths of files that a person dropped', () => {
  expect(drop([{ path: '/a.yaml' }, {}], true)).toHaveBeenCalledOnce();
  expect(ipcRenderer.calls).toEqual([['fleetcast:dropped', ['/a.yaml']]]);
});

it('ignores a drop that a script made up', () => {
  drop([{ path: '/etc/passwd' }], false);
  expect(ipcRenderer.calls).toEqual([]);
});
