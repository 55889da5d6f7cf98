import { create } from 'zustand';
import type {
  DocumentInfo,
  Problem,
  ResultView,
  RunInfo,
  Settings,
  SystemInfo,
} from '../../host/api/types.ts';
import type { ApiError } from '../api/apiError.ts';
import type { History } from './history.ts';
import type { Route } from './routes.ts';

/** A document as this window has it: its text may be ahead of what the host keeps. */
export interface OpenDocument {
  readonly info: DocumentInfo;
  readonly text: string;
  readonly history: History;
  /** What the schema says of the text, at once. */
  readonly problems: readonly Problem[];
  /** What the host says of it beside: catalogue names, memory, traces. */
  readonly hostProblems: readonly Problem[];
  /** A draft of the text as it is, is being made. */
  readonly isDrafting: boolean;
  /** Why there is no draft of the text as it is. */
  readonly draftFailure?: ApiError;
  /** The draft could not be kept. */
  readonly keepFailure?: ApiError;
}

/** Everything that the screens show. */
export interface Workspace {
  readonly route: Route;
  readonly system?: SystemInfo;
  readonly settings: Settings;
  /** On the Model screen. */
  readonly documentId?: string;
  readonly documents: Readonly<Record<string, OpenDocument>>;
  /** The last result of each document; it may answer an older text (`isStale`). */
  readonly results: Readonly<Record<string, ResultView>>;
  /** The full run of each document that is going, or that ended otherwise than with a result. */
  readonly runs: Readonly<Record<string, RunInfo>>;
  /** Of which document the last step was taken back: whose it is that redo makes again where several are shown. */
  readonly lastUndone?: string;
  /** Grows when the list of recent documents may have changed. */
  readonly documentsChanged: number;
}

/** The one store of the window. Changed by the functions of this folder, and by nobody else. */
export const useWorkspace = create<Workspace>(() => ({
  route: 'home',
  settings: { theme: 'system', compared: [] },
  documents: {},
  results: {},
  runs: {},
  documentsChanged: 0,
}));

/** Shows a screen. */
export function goTo(route: Route): void {
  useWorkspace.setState({ route });
}

/** Changes parts of an open document; of one that is not open, nothing. */
export function patchDocument(id: string, patch: Partial<OpenDocument>): void {
  useWorkspace.setState(({ documents }) => {
    const before = documents[id];
    return before === undefined ? {} : { documents: { ...documents, [id]: { ...before, ...patch } } };
  });
}

/** Whether the result shown for a document answers another text than it has now. */
export function isStale(state: Workspace, documentId: string): boolean {
  const result = state.results[documentId];
  const document = state.documents[documentId];
  return result !== undefined && document !== undefined && result.text !== document.text;
}

/** The document on the Model screen. */
export function currentDocument({ documents, documentId }: Workspace): OpenDocument | undefined {
  return documentId === undefined ? undefined : documents[documentId];
}

/** The document that the frame of the window speaks of: none while several are compared. */
export function shownDocument(state: Workspace): OpenDocument | undefined {
  return state.route === 'compare' ? undefined : currentDocument(state);
}

/** Whose step undo takes back: the shown document's; of several that are compared, that of the last edit. */
export function undoTarget(state: Workspace): string | undefined {
  if (state.route !== 'compare') return state.documentId;
  const lastEdit = (id: string): number => state.documents[id]?.history.undo.at(-1)?.at ?? -1;
  return state.settings.compared
    .filter((id) => lastEdit(id) >= 0)
    .reduce<string | undefined>(
      (best, id) => (best === undefined || lastEdit(id) > lastEdit(best) ? id : best),
      undefined,
    );
}

/** Whose step redo makes again. */
export function redoTarget(state: Workspace): string | undefined {
  return state.route === 'compare' ? state.lastUndone : state.documentId;
}

/** Everything wrong with a document, the schema's word first. */
export function problemsOf({ problems, hostProblems }: OpenDocument): readonly Problem[] {
  return problems.length > 0 ? problems : hostProblems;
}

/** Whether it differs from its file or example, or is in none. */
export function isEdited({ info, text }: OpenDocument): boolean {
  return text !== info.savedText;
}
