import { type Path, readText, textWithValue } from '../../model/documentText.ts';
import { pathSteps } from '../../../engine/scenario/reading/pathSteps.ts';
import { valueAt } from '../../../engine/scenario/reading/problems.ts';
import { host } from '../../api/host.ts';
import { editDocument } from '../../state/editing.ts';
import { keepNow } from '../../state/autosave.ts';
import { takeDocument } from '../../state/opening.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { setCompared } from '../comparedDocuments.ts';

/** Puts a copy of a compared document right below it. */
export async function duplicateCompared(documentId: string): Promise<void> {
  // The copy is of the text as it is, which the host may not have yet.
  await keepNow(documentId);
  const copy = await host.documents.duplicate({ documentId });
  takeDocument(copy);
  const { compared } = useWorkspace.getState().settings;
  await setCompared(compared.flatMap((id) => (id === documentId ? [id, copy.id] : [id])));
}

/** Gives a document another name: the one in its text. */
export function renameDocument(documentId: string, name: string): void {
  const document = useWorkspace.getState().documents[documentId];
  const text = document === undefined ? undefined : textWithValue(document.text, ['name'], name.trim());
  if (text !== undefined) editDocument(documentId, 'name', text);
}

/**
 * Gives an assumption of a document the value that the baseline's document has; `path` names rows by their ids. Of
 * either document the text as it is now counts, whatever result is shown. False where the text cannot be changed this
 * way: an alias (`*shared`) brings the value in.
 */
export function resetToBaseline(documentId: string, path: string): boolean {
  const { documents, settings } = useWorkspace.getState();
  const document = documents[documentId];
  const baseline = documents[settings.compared[0]];
  if (document === undefined || baseline === undefined || document === baseline) return false;
  const theirs = readText(baseline.text);
  const mine = readText(document.text);
  const value = valueOf(path, theirs, mine);
  const text = textWithValue(document.text, placeOf(path, mine), value);
  if (text !== undefined) editDocument(documentId, `${path} as in the baseline`, text);
  return text !== undefined;
}

/** What the baseline has at a path. How long a horizon is, is a field of its own: when it starts stays. */
function valueOf(path: string, theirs: unknown, mine: unknown): unknown {
  const value = valueAt(theirs, pathSteps(path, theirs));
  if (path !== 'horizon' || typeof value !== 'object' || value === null) return value;
  const start = valueAt(mine, ['horizon', 'start']);
  return { ...value, ...(start === undefined ? {} : { start }) };
}

/** Where a path leads in a document; a row that the document does not have comes behind those that it has. */
function placeOf(path: string, document: unknown): Path {
  const steps = pathSteps(path, document);
  const rows = valueAt(document, steps.slice(0, -1));
  const isMissing = Array.isArray(rows) && typeof steps.at(-1) === 'string';
  return isMissing ? [...steps.slice(0, -1), rows.length] : steps;
}

/** Makes all of the baseline's document but its name as in another one, in one step that can be undone; false where its text is no valid YAML. */
export function takeOverIntoBaseline(documentId: string): boolean {
  const { documents, settings } = useWorkspace.getState();
  const document = documents[documentId];
  const baseline = documents[settings.compared[0]];
  if (document === undefined || baseline === undefined || document === baseline) return false;
  const name = valueAt(readText(baseline.text), ['name']);
  const text = textWithValue(document.text, ['name'], name);
  if (text !== undefined) editDocument(baseline.info.id, `take over ${document.info.name}`, text);
  return text !== undefined;
}
