import type { Model } from '../../catalog/modelSchema.ts';
import { contextFit } from './contextFit.ts';
import type { MemoryPlan } from './memoryPlan.ts';

/**
 * What speaks against a start that the plan does not refuse: KV for a few of the longest requests only, a share beyond
 * all defaults, or so little beside the share that CUDA graphs and a warm-up may not find room.
 */
export type StartUpDoubt = 'few-contexts' | 'high-share' | 'little-beside';

/** The largest default of an engine is 0.92. Starts of gpt-oss-20b with 0.95 failed on an H100 (llm-d-incubation/llm-d-planner#205). */
export const HIGH_SHARE = 0.94;
/** 2.2 and 2.4 GiB beside 0.90 of A10 and RTX 3090 were not enough (vllm-project/vllm#17327, #17238): graphs alone take up to 2.4 (#7553). */
export const LITTLE_BESIDE_BYTES = 2.5 * 2 ** 30;
const FEW_CONTEXTS = 3;

interface Asked {
  readonly model: Pick<Model, 'maxContext'>;
  readonly maxModelLength?: number | undefined;
  readonly cudaGraphs?: boolean | undefined;
}

/** Of a plan that fits; empty where nothing does. */
export function startUpDoubts(
  plan: MemoryPlan,
  { model, maxModelLength = model.maxContext, cudaGraphs }: Asked,
): readonly StartUpDoubt[] {
  const beside = plan.deviceBytes - plan.usableBytes;
  const doubts: readonly (readonly [StartUpDoubt, boolean])[] = [
    ['few-contexts', contextFit(plan, maxModelLength, 1).held < FEW_CONTEXTS],
    ['high-share', plan.memoryUtilization > HIGH_SHARE],
    ['little-beside', cudaGraphs !== false && beside < LITTLE_BESIDE_BYTES],
  ];
  return doubts.flatMap(([doubt, isSo]) => (isSo ? [doubt] : []));
}
