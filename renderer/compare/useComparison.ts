import { useEffect, useState } from 'react';
import type { CompareView } from '../../host/api/types.ts';
import { type ApiError, apiError } from '../api/apiError.ts';
import { host } from '../api/host.ts';
import { useWorkspace } from '../state/workspace.ts';

/** The comparison of the compared documents' results, as they are now. */
export interface Comparison {
  readonly view?: CompareView;
  readonly failure?: ApiError;
  /** The results that are shown, or will be. */
  readonly resultIds: readonly string[];
}

/** Compares once every document has a result, and again whenever one has a new one; what was shown stays until then. */
export function useComparison(ids: readonly string[]): Comparison {
  const results = useWorkspace((state) => state.results);
  const found = ids.map((id) => results[id]?.id);
  const resultIds = found.filter((id) => id !== undefined);
  const isReady = ids.length >= 2 && resultIds.length === ids.length;
  const key = resultIds.join(' ');
  const [state, setState] = useState<Omit<Comparison, 'resultIds'>>({});
  useEffect(() => {
    if (!isReady) return undefined;
    const stop = new AbortController();
    host.compare.results({ resultIds: key.split(' ') }, { signal: stop.signal }).then(
      (view) => {
        if (!stop.signal.aborted) setState({ view });
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setState((before) => ({ ...before, failure: apiError(error) }));
      },
    );
    return () => stop.abort();
  }, [isReady, key]);
  return { ...state, resultIds: isReady ? resultIds : [] };
}
