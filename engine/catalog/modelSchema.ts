import { z } from 'zod';
import { PRECISIONS } from './precision.ts';
import { catalogRowFields, count, positive } from './rowFields.ts';

const experts = z.strictObject({
  count,
  perToken: count.describe('Experts that each token is routed to'),
  ffn: count.describe('Width of one expert'),
  sharedFfn: z.int().min(0).default(0).describe('Width of all shared experts together'),
  layers: count.optional().describe('Layers with experts; the others use `ffn`. All, if left out'),
});

const latentAttention = z.strictObject({
  kvRank: count,
  ropeDim: count,
  qRank: count.optional().describe('Left out where queries are not compressed'),
  nopeDim: count,
  valueDim: count,
  index: z
    .strictObject({ heads: count, dim: count })
    .optional()
    .describe(
      'What selects the tokens that sparse attention looks at: its heads, and the width of the keys it keeps',
    ),
});

const slidingWindow = z.strictObject({
  tokens: count,
  layers: count.describe('Layers that see only the window'),
});

const linearAttention = z.strictObject({
  layers: count.describe('Layers that keep a state of fixed size instead of KV'),
});

const architecture = {
  kind: z
    .enum(['decoder', 'encoder'])
    .default('decoder')
    .describe('encoder: reads a prompt, keeps no KV, generates nothing (embeddings, classification)'),
  layers: count,
  hidden: count,
  heads: count,
  kvHeads: count,
  headDim: count,
  ffn: count.describe('Width of the feed-forward of a layer without experts'),
  gated: z.boolean().default(true).describe('Three matrices (gate, up, down) instead of two'),
  experts: experts.optional(),
  latentAttention: latentAttention.optional().describe('Multi-head latent attention (DeepSeek)'),
  slidingWindow: slidingWindow.optional(),
  linearAttention: linearAttention.optional(),
  learnedPositions: count.optional().describe('Rows of a learned table of positions'),
  ropePositions: count
    .optional()
    .describe('Rows of its rotary tables together, where they are more than `maxContext`'),
  vocab: count,
  tiedEmbeddings: z.boolean().default(false),
  maxContext: count.describe('Tokens'),
  encoderParameters: positive
    .optional()
    .describe('Of a vision encoder; its weights take memory, image tokens count as prompt tokens'),
  nativePrecision: z.enum(PRECISIONS).default('bf16').describe('Format the weights are published in'),
};

interface Shape {
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly experts?:
    | { readonly count: number; readonly perToken: number; readonly layers?: number | undefined }
    | undefined;
  readonly slidingWindow?: { readonly layers: number } | undefined;
  readonly linearAttention?: { readonly layers: number } | undefined;
}

function checkShape(model: Shape, context: z.core.$RefinementCtx): void {
  const complain = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
  if (model.heads % model.kvHeads !== 0) {
    complain(['kvHeads'], `must divide heads (${model.heads})`);
  }
  if (model.experts && model.experts.perToken > model.experts.count) {
    complain(['experts', 'perToken'], `cannot exceed experts.count (${model.experts.count})`);
  }
  if ((model.experts?.layers ?? 0) > model.layers) {
    complain(['experts', 'layers'], `cannot exceed layers (${model.layers})`);
  }
  for (const key of ['slidingWindow', 'linearAttention'] as const) {
    if ((model[key]?.layers ?? 0) > model.layers)
      complain([key, 'layers'], `cannot exceed layers (${model.layers})`);
  }
  if ((model.slidingWindow?.layers ?? 0) + (model.linearAttention?.layers ?? 0) > model.layers) {
    complain(
      ['linearAttention', 'layers'],
      `with those of slidingWindow cannot exceed layers (${model.layers})`,
    );
  }
}

/** A transformer as a scenario may describe it inline. */
export const modelSchema = z
  .strictObject({ name: z.string().optional(), ...architecture })
  .superRefine(checkShape);
export type Model = z.output<typeof modelSchema>;

/** A model of the catalogue, with the size its makers publish. */
export const modelRowSchema = z
  .strictObject({
    ...catalogRowFields,
    publishedParameters: positive,
    ...architecture,
  })
  .superRefine(checkShape);
export type ModelRow = z.output<typeof modelRowSchema>;
