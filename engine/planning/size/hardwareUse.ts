import { type Accelerator, peakFlops } from '../../catalog/acceleratorSchema.ts';
import type { Model } from '../../catalog/modelSchema.ts';
import type { KvPrecision, Precision } from '../../catalog/precision.ts';
import { expertShare, flops, kvBytesPerToken, weightBytes } from '../../serving/model/modelShape.ts';

/** What a pool did in a time, summed over its replicas. */
export interface HardwareWork {
  readonly gpuSeconds: number;
  readonly steps: number;
  readonly requests: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
  /** Tokens that a pass over weights and KV gives each sequence; more than 1 under speculative decoding. */
  readonly tokensPerPass?: number;
}

/** Shares of a datasheet's peak, over all the time that is paid, idle time too. */
export interface HardwareUse {
  /** Model FLOPs utilisation: floating-point operations of the tokens over the peak of the precision. */
  readonly mfu: number;
  /** Model bandwidth utilisation: bytes of weights and KV cache that steps read over the memory's bandwidth. */
  readonly mbu: number;
}

export interface UsedHardware {
  readonly model: Model;
  readonly accelerator: Accelerator;
  readonly precision: Precision;
  readonly kvPrecision: KvPrecision;
}

/**
 * MFU and MBU as in the PaLM paper (appendix B) and in Databricks' "LLM inference performance engineering", of
 * what was simulated. Contexts are taken at their mean: prompt + half the output; a prompt's own attention at
 * half its length, in window layers no further than the window. Drafts and what is thrown away count as nothing.
 * Weights are read once a step, experts as many as the mean step's tokens are routed to.
 */
export function hardwareUse(hardware: UsedHardware, work: HardwareWork): HardwareUse | undefined {
  const { model, accelerator, precision, kvPrecision } = hardware;
  const peak = peakFlops(accelerator, precision);
  const { gpuSeconds, steps, requests, promptTokens, outputTokens, tokensPerPass = 1 } = work;
  if (peak === undefined || !(gpuSeconds > 0) || !(requests > 0) || !(steps > 0)) return undefined;
  const { perToken, perLogit, prefillAttention, decodeAttention } = flops(model);
  const prompt = promptTokens / requests;
  const context = prompt + outputTokens / requests / 2;
  const window = model.slidingWindow?.tokens ?? Number.POSITIVE_INFINITY;
  const operations =
    perToken * (promptTokens + outputTokens) +
    perLogit * outputTokens +
    (prefillAttention.full * (prompt / 2) + prefillAttention.window * meanSeen(prompt, window)) *
      promptTokens +
    (decodeAttention.full * context + decodeAttention.window * Math.min(context, window)) * outputTokens;

  const weights = weightBytes(model, precision);
  // Simulated steps give each sequence a token; a pass gives it several.
  const passes = steps / tokensPerPass;
  const idleExperts = (1 - expertShare(model)) ** ((promptTokens + outputTokens) / passes);
  const kv = kvBytesPerToken(model, kvPrecision);
  const bytes =
    passes * (weights.dense + weights.experts * (1 - idleExperts)) +
    ((kv.full * context + kv.window * Math.min(context, window)) * outputTokens) / tokensPerPass;
  return {
    mfu: operations / (gpuSeconds * peak),
    mbu: bytes / (gpuSeconds * accelerator.memoryBandwidthGBs * 1e9),
  };
}

/** Tokens that one of a prompt sees on the mean where it sees no more than a window back: ∫ min(x, window) dx / prompt. */
function meanSeen(prompt: number, window: number): number {
  return prompt <= window ? prompt / 2 : window - window ** 2 / (2 * prompt);
}
