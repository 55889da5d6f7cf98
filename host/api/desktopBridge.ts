/** Bytes with a name: what of a `File` can cross from the desktop's preload into the page and back. */
export interface NamedBytes {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * What the desktop's preload puts into the page as `window.fleetcastDesktop`. It is the desktop's
 * half of `Shell`: Electron's bridge carries plain data, promises and functions, but drops the name of
 * a `File`, so the page wraps this into a `Shell`. Files are named by tickets, never by paths.
 */
export interface DesktopBridge {
  /**
   * Asks for a way to the host. It arrives as a `message` event of the page's own window, from its own
   * origin, with `{ kind: 'fleetcast-host' }` as data and one MessagePort; once more after each
   * restart of the host.
   */
  connect(): void;
  /** Tickets of the documents that the person chose; undefined where called off. */
  chooseDocuments(): Promise<readonly string[] | undefined>;
  /** Ticket to save under; undefined where called off. */
  chooseSaveTarget(suggestedName: string): Promise<string | undefined>;
  chooseTrace(): Promise<NamedBytes | undefined>;
  /** False where called off. */
  saveFile(file: NamedBytes): Promise<boolean>;
  /** Prints a self-contained HTML report into a PDF file. False where called off. */
  printReport(html: NamedBytes): Promise<boolean>;
  setDocument(title: string, edited: boolean): void;
  onAction(listener: (action: string) => void): () => void;
  onDocuments(listener: (tickets: readonly string[]) => void): () => void;
}

/** What the message with the way to the host carries beside its port. */
export const HOST_PORT_MESSAGE = { kind: 'fleetcast-host' } as const;
