import { host } from '../api/host.ts';
import { keepNow } from './autosave.ts';
import { draftSoon } from './drafting.ts';
import { schemaProblems } from './editing.ts';
import { withStep } from './history.ts';
import { patchDocument, useWorkspace } from './workspace.ts';

/** Of two versions of a document, this window's stays; the other is one step back. */
export async function keepMine(id: string): Promise<void> {
  const info = await host.documents.get({ documentId: id });
  const mine = useWorkspace.getState().documents[id];
  if (mine === undefined) return;
  patchDocument(id, {
    info,
    history: withStep(mine.history, { label: 'the other window’s version' }, info.text, 0),
  });
  await keepNow(id);
}

/** Of two versions of a document, the other window's stays; this one's is one step back. */
export async function loadTheirs(id: string): Promise<void> {
  const info = await host.documents.get({ documentId: id });
  const mine = useWorkspace.getState().documents[id];
  if (mine === undefined) return;
  patchDocument(id, {
    info,
    text: info.text,
    history: withStep(mine.history, { label: 'this window’s version' }, mine.text, 0),
    problems: schemaProblems(info.text, info.name),
  });
  draftSoon(id);
}
