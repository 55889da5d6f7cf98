import { parseScenario } from '../../engine/scenario/parse.ts';
import type { Problem } from '../../host/api/types.ts';
import { keepSoon } from './autosave.ts';
import { draftSoon } from './drafting.ts';
import { isEncoder } from './knownModels.ts';
import { redone, undone, withStep, type History } from './history.ts';
import { patchDocument, useWorkspace } from './workspace.ts';

/**
 * Gives a document a new text; `label` names the step for undo, and steps of one `key` in quick
 * succession are one. Drafts and keeps it in a moment.
 */
export function editDocument(id: string, label: string, text: string, key?: string): void {
  const document = useWorkspace.getState().documents[id];
  if (document === undefined || document.text === text) return;
  show(id, text, withStep(document.history, { label, key }, document.text, Date.now()));
}

/** Takes the last step of a document back. */
export function undoEdit(id: string): void {
  move(id, undone);
  useWorkspace.setState({ lastUndone: id });
}

/** Makes the last step that was taken back again. */
export function redoEdit(id: string): void {
  move(id, redone);
}

/** What is wrong with a text by the document's own rules. */
export function schemaProblems(text: string, name: string): readonly Problem[] {
  const parsed = parseScenario(text, name, [], isEncoder);
  return 'problems' in parsed ? parsed.problems : [];
}

function move(id: string, step: typeof undone): void {
  const document = useWorkspace.getState().documents[id];
  if (document === undefined) return;
  const moved = step(document.history, document.text);
  if (moved !== undefined) show(id, moved.text, moved.history);
}

function show(id: string, text: string, history: History): void {
  const name = useWorkspace.getState().documents[id].info.name;
  patchDocument(id, { text, history, problems: schemaProblems(text, name) });
  keepSoon(id);
  draftSoon(id);
}
