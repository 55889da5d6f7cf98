import type { BatchingSpec } from '../scenario/spec.ts';
import { mixesSteps } from './model/batchingRules.ts';
import type { CompiledStepTime } from './stepTime/compiledStepTime.ts';

/** Work of a pool: prompt tokens prefilled, the context those attended to, tokens decoded, the context those read. */
export interface PoolWork {
  readonly prefillTokens: number;
  readonly attentionTokens: number;
  readonly decodeTokens: number;
  readonly contextTokens: number;
}

/** Halvings of the range of step counts in which a limit on the time per token is met: to a double's last bit. */
const HALVINGS = 60;

/**
 * Replica-seconds that work takes on replicas that are full: K·S(P/K, A/K, D/K, X/K), with K the fewest full steps.
 * K is the largest of D / maxSequences, (P + D) / maxBatchedTokens, X / (kvBlocks × blockTokens) (with windows: `kvSteps`),
 * and the K at which a step lasts `tpotSeconds`, the strictest such limit in use (Infinity without one); it is no more
 * than D, for a limit that one sequence alone does not keep says nothing of how full a replica may be. Where a step
 * prefills or decodes, decode tokens are left out of the budget, and a static batch has none but KV.
 *
 * It is of degree 1 in the work. Without a limit no run of the same work is shorter where S is convex (Jensen's
 * inequality over its steps) and no layer has a window; a prompt above the budget that is not cut is one step, and counted
 * as several. What preemptions make a replica compute anew is no work here.
 */
export function fullLoadSeconds(
  time: CompiledStepTime,
  batching: BatchingSpec,
  tpotSeconds: number,
  work: PoolWork,
): number {
  const { prefillTokens, attentionTokens, decodeTokens, contextTokens } = work;
  if (!(prefillTokens + decodeTokens > 0)) return 0;
  const stepSeconds = (steps: number): number =>
    time.step(prefillTokens / steps, attentionTokens / steps, decodeTokens / steps, contextTokens / steps);
  let steps = Math.max(
    decodeTokens / batching.maxSequences,
    kvSteps(batching, contextTokens, decodeTokens),
    batching.policy === 'static'
      ? kvSteps(batching, prefillTokens)
      : (prefillTokens + (mixesSteps(batching) ? decodeTokens : 0)) / batching.maxBatchedTokens,
  );
  if (decodeTokens > steps && stepSeconds(steps) > tpotSeconds) {
    let tooFew = steps;
    steps = decodeTokens;
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (tooFew + steps) / 2;
      if (stepSeconds(middle) > tpotSeconds) tooFew = middle;
      else steps = middle;
    }
  }
  return steps * stepSeconds(steps);
}

/**
 * Steps whose KV holds `contextTokens`, summed over sequences and steps. Of a group of layers with a window those count
 * that a window reaches, as if all of the `sequences` so summed were as long as their mean.
 */
function kvSteps(
  { kvBlocks, blockTokens, kvGroups }: BatchingSpec,
  contextTokens: number,
  sequences = Number.POSITIVE_INFINITY,
): number {
  const kvTokens = kvBlocks * blockTokens;
  if (kvGroups === undefined) return contextTokens / kvTokens;
  const seen = Math.min(contextTokens, sequences * kvGroups.windowTokens);
  return (kvGroups.full * contextTokens + kvGroups.window * seen) / kvTokens;
}
