import type { PolicyDay } from '../api/types.ts';
import { type NoPolicyDay, policyDay } from '../questions/policy/policyDay.ts';
import { prepareText, type ScenarioText } from '../run/prepareRun.ts';
import type { MakeWindowRunner } from '../run/windowRunners.ts';
import { HostError } from './hostError.ts';

/** Policies that are tried out, while a slider is under the hand: each call a day, and nothing of it is kept. */
export interface Policies {
  day(documentId: string, source: ScenarioText, poolId: string, signal: AbortSignal): Promise<PolicyDay>;
}

const REASONS: Readonly<Record<NoPolicyDay['reason'], readonly [sentence: string, action: string]>> = {
  'no pool': ['The scenario has no such pool any more.', 'Choose another pool.'],
  'a trace': ['A trace is replayed in one piece: it has no day to try a policy on.', 'Run it in full (F5).'],
  overloaded: [
    'The queue grows without end on this day: there are too few replicas for it.',
    'Lower the target, or allow more replicas.',
  ],
};

/** No policies under way yet. */
export function createPolicies(makeRunner: MakeWindowRunner): Policies {
  const trying = new Map<string, { readonly signal: AbortSignal; readonly ended: Promise<unknown> }>();
  return {
    day: async (documentId, source, poolId, signal) => {
      const prepared = await prepareText(source, { settings: [], signal });
      // One that a slider has left behind is about to leave its thread: no other need be started for the next.
      const before = trying.get(documentId);
      if (before?.signal.aborted === true) await before.ended;
      const day = policyDay(prepared, poolId, { makeRunner, signal });
      const entry = { signal, ended: day.catch(() => undefined) };
      trying.set(documentId, entry);
      try {
        const found = await day;
        if (!('reason' in found)) return found;
        const [sentence, action] = REASONS[found.reason];
        throw new HostError('INPUT', sentence, { action });
      } finally {
        if (trying.get(documentId) === entry) trying.delete(documentId);
      }
    },
  };
}
