import type { ResultView } from '../../host/api/types.ts';
import { useWorkspace } from './workspace.ts';

/** Shows a result of its document. A draft never takes the place of a full result of the same text. */
export function keepResult(result: ResultView): void {
  useWorkspace.setState(({ results }) => {
    const before = results[result.documentId];
    const isWorse = before?.mode === 'full' && result.mode === 'draft' && before.text === result.text;
    return isWorse ? {} : { results: { ...results, [result.documentId]: result } };
  });
}
