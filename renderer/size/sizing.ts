import { create } from 'zustand';
import type { ReportSection, SizeDocument, SizeRow } from '../../host/api/types.ts';
import { type ApiError, apiError } from '../api/apiError.ts';
import { host } from '../api/host.ts';
import { changedText, readText, setAt } from '../model/documentText.ts';
import { pathSteps } from '../model/pathSteps.ts';
import { editDocument } from '../state/editing.ts';
import { useWorkspace } from '../state/workspace.ts';

/** A search for a cheaper deployment, and what the last one found. */
export interface Sizing {
  readonly isRunning: boolean;
  readonly share: number;
  readonly sentence: string;
  /** The text that it is, or was, made for. */
  readonly text: string;
  readonly found?: { readonly document: SizeDocument; readonly sections: readonly ReportSection[] };
  readonly failure?: ApiError;
}

/** By document. */
export const useSizings = create<Readonly<Record<string, Sizing>>>(() => ({}));

const running = new Map<string, AbortController>();

/** Searches for the cheapest deployment of a document's pool; what an earlier search found stays until then. */
export async function startSizing(documentId: string, poolId: string): Promise<void> {
  const document = useWorkspace.getState().documents[documentId];
  if (document === undefined || running.has(documentId)) return;
  const { text } = document;
  const abort = new AbortController();
  running.set(documentId, abort);
  patch(documentId, { isRunning: true, share: 0, sentence: 'looking at what fits', text }, 'failure');
  try {
    const events = await host.planning.size({ documentId, text, poolId }, { signal: abort.signal });
    for await (const event of events) {
      if (event.kind === 'progress') patch(documentId, { share: event.share, sentence: event.sentence });
      else patch(documentId, { found: { document: event.document, sections: event.sections } });
    }
  } catch (error) {
    if (!abort.signal.aborted) patch(documentId, { failure: apiError(error) });
  } finally {
    running.delete(documentId);
    patch(documentId, { isRunning: false });
  }
}

/** Ends a search; what an earlier one found stays. */
export function cancelSizing(documentId: string): void {
  running.get(documentId)?.abort();
}

/** Writes a deployment that was found into its document, as one step to undo. */
export function takeDeployment(documentId: string, { label, settings }: SizeRow): void {
  const document = useWorkspace.getState().documents[documentId];
  if (document === undefined) return;
  const plain = readText(document.text);
  const text = changedText(document.text, (yaml) => {
    for (const { path, value } of settings) setAt(yaml, pathSteps(path, plain), value);
  });
  if (text !== undefined) editDocument(documentId, label, text);
}

function patch(documentId: string, change: Partial<Sizing>, without?: 'failure'): void {
  useSizings.setState((all) => {
    const before = all[documentId] ?? { isRunning: false, share: 0, sentence: '', text: '' };
    const after: Sizing & { failure?: ApiError } = { ...before, ...change };
    if (without !== undefined) delete after[without];
    return { [documentId]: after };
  });
}
