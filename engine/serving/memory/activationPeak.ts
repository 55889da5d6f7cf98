import type { EngineMemory } from '../../catalog/engineMemorySchema.ts';
import type { Model } from '../../catalog/modelSchema.ts';
import type { Precision } from '../../catalog/precision.ts';
import type { Parallelism } from '../model/parallelism.ts';
import type { Stage } from './loadedWeights.ts';
import type { PlannedBatching } from './plannedBatching.ts';

const GIB = 2 ** 30;
const ACTIVATION_BYTES = 2;
/** What a stage keeps to receive from the one before it and to hand on: hidden states and residuals. */
const HANDED_ON = 2;
/** Gate and up of every expert that a token is routed to. */
const EXPERT_COPIES = 2;

export interface PeakInput {
  readonly model: Model;
  readonly precision: Precision;
  readonly parallel: Parallelism;
  readonly memory: EngineMemory;
  readonly batching: Omit<PlannedBatching, 'blockTokens'>;
  /** Tokens of the longest request. */
  readonly longest: number;
}

/** What the largest step of a stage takes above the weights, bytes of one GPU; the forms are those of `engineMemorySchema`. */
export function activationPeak(
  { model, precision, parallel, memory, batching, longest }: PeakInput,
  stage: Stage,
): { readonly activations: number; readonly expertWorkspace: number } {
  const { activations: rule } = memory;
  const { experts, hidden, vocab } = model;
  const slicing = parallel.tensor * parallel.data;
  const budget = batching.maxBatchedTokens;
  const tokens =
    rule.longestRequest && batching.chunkedPrefill === false ? Math.max(budget, longest) : budget;
  const handedOn = stage.isFirst && stage.isLast ? 0 : HANDED_ON * tokens * ACTIVATION_BYTES * hidden;
  const body =
    tokens *
      ACTIVATION_BYTES *
      (rule.hiddenCopies * hidden + (rule.feedForwardCopies * widestLayer(model)) / slicing) +
    handedOn;
  const sequences = Math.min(batching.maxSequences, rule.logitSequences ?? Number.POSITIVE_INFINITY);
  const sampler =
    rule.logitBytes * vocab * sequences +
    rule.fixedGiB * GIB +
    tokens * ACTIVATION_BYTES * rule.hiddenBeside * hidden;
  // Kernels of MXFP4 experts do without one.
  const workspace =
    experts !== undefined && rule.mixtureWorkspace && precision !== 'mxfp4'
      ? tokens * ACTIVATION_BYTES * experts.perToken * ((EXPERT_COPIES * experts.ffn) / slicing + hidden)
      : 0;
  return {
    activations: Math.max(body, stage.isLast ? sampler : 0),
    expertWorkspace: workspace,
  };
}

/** Width of the widest feed-forward that a token passes. */
function widestLayer({ experts, layers, ffn }: Model): number {
  if (experts === undefined) return ffn;
  const width = experts.perToken * experts.ffn + experts.sharedFfn;
  return (experts.layers ?? layers) === layers ? width : Math.max(ffn, width);
}
