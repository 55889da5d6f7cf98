import { unevenParts } from '../model/evenShares.ts';
import { gpusOf, type Parallelism } from '../model/parallelism.ts';
import { contextFit } from './contextFit.ts';
import { type MemoryPlanInput, planMemory } from './memoryPlan.ts';
import { HIGH_SHARE } from './startUpDoubts.ts';

/** A replica of more GPUs is another deployment. */
const MOST_GPUS = 64;
const GPU_COUNTS_NAMED = 4;

export interface ContextAdviceInput extends MemoryPlanInput {
  readonly parallel: Parallelism;
  readonly engineFamily: string | undefined;
}

/** What lets one of the longest requests fit; each field undefined or empty where nothing does. */
export interface ContextAdvice {
  /** The longest request that fits, whole blocks. */
  readonly maxModelLength: number | undefined;
  /** The least share, of hundredths. */
  readonly memoryUtilization: number | undefined;
  /** More GPUs a replica, that slice the model evenly; the fewest. */
  readonly gpusPerReplica: readonly number[];
}

/** Changes one thing at a time (length, share, GPUs) until one of the longest requests fits. */
export function adviseContext(input: ContextAdviceInput): ContextAdvice {
  const { parallel, model, engineFamily } = input;
  const share = planMemory(input).memoryUtilization;
  const shares = Array.from({ length: 100 }, (_, hundredths) => hundredths / 100);
  return {
    maxModelLength: longestThatFits(input),
    memoryUtilization: shares.find(
      (memoryUtilization) =>
        memoryUtilization > share &&
        memoryUtilization <= HIGH_SHARE &&
        fitsOne({ ...input, memoryUtilization }),
    ),
    gpusPerReplica: Array.from({ length: MOST_GPUS }, (_, index) => ({ ...parallel, tensor: index + 1 }))
      .filter((more) => more.tensor > parallel.tensor && gpusOf(more) <= MOST_GPUS)
      .filter((more) => (more.tensor * more.data) % more.expert === 0)
      .filter((more) => unevenParts(model, more, engineFamily).length === 0)
      .filter((more) => fitsOne({ ...input, gpusPerReplica: gpusOf(more), parallel: more }))
      .map(gpusOf)
      .slice(0, GPU_COUNTS_NAMED),
  };
}

/** By halves: what is in hand while a step is computed may grow with the length itself. */
function longestThatFits(input: ContextAdviceInput): number | undefined {
  const { blockTokens } = input.batching;
  const fits = (blocks: number) => fitsOne({ ...input, maxModelLength: blocks * blockTokens });
  let most = Math.floor((input.maxModelLength ?? input.model.maxContext) / blockTokens);
  let least = 0;
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(middle)) least = middle;
    else most = middle - 1;
  }
  return least === 0 ? undefined : least * blockTokens;
}

function fitsOne(input: ContextAdviceInput): boolean {
  const plan = planMemory(input);
  return (
    plan.fits &&
    contextFit(plan, input.maxModelLength ?? input.model.maxContext, input.parallel.data).ofOne >= 1
  );
}

/** One sentence with what would fit, for a person to act on. */
export function describeContextAdvice(advice: ContextAdvice): string {
  const { maxModelLength, memoryUtilization, gpusPerReplica } = advice;
  const ways = [
    ...(maxModelLength === undefined ? [] : [`maxModelLength: ${maxModelLength} or less`]),
    ...(memoryUtilization === undefined ? [] : [`memoryUtilization: ${memoryUtilization} or more`]),
    ...(gpusPerReplica.length === 0 ? [] : [`gpusPerReplica: ${gpusPerReplica.join(', ')}`]),
  ];
  return ways.length === 0 ? 'use another accelerator or precision' : `use ${ways.join('; or ')}`;
}
