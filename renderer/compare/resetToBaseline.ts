import { valueAt } from '../../engine/scenario/problems.ts';
import { readText, textWithValue } from '../model/documentText.ts';
import { editDocument } from '../state/editing.ts';
import type { OpenDocument } from '../state/workspace.ts';
import { pathSteps } from '../model/pathSteps.ts';

/** Gives an assumption of a document the value that the baseline has; `path` names rows by their ids. */
export function resetToBaseline({ info, text }: OpenDocument, baseline: string, path: string): void {
  const theirs = readText(baseline);
  const value = valueAt(theirs, pathSteps(path, theirs));
  const changed = textWithValue(text, pathSteps(path, readText(text)), value);
  if (changed !== undefined) editDocument(info.id, `${path} as in the baseline`, changed);
}
