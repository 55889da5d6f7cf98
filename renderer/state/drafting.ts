import { parseScenario } from '../../engine/scenario/parse.ts';
import { apiError } from '../api/apiError.ts';
import { host } from '../api/host.ts';
import { atMost } from './atMost.ts';
import { keepResult } from './keepResult.ts';
import { isEncoder } from './knownModels.ts';
import { isStale, patchDocument, useWorkspace } from './workspace.ts';

/** From the last keystroke to the draft: typing a number should not draft each of its digits. */
const DRAFT_AFTER_MS = 150;

const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; stop: AbortController }>();

/** Drafts a document's text soon, unless it is edited again before. What it shows stays until then. */
export function draftSoon(id: string): void {
  const before = waiting.get(id);
  clearTimeout(before?.timer);
  before?.stop.abort();
  const stop = new AbortController();
  waiting.set(id, { stop, timer: setTimeout(() => void draftNow(id, stop.signal), DRAFT_AFTER_MS) });
}

/** Texts that are being answered: asked for again (Home, then Model), they are not simulated twice at once. */
const answering = new Map<string, Promise<void>>();

/** Gets the document a result if it has none of its text: the last one kept, else a draft. */
export function ensureResult(id: string): Promise<void> {
  const { documents, results } = useWorkspace.getState();
  const text = documents[id]?.text;
  if (text === undefined || results[id]?.text === text) return Promise.resolve();
  const key = `${id} ${text}`;
  const answer = answering.get(key) ?? inTurn(() => answered(id)).finally(() => answering.delete(key));
  answering.set(key, answer);
  return answer;
}

/** Many scenarios that come at once (a comparison) are answered one after the other, and the first ones soon. */
const inTurn = atMost(4);

async function answered(id: string): Promise<void> {
  try {
    const kept = await host.results.latest({ documentId: id });
    if (kept !== null) keepResult(kept);
  } catch {
    // Without a kept result a draft does.
  }
  const state = useWorkspace.getState();
  if (state.results[id] === undefined || isStale(state, id)) await draftNow(id, new AbortController().signal);
}

async function draftNow(id: string, signal: AbortSignal): Promise<void> {
  const document = useWorkspace.getState().documents[id];
  if (document === undefined) return;
  const { text } = document;
  if ('problems' in parseScenario(text, document.info.name, [], isEncoder)) {
    patchDocument(id, { isDrafting: false, hostProblems: [] });
    return;
  }
  patchDocument(id, { isDrafting: true });
  try {
    keepResult(await host.runs.draft({ documentId: id, text }, { signal }));
    finish(id, text, { hostProblems: [] });
  } catch (error) {
    if (signal.aborted) return;
    const failure = apiError(error);
    finish(id, text, { hostProblems: failure.problems, draftFailure: failure });
  }
}

/** Says how the draft of `text` went, unless the text is another by now. */
function finish(id: string, text: string, outcome: Parameters<typeof patchDocument>[1]): void {
  const document = useWorkspace.getState().documents[id];
  if (document?.text !== text) return;
  const { draftFailure: _before, ...rest } = document;
  useWorkspace.setState(({ documents }) => ({
    documents: { ...documents, [id]: { ...rest, isDrafting: false, ...outcome } },
  }));
}
