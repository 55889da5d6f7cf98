import type { ReportSection, SizeDocument, SizeRow } from '../../host/api/types.ts';
import { host } from '../api/host.ts';
import { changedText, readText, setAt } from '../model/documentText.ts';
import { pathSteps } from '../../engine/scenario/pathSteps.ts';
import { editDocument } from '../state/editing.ts';
import { createLongCalls } from '../state/longCalls.ts';
import { useWorkspace } from '../state/workspace.ts';

/** What a search for a cheaper deployment found. */
export interface Sizing {
  readonly document: SizeDocument;
  readonly sections: readonly ReportSection[];
}

/** Searches for the cheapest deployment of a pool, by its id. */
export const sizings = createLongCalls<Sizing, string>(
  'looking at what fits',
  async (input, poolId, signal) => host.planning.size({ ...input, poolId }, { signal }),
);

/** Writes a deployment that was found into its document, as one step to undo. */
export function takeDeployment(documentId: string, { label, settings }: SizeRow): void {
  const document = useWorkspace.getState().documents[documentId];
  if (document === undefined) return;
  const plain = readText(document.text);
  const text = changedText(document.text, (yaml) => {
    for (const { path, value } of settings) setAt(yaml, pathSteps(path, plain), value);
  });
  if (text !== undefined) editDocument(documentId, label, text);
}
