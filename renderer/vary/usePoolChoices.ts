import { useEffect, useState } from 'react';
import type { VaryChoicesView } from '../../host/api/types.ts';
import { type ApiError, apiError } from '../api/apiError.ts';
import { useConnection } from '../api/connection.ts';
import { host } from '../api/host.ts';
import { useWorkspace } from '../state/workspace.ts';

export interface PoolChoices {
  /** Undefined until they are there. */
  readonly choices?: VaryChoicesView;
  /** Why there are none: something is wrong with the scenario. */
  readonly failure?: ApiError;
}

/** An edit is seldom alone. */
const SETTLED_MS = 400;

/** What there is to vary of a pool of a document as it stands; the first pool, where none is said. */
export function usePoolChoices(documentId: string, poolId: string | undefined): PoolChoices {
  const [found, setFound] = useState<PoolChoices>({});
  const text = useWorkspace(({ documents }) => documents[documentId]?.text);
  const { opened } = useConnection();
  useEffect(() => {
    if (opened === 0 || text === undefined) return;
    const abort = new AbortController();
    const { signal } = abort;
    const timer = setTimeout(
      () => {
        host.planning
          .choices({ documentId, text, ...(poolId === undefined ? {} : { poolId }) }, { signal })
          .then((choices) => signal.aborted || setFound({ choices }))
          .catch(
            (error: unknown) =>
              signal.aborted || setFound((before) => ({ ...before, failure: apiError(error) })),
          );
      },
      found.choices === undefined ? 0 : SETTLED_MS,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
    // What was found is no reason to ask again.
  }, [documentId, text, poolId, opened]);
  return found;
}
