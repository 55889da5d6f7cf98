import { runAllInFull } from '../state/runQueue.ts';
import { isStale, useWorkspace, type Workspace } from '../state/workspace.ts';

/** The compared documents of which the text as it is has not been simulated in full. */
export function notInFull(state: Workspace): readonly string[] {
  return state.settings.compared.filter(
    (id) => state.results[id]?.approximate !== false || isStale(state, id),
  );
}

/** Runs those in full that were not yet; where all were, all of them. Throws what the host says. */
export async function runAllCompared(): Promise<void> {
  const state = useWorkspace.getState();
  const left = notInFull(state);
  await runAllInFull(left.length === 0 ? state.settings.compared : left);
}
