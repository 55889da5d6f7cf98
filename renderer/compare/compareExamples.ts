import { host } from '../api/host.ts';
import { takeDocument } from '../state/opening.ts';
import { goTo } from '../state/workspace.ts';
import { setCompared } from './comparedDocuments.ts';

/** Compares examples by their names, each with the first. */
export async function compareExamples(names: readonly string[]): Promise<void> {
  const ids: string[] = [];
  for (const example of names) {
    const document = await host.documents.openExample({ example });
    takeDocument(document);
    ids.push(document.id);
  }
  await setCompared(ids);
  goTo('compare');
}
