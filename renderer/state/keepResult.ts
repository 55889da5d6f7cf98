import type { ResultRef, ResultView } from '../../host/api/types.ts';
import { useWorkspace } from './workspace.ts';

/**
 * Shows a result of its document. A draft never takes the place of a full result of the same text, nor a result of an
 * older text (a slow draft, a run that was started before an edit) that of the text as it is.
 */
export function keepResult(result: ResultView): void {
  useWorkspace.setState(({ results, documents }) => {
    const before = results[result.documentId];
    const text = documents[result.documentId]?.text;
    const isWorse = before?.mode === 'full' && result.mode === 'draft' && before.text === result.text;
    const isOlder = before !== undefined && before.text === text && result.text !== text;
    return isWorse || isOlder ? {} : { results: { ...results, [result.documentId]: result } };
  });
}

/** How calls name a result. */
export function refOf({ id, documentId }: Pick<ResultView, 'id' | 'documentId'>): ResultRef {
  return { documentId, resultId: id };
}
