import type { WrittenCommitment } from '../../host/api/types.ts';
import { say } from '../app/say.ts';
import { appendItem, changedText, readText } from '../model/documentText.ts';
import { freeId } from '../model/form/listItems.ts';
import { valueAt } from '../../engine/scenario/problems.ts';
import { editDocument } from '../state/editing.ts';
import { useWorkspace } from '../state/workspace.ts';

/** Writes purchases into a document's commitments, as one step to undo. */
export function buy(documentId: string, label: string, purchases: readonly WrittenCommitment[]): void {
  const document = useWorkspace.getState().documents[documentId];
  if (document === undefined) return;
  const held = valueAt(readText(document.text), ['commitments']);
  const taken = Array.isArray(held) ? held.map((each: unknown) => String(valueAt(each, ['id']))) : [];
  const text = changedText(document.text, (yaml) => {
    for (const purchase of purchases) {
      const id = freeId(purchase.id, taken);
      taken.push(id);
      appendItem(yaml, 'commitments', { ...purchase, id });
    }
  });
  if (text === undefined) return;
  editDocument(documentId, label, text);
  say(`${label}: now among the scenario’s commitments. Undo takes it back.`);
}
