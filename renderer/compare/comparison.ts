import { create } from 'zustand';
import type { CompareView, ResultRef, ResultView } from '../../host/api/types.ts';
import { type ApiError, apiError } from '../api/apiError.ts';
import { host } from '../api/host.ts';
import { refOf } from '../state/keepResult.ts';
import { useWorkspace, type Workspace } from '../state/workspace.ts';

/** The comparison that is shown; what was shown stays until a new one is there. */
export interface Comparison {
  readonly view?: CompareView;
  /** Why there is no newer one. */
  readonly failure?: ApiError;
  /** A new one is being worked out. */
  readonly isComparing: boolean;
}

/** Changed by `watchComparison` alone. */
export const useComparison = create<Comparison>(() => ({ isComparing: false }));

/** The results of the compared documents that have one, in the order of the comparison: the first is the baseline. */
export function comparedResults({ settings, results }: Workspace): readonly ResultRef[] {
  return settings.compared.flatMap((id) => (results[id] === undefined ? [] : [refOf(results[id])]));
}

/**
 * Compares as soon as two documents have results, and again whenever one has a new one or the list changed. One
 * question is asked at a time: of what changes meanwhile, only how it stands at the end is asked for. Gives the way to stop.
 */
export function watchComparison(): () => void {
  const stopped = new AbortController();
  let isAsking = false;
  let asked: readonly ResultView[] = [];
  const look = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    for (let now = shownResults(); !stopped.signal.aborted && !isSame(now, asked); now = shownResults()) {
      asked = now;
      if (now.length < 2) useComparison.setState({ isComparing: false }, true);
      else await compare(now.map(refOf));
    }
    isAsking = false;
  };
  const stop = useWorkspace.subscribe((state, before) => {
    if (state.results !== before.results || state.settings !== before.settings) void look();
  });
  void look();
  return () => {
    stopped.abort();
    stop();
  };
}

function shownResults(): readonly ResultView[] {
  const { settings, results } = useWorkspace.getState();
  return settings.compared.map((id) => results[id]).filter((result) => result !== undefined);
}

function isSame(a: readonly ResultView[], b: readonly ResultView[]): boolean {
  return a.length === b.length && a.every((result, index) => result === b[index]);
}

/** Never throws. */
async function compare(compared: readonly ResultRef[]): Promise<void> {
  useComparison.setState({ isComparing: true });
  try {
    useComparison.setState(
      { view: await host.compare.results({ compared: [...compared] }), isComparing: false },
      true,
    );
  } catch (error) {
    useComparison.setState({ failure: apiError(error), isComparing: false });
  }
}
