import { host } from '../api/host.ts';
import { valueAt } from '../../engine/scenario/reading/problems.ts';
import { readText, textWithValue } from '../model/documentText.ts';
import { takeDocument } from '../state/opening.ts';
import { goTo } from '../state/workspace.ts';
import { setCompared } from './comparedDocuments.ts';

/**
 * Compares a document with a copy of itself that has one replica less in its first pool (or one more, where
 * there is only one; of an autoscaled one that is the most): a difference to look at, and a variant to change at once.
 */
export async function compareWithVariant(documentId: string): Promise<void> {
  const original = await host.documents.get({ documentId });
  const variant = await variantOf(documentId, original.text);
  takeDocument(original);
  takeDocument(variant);
  await setCompared([original.id, variant.id]);
  goTo('compare');
}

async function variantOf(documentId: string, text: string) {
  const plain = readText(text);
  const pool = valueAt(plain, ['pools', 0]);
  const name = String(valueAt(plain, ['name']) ?? 'Scenario');
  const autoscale = valueAt(pool, ['autoscale']);
  const field = autoscale === undefined ? ['replicas'] : ['autoscale', 'max'];
  const replicas = Number(valueAt(pool, field) ?? (autoscale === undefined ? 1 : Number.NaN));
  const least = autoscale === undefined ? 1 : Number(valueAt(autoscale, ['min']) ?? 1);
  const other = replicas > Math.max(1, least) ? replicas - 1 : replicas + 1;
  // A schedule has no bound to move.
  if (pool === undefined || !Number.isFinite(other)) return host.documents.duplicate({ documentId });
  const many = `${other} ${other === 1 ? 'replica' : 'replicas'}`;
  const variant = `${name}, ${autoscale === undefined ? many : `at most ${many}`}`;
  const changed = textWithValue(text, ['pools', 0, ...field], other);
  const named = changed === undefined ? undefined : textWithValue(changed, ['name'], variant);
  if (named === undefined) return host.documents.duplicate({ documentId });
  // One that was made before and never changed does: asking twice should not leave two.
  for (const { id, name: kept } of await host.documents.recent()) {
    if (kept !== variant) continue;
    const before = await host.documents.get({ documentId: id });
    if (before.text === named) return before;
  }
  const copy = await host.documents.duplicate({ documentId });
  return host.documents.write({ documentId: copy.id, text: named, revision: copy.revision });
}
