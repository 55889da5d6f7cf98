import { MOST_COMPARED } from '../../engine/scenario/mostCompared.ts';
import { host } from '../api/host.ts';
import { takeDocument } from '../state/opening.ts';
import { changeSettings } from '../state/settings.ts';
import { useWorkspace } from '../state/workspace.ts';

/** Says which documents are compared, the baseline first. */
export async function setCompared(ids: readonly string[]): Promise<void> {
  await changeSettings({ compared: ids });
}

/** Puts a document into the comparison. */
export async function addCompared(id: string): Promise<void> {
  const { compared } = useWorkspace.getState().settings;
  if (!compared.includes(id) && compared.length < MOST_COMPARED) await setCompared([...compared, id]);
}

/** Takes a document out of the comparison; it stays where it is. */
export async function removeCompared(id: string): Promise<void> {
  await setCompared(useWorkspace.getState().settings.compared.filter((other) => other !== id));
}

/** Makes a document the one that all others are compared with. */
export async function pinCompared(id: string): Promise<void> {
  await setCompared([id, ...useWorkspace.getState().settings.compared.filter((other) => other !== id)]);
}

/** Gets the compared documents into the window; those that are gone leave the comparison. */
export async function takeCompared(): Promise<void> {
  const { compared } = useWorkspace.getState().settings;
  const there: string[] = [];
  for (const documentId of compared) {
    try {
      takeDocument(await host.documents.get({ documentId }));
      there.push(documentId);
    } catch {
      // Removed, perhaps in another window.
    }
  }
  if (there.length < compared.length) await setCompared(there);
}
