import { useEffect, useState } from 'react';
import type { PolicyDay } from '../../../host/api/types.ts';
import { type ApiError, apiError } from '../../api/apiError.ts';
import { host } from '../../api/host.ts';

/** From the last move of a slider to the question: not every stop on its way need be simulated. */
const ASK_AFTER_MS = 40;
/** A slider that goes back finds its answer at once. */
const MOST_KEPT = 100;
const kept = new Map<string, PolicyDay>();

function keep(key: string, day: PolicyDay): void {
  kept.set(key, day);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT) kept.delete(oldest);
}

/** A day under a policy, or why there is none. */
export interface PolicyAnswer {
  readonly text: string;
  readonly day?: PolicyDay;
  readonly failure?: ApiError;
}

/** What one day is for a pool under a text: the last answer stays until the next is there, and what a newer text has left behind is called off. */
export function usePolicyDay(
  documentId: string,
  poolId: string,
  text: string | undefined,
): PolicyAnswer | undefined {
  const [answer, setAnswer] = useState<PolicyAnswer>();
  useEffect(() => {
    if (text === undefined) return undefined;
    const key = JSON.stringify([documentId, poolId, text]);
    const known = kept.get(key);
    if (known !== undefined) {
      setAnswer({ text, day: known });
      return undefined;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      host.planning.policyDay({ documentId, poolId, text }, { signal: stop.signal }).then(
        (day) => {
          if (stop.signal.aborted) return;
          keep(key, day);
          setAnswer({ text, day });
        },
        (error: unknown) => {
          if (stop.signal.aborted) return;
          setAnswer((before) => ({
            text,
            failure: apiError(error),
            ...(before?.day && { day: before.day }),
          }));
        },
      );
    }, ASK_AFTER_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [documentId, poolId, text]);
  return answer;
}
