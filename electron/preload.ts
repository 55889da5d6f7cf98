import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { DesktopBridge } from '../host/api/desktopBridge.ts';
import { FROM_PAGE, TO_PAGE } from './channels.ts';

/** `HOST_PORT_MESSAGE` of host/api/desktopBridge.ts; typed, so that the two cannot differ. */
const PORT_MESSAGE: typeof import('../host/api/desktopBridge.ts').HOST_PORT_MESSAGE = {
  kind: 'fleetcast-host',
};

// Ports cannot cross the bridge; the page's own window takes them, from its own origin and no other.
ipcRenderer.on(TO_PAGE.hostPort, (event) => {
  window.postMessage(PORT_MESSAGE, window.location.origin, [...event.ports]);
});

/** A listener in the page, and what came before there was one. */
function channelTo<Value>(channel: string) {
  const waiting: Value[] = [];
  const listeners = new Set<(value: Value) => void>();
  ipcRenderer.on(channel, (_event, value: Value) => {
    if (listeners.size === 0) waiting.push(value);
    for (const listener of listeners) listener(value);
  });
  return (listener: (value: Value) => void) => {
    listeners.add(listener);
    for (const value of waiting.splice(0)) listener(value);
    return () => {
      listeners.delete(listener);
    };
  };
}

const bridge: DesktopBridge = {
  connect: () => ipcRenderer.send(FROM_PAGE.connect),
  chooseDocuments: () => ipcRenderer.invoke(FROM_PAGE.chooseDocuments),
  chooseSaveTarget: (suggestedName) => ipcRenderer.invoke(FROM_PAGE.chooseSaveTarget, suggestedName),
  chooseTrace: () => ipcRenderer.invoke(FROM_PAGE.chooseTrace),
  saveFile: (file) => ipcRenderer.invoke(FROM_PAGE.saveFile, file),
  printReport: (html) => ipcRenderer.invoke(FROM_PAGE.printReport, html),
  setDocument: (title, edited) => ipcRenderer.send(FROM_PAGE.setDocument, title, edited),
  onAction: channelTo<string>(TO_PAGE.action),
  onDocuments: channelTo<readonly string[]>(TO_PAGE.documents),
};
contextBridge.exposeInMainWorld('fleetcastDesktop', bridge);

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;

window.addEventListener('dragover', (event) => {
  if (carriesFiles(event)) event.preventDefault();
});

// Only what the person let go here: an event that the page made up is not trusted, and a file that it
// made up has no path.
window.addEventListener('drop', (event) => {
  if (!event.isTrusted || !carriesFiles(event)) return;
  event.preventDefault();
  const paths = [...(event.dataTransfer?.files ?? [])].map((file) => webUtils.getPathForFile(file));
  ipcRenderer.send(
    FROM_PAGE.dropped,
    paths.filter((path) => path !== ''),
  );
});
