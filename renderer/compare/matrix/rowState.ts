import { leftText, shareOf } from '../../app/progressText.ts';
import type { RunQueue } from '../../state/runQueue.ts';
import { isStale, problemsOf, type Workspace } from '../../state/workspace.ts';

/** How a compared document stands. Its figures, where it has any, stay in every one of these. */
export interface RowState {
  readonly kind: 'drafting' | 'estimate' | 'waiting' | 'running' | 'full' | 'stale' | 'failed' | 'cancelled';
  /** In words, for a cell of the table. */
  readonly text: string;
  /** Of a full run that is going, 0 to 1. */
  readonly share?: number;
}

/** What a compared document is at; what is going on comes before what came of it. */
export function rowState(state: Workspace, queue: Pick<RunQueue, 'waiting'>, id: string): RowState {
  const document = state.documents[id];
  const result = state.results[id];
  const run = state.runs[id];
  const failure = document === undefined ? undefined : failureOf(document);
  if (run?.state === 'running') return { kind: 'running', text: leftText(run), share: shareOf(run) };
  if (queue.waiting.includes(id)) return { kind: 'waiting', text: 'waits for its full run' };
  if (failure !== undefined) return { kind: 'failed', text: failure };
  if (document === undefined || result === undefined) return { kind: 'drafting', text: 'simulating …' };
  if (isStale(state, id)) return { kind: 'stale', text: 'figures of before the last edit; new ones come' };
  if (run?.state === 'failed') {
    const { sentence, action } = run.failure ?? { sentence: 'The full run failed.', action: '' };
    return { kind: 'failed', text: `${sentence} ${action}`.trim() };
  }
  if (result.approximate && (run?.state === 'cancelled' || run?.state === 'interrupted'))
    return { kind: 'cancelled', text: 'full run cancelled; ≈ quick estimate' };
  return result.approximate
    ? { kind: 'estimate', text: '≈ quick estimate' }
    : { kind: 'full', text: 'every request simulated' };
}

function failureOf(document: Workspace['documents'][string]): string | undefined {
  const [problem] = problemsOf(document);
  if (problem !== undefined)
    return `${problem.path === '' ? '' : `${problem.path}: `}${problem.message}. Open it to put it right.`;
  const { draftFailure } = document;
  return draftFailure === undefined ? undefined : `${draftFailure.sentence} ${draftFailure.action}`;
}
