import type { PurchaseChoice } from '../../host/api/types.ts';
import { host } from '../api/host.ts';
import { attempt, say } from '../app/say.ts';
import { appendItem, changedText } from '../model/documentText.ts';
import { editDocument } from '../state/editing.ts';
import { useWorkspace } from '../state/workspace.ts';

/**
 * Writes a purchase of a plan into a document's commitments, as one step to undo. Only the text that was planned for is written to: the
 * back room refuses another one, and one that was edited while it answered is left as it is.
 */
export async function buy(documentId: string, planId: string, choice: PurchaseChoice): Promise<void> {
  await attempt(async () => {
    const before = useWorkspace.getState().documents[documentId];
    if (before === undefined) return;
    const { label, commitments } = await host.planning.purchase({ planId, text: before.text, choice });
    if (useWorkspace.getState().documents[documentId]?.text !== before.text) {
      say('The scenario changed meanwhile, so nothing was bought. Plan again.');
      return;
    }
    const text = changedText(before.text, (yaml) => {
      for (const purchase of commitments) {
        appendItem(yaml, 'commitments', { ...purchase });
      }
    });
    if (text === undefined || text === before.text) return;
    editDocument(documentId, label, text);
    say(`${label}: now among the scenario’s commitments. Undo takes it back.`);
  });
}
