import type { Model } from '../../catalog/modelSchema.ts';
import { thousands } from '../../scenario/reading/thousands.ts';
import type { Parallelism } from './parallelism.ts';

/** Engines fill up the table of words to a multiple of so many (`DEFAULT_VOCAB_PADDING_SIZE` of vLLM). */
const VOCABULARY_PADDING = 64;
/** Families of engines that fill it up to a multiple of whatever the degree is (`pad_vocab_size` of TensorRT-LLM). */
const FILL_UP_VOCABULARY: readonly (string | undefined)[] = ['tensorrt-llm', 'fastertransformer'];

/** No more are looked at: a shape of one's own may have any number of heads. */
export const MOST_SHARES = 4096;

/**
 * The parts of a model that so many GPUs cannot slice evenly, in words; empty where they can. What vLLM asserts when it
 * loads a model (read in llm-d-incubation/llm-d-planner#280, which cites the lines; failed runs in its #205 and in
 * vllm-project/vllm#31474), and SGLang and LMDeploy with the same layers:
 *
 *   attention heads mod tensor = 0
 *   KV heads mod tensor = 0, or tensor mod KV heads = 0: each is then copied
 *   width of feed-forward, of shared experts and of a routed expert mod the GPUs that slice it = 0
 *   vocabulary, filled up to a multiple of 64, mod tensor = 0
 *
 * The latent of multi-head latent attention belongs to all heads and is never sliced. TensorRT-LLM fills up the
 * vocabulary further, so that it never stands in the way there: where no engine is named, all of them must do.
 */
export function unevenParts(model: Model, parallel: Parallelism, engineFamily?: string): readonly string[] {
  const { heads, kvHeads, ffn, experts, vocab, latentAttention } = model;
  const { tensor } = parallel;
  const routed = expertSlices(parallel);
  const filled = Math.ceil(vocab / VOCABULARY_PADDING) * VOCABULARY_PADDING;
  const isDense = experts === undefined || (experts.layers ?? model.layers) < model.layers;
  const isVocabularyFilledUp = FILL_UP_VOCABULARY.includes(engineFamily);
  const parts: readonly (readonly [boolean, string])[] = [
    [heads % tensor === 0, `${heads} attention heads`],
    [
      latentAttention !== undefined || kvHeads % tensor === 0 || tensor % kvHeads === 0,
      `${kvHeads} KV heads`,
    ],
    [!isDense || ffn % tensor === 0, `feed-forward width of ${thousands(ffn)}`],
    [
      experts === undefined || experts.sharedFfn % tensor === 0,
      `shared experts’ width of ${thousands(experts?.sharedFfn ?? 0)}`,
    ],
    [
      experts === undefined || !Number.isInteger(routed) || experts.ffn % routed === 0,
      `expert width of ${thousands(experts?.ffn ?? 0)}`,
    ],
    [
      isVocabularyFilledUp || filled % tensor === 0,
      `vocabulary of ${thousands(vocab)}${filled === vocab ? '' : ` (${thousands(filled)} as engines fill it up)`}`,
    ],
  ];
  return parts.flatMap(([isEven, part]) => (isEven ? [] : [part]));
}

/** GPUs that slice one expert between them: all of a stage, or those that hold the same experts whole together. */
function expertSlices({ tensor, data, expert }: Parallelism): number {
  return (tensor * data) / expert;
}

/**
 * GPUs of a replica with which the tensor-parallel ones slice a model evenly, ascending. All slice it unless other
 * degrees are given.
 */
export function evenDegrees(
  model: Model,
  others: Omit<Parallelism, 'tensor'> = { pipeline: 1, data: 1, expert: 1 },
  engineFamily?: string,
): readonly number[] {
  return Array.from({ length: Math.min(model.heads, MOST_SHARES) }, (_, i) => i + 1)
    .filter(
      (tensor) =>
        Number.isInteger(expertSlices({ ...others, tensor })) &&
        unevenParts(model, { ...others, tensor }, engineFamily).length === 0,
    )
    .map((tensor) => tensor * others.pipeline * others.data);
}
