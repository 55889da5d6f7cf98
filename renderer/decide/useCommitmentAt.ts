import { useEffect, useState } from 'react';
import type { CommitmentAt } from '../../host/api/types.ts';
import { host } from '../api/host.ts';
import { sayError } from '../app/say.ts';

/** From the last move of a slider to the question: every pixel of it need not be priced. */
const ASK_AFTER_MS = 40;

/** What so much of an offer would be, by the plan's fleets; what was shown stays until the next is there. */
export function useCommitmentAt(planId: string, offerId: string, amount: number): CommitmentAt | undefined {
  const [found, setFound] = useState<CommitmentAt>();
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      host.planning.commitmentAt({ planId, offerId, amount }, { signal: stop.signal }).then(
        (at) => {
          if (!stop.signal.aborted) setFound(at);
        },
        (error: unknown) => {
          if (stop.signal.aborted) return;
          // What was shown is of another amount.
          setFound(undefined);
          sayError(error);
        },
      );
    }, ASK_AFTER_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [planId, offerId, amount]);
  return found;
}
