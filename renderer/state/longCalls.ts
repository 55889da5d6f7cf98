import { create, type StoreApi, type UseBoundStore } from 'zustand';
import { type ApiError, apiError } from '../api/apiError.ts';
import { useWorkspace } from './workspace.ts';

/** A call about a document that takes its time, and what the last one found. */
export interface LongCall<Found> {
  readonly isRunning: boolean;
  readonly share: number;
  readonly sentence: string;
  readonly found?: Found;
  /** The text that it was found for. */
  readonly foundText?: string;
  readonly failure?: ApiError;
}

/** What such a call tells: how far it is, then what it found. */
type CallEvent<Found> =
  | { readonly kind: 'progress'; readonly share: number; readonly sentence: string }
  | ({ readonly kind: 'done' } & Found);

export interface LongCalls<Found, Choice> {
  /** By document. */
  readonly use: UseBoundStore<StoreApi<Readonly<Record<string, LongCall<Found>>>>>;
  /** Begins one for the document's text as it is, unless one is running; what was found before stays until then. */
  start(documentId: string, choice: Choice): Promise<void>;
  /** Ends it; what was found before stays. */
  cancel(documentId: string): void;
}

/** Calls of one kind, one at a time for each document. */
export function createLongCalls<Found, Choice>(
  firstSentence: string,
  begin: (
    input: { readonly documentId: string; readonly text: string },
    choice: Choice,
    signal: AbortSignal,
  ) => Promise<AsyncIterable<CallEvent<Found>>>,
): LongCalls<Found, Choice> {
  const use = create<Readonly<Record<string, LongCall<Found>>>>(() => ({}));
  const running = new Map<string, AbortController>();
  const patch = (documentId: string, change: Partial<LongCall<Found>>): void =>
    use.setState((all) => {
      const before = all[documentId] ?? { isRunning: false, share: 0, sentence: '' };
      return { [documentId]: { ...before, ...change } };
    });
  return {
    use,
    start: async (documentId, choice) => {
      const document = useWorkspace.getState().documents[documentId];
      if (document === undefined || running.has(documentId)) return;
      const { text } = document;
      const abort = new AbortController();
      running.set(documentId, abort);
      use.setState((all) => {
        const { failure: _before, ...kept } = all[documentId] ?? {};
        return { [documentId]: { ...kept, isRunning: true, share: 0, sentence: firstSentence } };
      });
      try {
        for await (const event of await begin({ documentId, text }, choice, abort.signal)) {
          if (event.kind === 'progress') patch(documentId, { share: event.share, sentence: event.sentence });
          else patch(documentId, { found: event, foundText: text });
        }
      } catch (error) {
        if (!abort.signal.aborted) patch(documentId, { failure: apiError(error) });
      } finally {
        running.delete(documentId);
        patch(documentId, { isRunning: false });
      }
    },
    cancel: (documentId) => running.get(documentId)?.abort(),
  };
}
