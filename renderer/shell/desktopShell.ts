import type { DesktopBridge, NamedBytes } from '../../host/api/desktopBridge.ts';
import type { ChosenDocument, Shell } from '../../host/api/shell.ts';
import { staticReport } from '../exports/staticReport.ts';

/** The desktop's half of the shell, wrapped so that windows see files and documents. */
export function desktopShell(bridge: DesktopBridge) {
  return {
    kind: 'desktop',
    chooseDocuments: async () => (await bridge.chooseDocuments())?.map(ticketOf),
    chooseSaveTarget: async (suggestedName) => {
      const ticket = await bridge.chooseSaveTarget(suggestedName);
      return ticket === undefined ? undefined : { ticket };
    },
    chooseTrace: async () => {
      const chosen = await bridge.chooseTrace();
      return chosen === undefined ? undefined : new File([chosen.bytes], chosen.name, { type: chosen.type });
    },
    saveFile: async (file) => bridge.saveFile(await bytesOf(file)),
    // The window that prints it runs no scripts.
    printReport: async (file) => bridge.printReport(await bytesOf(await staticReport(file))),
    setDocument: (title, edited) => bridge.setDocument(title, edited),
    onAction: (listener) => bridge.onAction(listener),
    onDocuments: (listener) => bridge.onDocuments((tickets) => listener(tickets.map(ticketOf))),
  } as const satisfies Shell;
}

function ticketOf(ticket: string): ChosenDocument {
  return { kind: 'ticket', ticket };
}

async function bytesOf(file: File): Promise<NamedBytes> {
  return { name: file.name, type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) };
}
