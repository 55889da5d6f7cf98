import type { VaryRow } from '../../host/api/types.ts';
import { host } from '../api/host.ts';
import { shell } from '../shell/shell.ts';
import { documentOfChosen, takeDocument } from '../state/opening.ts';
import { useWorkspace } from '../state/workspace.ts';
import { addCompared, setCompared } from './comparedDocuments.ts';

/** Puts an example into the comparison. Throws what the host says. */
export async function addExample(example: string): Promise<void> {
  const document = await host.documents.openExample({ example });
  takeDocument(document);
  await addCompared(document.id);
}

/** Lets the person choose files and puts them into the comparison. Throws what the host says. */
export async function addChosenFiles(): Promise<void> {
  for (const chosen of (await shell.chooseDocuments()) ?? []) {
    const document = await documentOfChosen(chosen);
    takeDocument(document);
    await addCompared(document.id);
  }
}

/**
 * Puts what was varied and its rows into the comparison: behind what is compared already, or as a comparison of their own
 * with what was varied as the baseline (`isNew`, and where nothing is known of it yet). Throws what the host says.
 */
export async function compareRows(baseId: string, rows: readonly VaryRow[], isNew: boolean): Promise<void> {
  const { compared } = useWorkspace.getState().settings;
  const before = !isNew && compared.includes(baseId) ? compared : [baseId];
  await setCompared([...before, ...rows.map(({ documentId }) => documentId)]);
}
