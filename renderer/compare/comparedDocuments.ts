import { MOST_COMPARED } from '../../engine/scenario/mostCompared.ts';
import { host } from '../api/host.ts';
import { apiError } from '../api/apiError.ts';
import { ensureResult } from '../state/drafting.ts';
import { takeDocument } from '../state/opening.ts';
import { changeSettings } from '../state/settings.ts';
import { useWorkspace } from '../state/workspace.ts';

/** Says which documents are compared, the baseline first. */
export async function setCompared(ids: readonly string[]): Promise<void> {
  await changeSettings({ compared: [...new Set(ids)].slice(0, MOST_COMPARED) });
}

/** Puts documents into the comparison, behind those that are there. */
export async function addCompared(...ids: readonly string[]): Promise<void> {
  await setCompared([...useWorkspace.getState().settings.compared, ...ids]);
}

/** Takes a document out of the comparison; it stays where it is. */
export async function removeCompared(id: string): Promise<void> {
  await setCompared(useWorkspace.getState().settings.compared.filter((other) => other !== id));
}

/** Moves a document to a place in the order; at the first one it is the baseline, which all others are compared with. */
export async function moveCompared(id: string, to: number): Promise<void> {
  const rest = useWorkspace.getState().settings.compared.filter((other) => other !== id);
  await setCompared([...rest.slice(0, to), id, ...rest.slice(to)]);
}

/**
 * Gets the compared documents into the window that are not there yet; those that are gone leave the comparison. Each gets an answer.
 * Throws what else the host says: of a way that is lost nobody can tell what is gone.
 */
export async function takeCompared(): Promise<void> {
  const { settings, documents } = useWorkspace.getState();
  const missing = settings.compared.filter((id) => documents[id] === undefined);
  const gone = new Set<string>();
  for (const documentId of missing) {
    try {
      takeDocument(await host.documents.get({ documentId }));
    } catch (error) {
      if (apiError(error).code !== 'NOT_FOUND') throw error;
      gone.add(documentId);
    }
  }
  // What was added or moved meanwhile stays so.
  const there = useWorkspace.getState().settings.compared.filter((id) => !gone.has(id));
  if (gone.size > 0) await setCompared(there);
  for (const id of there) void ensureResult(id);
}
