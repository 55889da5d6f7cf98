import type { ChosenDocument, Shell } from '../../host/api/shell.ts';

const SCENARIO_FILES = '.yaml,.yml,.json';
const TRACE_FILES = '.csv,.jsonl,.json,.gz,.txt,.tsv';
/** How long a download's address lives on: the browser has begun to read it by then. */
const REVOKE_MS = 60_000;

/** What a window can ask of a browser: its file picker, downloads, its own printing. */
export function browserShell() {
  return {
    kind: 'browser',
    chooseDocuments: async () => {
      const files = await pickFiles(SCENARIO_FILES, true);
      return files === undefined ? undefined : Promise.all(files.map(documentOf));
    },
    chooseSaveTarget: async (suggestedName, text) => {
      download(new File([text], suggestedName, { type: 'application/yaml' }));
      return {};
    },
    chooseTrace: async () => (await pickFiles(TRACE_FILES, false))?.[0],
    saveFile: async (file) => {
      download(file);
      return true;
    },
    printReport: async (file) => {
      printInFrame(file);
      return true;
    },
    setDocument: (title, edited) => {
      document.title = `${edited ? '● ' : ''}${title === '' ? '' : `${title} – `}Fleetcast`;
    },
    // A browser has no menu of ours.
    onAction: () => () => undefined,
    onDocuments: (listener) => {
      const carriesFiles = (event: DragEvent): boolean =>
        event.dataTransfer?.types.includes('Files') === true;
      const onDragOver = (event: DragEvent): void => {
        if (carriesFiles(event)) event.preventDefault();
      };
      const onDrop = (event: DragEvent): void => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        void Promise.all([...(event.dataTransfer?.files ?? [])].map(documentOf)).then(listener);
      };
      window.addEventListener('dragover', onDragOver);
      window.addEventListener('drop', onDrop);
      return () => {
        window.removeEventListener('dragover', onDragOver);
        window.removeEventListener('drop', onDrop);
      };
    },
  } as const satisfies Shell;
}

async function documentOf(file: File): Promise<ChosenDocument> {
  return { kind: 'file', name: file.name, text: await file.text() };
}

function pickFiles(accept: string, multiple: boolean): Promise<readonly File[] | undefined> {
  return new Promise((resolve) => {
    const input = Object.assign(document.createElement('input'), { type: 'file', accept, multiple });
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve(undefined));
    input.click();
  });
}

function download(file: File): void {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: address, download: file.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), REVOKE_MS);
}

/** The report brings its own policy; the frame goes once the browser's print dialog is done with it. */
function printInFrame(file: File): void {
  const address = URL.createObjectURL(file);
  const frame = Object.assign(document.createElement('iframe'), { src: address, title: 'Report to print' });
  // Of a size, so that charts are drawn; out of sight.
  frame.style.cssText = 'position:fixed;left:-10000px;top:0;width:1000px;height:1400px;border:0';
  frame.addEventListener('load', () => {
    const page = frame.contentWindow;
    page?.addEventListener('afterprint', () => {
      frame.remove();
      URL.revokeObjectURL(address);
    });
    page?.print();
  });
  document.body.append(frame);
}
