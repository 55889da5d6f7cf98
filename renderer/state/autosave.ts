import { type ApiError, apiError } from '../api/apiError.ts';
import { host } from '../api/host.ts';
import { patchDocument, useWorkspace } from './workspace.ts';

const KEEP_AFTER_MS = 400;

const timers = new Map<string, ReturnType<typeof setTimeout>>();
/** Writes of a document follow one another: each names the revision that the one before made. */
const writes = new Map<string, Promise<void>>();

/** Told of a write that another window was ahead of. */
let onConflict: (id: string, error: ApiError) => void = () => undefined;

/** Says who asks the person when two windows changed one document. */
export function whenInConflict(ask: typeof onConflict): void {
  onConflict = ask;
}

/** Has the host keep the text of a document in a moment. */
export function keepSoon(id: string): void {
  clearTimeout(timers.get(id));
  timers.set(
    id,
    setTimeout(() => void keepNow(id), KEEP_AFTER_MS),
  );
}

/** Has the host keep the text of a document now, after what is being written. Never throws. */
export function keepNow(id: string): Promise<void> {
  clearTimeout(timers.get(id));
  const next = (writes.get(id) ?? Promise.resolve()).then(() => write(id));
  writes.set(id, next);
  return next;
}

async function write(id: string): Promise<void> {
  const document = useWorkspace.getState().documents[id];
  if (document === undefined || document.text === document.info.text) return;
  const { text, info } = document;
  try {
    const kept = await host.documents.write({ documentId: id, text, revision: info.revision });
    const { keepFailure: _gone, ...rest } = useWorkspace.getState().documents[id] ?? document;
    useWorkspace.setState(({ documents }) => ({
      documents: { ...documents, [id]: { ...rest, info: kept } },
    }));
  } catch (error) {
    const failure = apiError(error);
    if (failure.code === 'CONFLICT') onConflict(id, failure);
    else patchDocument(id, { keepFailure: failure });
  }
}
