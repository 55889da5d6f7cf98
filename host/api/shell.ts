import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from './contract.ts';

/** The host as a window calls it. */
export type HostClient = ContractRouterClient<Contract>;

/** Whether the host can be reached. */
export type Connection = 'connecting' | 'open' | 'lost';

/**
 * What a window can ask of whatever it runs in: the one interface of browser and desktop, which the
 * browser's shell and the desktop's preload both satisfy. Files are chosen by the person; a window
 * never names a path.
 */
export interface Shell {
  readonly kind: 'browser' | 'desktop';
  /** Undefined where a choice was called off. Desktop: tickets for the host; browser: the files themselves. */
  chooseDocuments(): Promise<readonly ChosenDocument[] | undefined>;
  /** Where to save a document; undefined where called off. Browser: a download, and no ticket. */
  chooseSaveTarget(suggestedName: string, text: string): Promise<{ readonly ticket?: string } | undefined>;
  chooseTrace(): Promise<File | undefined>;
  /** Hands bytes to the person: a save dialog, or a download. False where called off. */
  saveFile(file: File): Promise<boolean>;
  /** Prints a self-contained report to PDF: a dialog, or the browser's own. False where called off. */
  printReport(html: File): Promise<boolean>;
  /** Title of the window, and whether it holds changes that are not in a file. */
  setDocument(title: string, edited: boolean): void;
  /** The desktop's menu was used: the id of an action. Gives the way to stop listening. */
  onAction(listener: (action: string) => void): () => void;
  /** A document was handed over from outside: dropped on to the window, or opened with Fleetcast. */
  onDocuments(listener: (documents: readonly ChosenDocument[]) => void): () => void;
}

export type ChosenDocument =
  | { readonly kind: 'ticket'; readonly ticket: string }
  | { readonly kind: 'file'; readonly name: string; readonly text: string };
