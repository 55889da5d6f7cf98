import type { PoolSpec } from '../../scenario/spec.ts';
import { mixesSteps, promptTokensOfStep } from '../../serving/model/batchingRules.ts';
import { compileStepTime } from '../../serving/stepTime/stepTime.ts';
import { duration } from '../../finance/plainText.ts';
import type { SizeDemand } from './sizeDemand.ts';

/** What no number of replicas, or no fewer of them, can do. */
export interface SizeFloor {
  /** Fewer cannot keep up with the mean demand of the horizon. */
  readonly leastReplicas: number;
  /** Where a search begins: enough for the busiest hour, if batches are full. */
  readonly likelyReplicas: number;
  /** Why a service level cannot be met by any number of replicas; undefined where it might. */
  readonly reason: string | undefined;
  /** How many times longer it then takes than it may. */
  readonly excess: number | undefined;
}

/** The demand is an estimate from a draw of lengths, and experts bend the curve the wrong way a little. */
const SLACK = 0.9;

/**
 * Bounds from the step time alone.
 *
 * Replicas: steps of a second's work (p prompt tokens, a attention, b decoded tokens, c context tokens) number
 * at least n = max(b / maxSequences, (p + b) / maxBatchedTokens, c / KV tokens): without b in the second where a step
 * prefills or decodes, and without the second where that takes whole prompts, however long. S is convex but for the share
 * of experts read, so by Jensen's inequality they last at least n · S(p/n, a/n, b/n, c/n), and that grows with n. Under
 * speculative decoding prefill and decode are bounded apart.
 *
 * Latency: the share of requests asked for must be within the limits, so the limits must hold for the prompt
 * at that quantile of lengths, alone on a replica: no step with others in it is quicker.
 */
export function sizeFloor({ batching, stepTime }: PoolSpec, demand: SizeDemand): SizeFloor {
  const { step } = compileStepTime(stepTime, batching.maxSequences);
  const { work } = demand;
  const mixes = mixesSteps(batching);
  const budget = mixes ? batching.maxBatchedTokens : promptTokensOfStep(batching);
  let replicas = 0;
  if (work !== undefined) {
    const { promptTokens: p, attention: a, decodedTokens: b, contextTokens: c } = work;
    const steps = Math.max(
      b / batching.maxSequences,
      (p + (mixes ? b : 0)) / budget,
      // What layers with a window keep is left out: how long requests are is not known.
      ((batching.kvGroups?.full ?? 1) * c) / (batching.kvBlocks * batching.blockTokens),
    );
    const busy = (n: number, each: readonly [number, number, number, number]): number =>
      n > 0 ? n * step(each[0] / n, each[1] / n, each[2] / n, each[3] / n) : 0;
    const isSpeculating = stepTime.kind === 'roofline' && stepTime.speculation !== undefined;
    replicas =
      SLACK *
      (isSpeculating
        ? // A step that only decodes is cheaper then than one that prefills a little, too: no sum over both holds.
          Math.max(busy(steps, [0, 0, b, c]), busy(p / budget, [p, a, 0, 0]))
        : busy(steps, [p, a, b, c]));
  }
  return {
    leastReplicas: Math.max(1, Math.ceil(replicas)),
    likelyReplicas: Math.max(1, Math.ceil(replicas * demand.peakToMean)),
    ...tooSlow(demand, (prompt) => prefillSeconds(prompt, budget, step), step),
  };
}

type Step = ReturnType<typeof compileStepTime>['step'];

function tooSlow(
  demand: SizeDemand,
  prefill: (prompt: number) => number,
  step: Step,
): Pick<SizeFloor, 'reason' | 'excess'> {
  for (const { workload, ttftSeconds, tpotSeconds, vectorSeconds, promptTokens } of demand.slos) {
    const first = prefill(promptTokens);
    if (vectorSeconds !== undefined && first > vectorSeconds) {
      const reason = `${workload}: ${promptTokens} prompt tokens alone take ${duration(first)}, the vector must be there within ${duration(vectorSeconds)}`;
      return { reason, excess: first / vectorSeconds };
    }
    if (ttftSeconds !== undefined && first > ttftSeconds) {
      const reason = `${workload}: ${promptTokens} prompt tokens alone take ${duration(first)}, TTFT must be within ${duration(ttftSeconds)}`;
      return { reason, excess: first / ttftSeconds };
    }
    const next = step(0, 0, 1, promptTokens + 1);
    if (tpotSeconds !== undefined && next > tpotSeconds) {
      const reason = `${workload}: a token takes ${duration(next)} at the least, TPOT must be within ${duration(tpotSeconds)}`;
      return { reason, excess: next / tpotSeconds };
    }
  }
  return { reason: undefined, excess: undefined };
}

/** A prompt alone, in chunks as large as a step takes. */
function prefillSeconds(prompt: number, budget: number, step: Step): number {
  let seconds = 0;
  for (let done = 0; done < prompt; done += budget) {
    const tokens = Math.min(budget, prompt - done);
    seconds += step(tokens, tokens * done + (tokens * (tokens + 1)) / 2, 0, 0);
  }
  return seconds;
}
