import { thousands } from '../../scenario/reading/thousands.ts';
import { adviseContext, type ContextAdviceInput, describeContextAdvice } from '../memory/contextAdvice.ts';
import { contextFit, holdsOne } from '../memory/contextFit.ts';
import type { MemoryPlan } from '../memory/memoryPlan.ts';
import type { PhysicsFindings } from './physicsProblem.ts';

/**
 * Families of engines that do not start where KV holds less than one of the longest requests (`_check_enough_kv_cache_memory`
 * of vLLM). SGLang and TensorRT-LLM start, and turn longer requests away (sgl-project/sglang#4048, #33448;
 * `clamp_max_seq_len_for_mem` in NVIDIA/TensorRT-LLM#13619).
 */
const REFUSE_TO_START: readonly (string | undefined)[] = ['vllm'];

/** What a person is told of: the model by its name, the replica as “2 × l4-24gb”. */
export interface PlanNames {
  readonly model: string;
  readonly where: string;
}

/**
 * Whether a plan that fits holds one of the longest requests. Less is a problem where the document says their length and
 * names an engine that refuses it, and a warning else: the length that is meant may be another one.
 */
export function checkContext(
  plan: MemoryPlan,
  input: ContextAdviceInput,
  names: PlanNames,
  { problems, warnings }: PhysicsFindings,
): void {
  const { model, maxModelLength, parallel, engineFamily } = input;
  const longest = maxModelLength ?? model.maxContext;
  const fit = contextFit(plan, longest, parallel.data);
  if (holdsOne(fit)) return;
  const share = fit.ofOne.toFixed(2);
  const isRefused = REFUSE_TO_START.includes(engineFamily);
  const then = isRefused
    ? `${engineFamily} does not start with that`
    : 'longer requests than that are turned away';
  const suggestion = () => describeContextAdvice(adviseContext(input));
  const path = ['maxModelLength'];
  if (maxModelLength === undefined) {
    const message = `is left out, and the KV cache of ${names.where} holds ${share} of a request as long as ${names.model} allows, ${thousands(longest)} tokens: ${then}`;
    warnings.push({ path, message, suggestion });
  } else {
    const message = `the KV cache of ${names.where} holds ${share} of a request of ${thousands(longest)} tokens: ${then}`;
    (isRefused ? problems : warnings).push({ path, message, suggestion });
  }
}
