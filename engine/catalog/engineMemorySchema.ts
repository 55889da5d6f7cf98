import { z } from 'zod';
import { generationFields } from './generationFields.ts';
import { count, positive } from './rowFields.ts';

const notNegative = z.number().min(0);
const gib = notNegative.describe('GiB of one GPU');
const share = z.number().gt(0).max(1);

/** What an engine takes where nothing is said: a figure, one by degree, or what is left beside a reserve by size of the device. */
const defaultShareSchema = z.union([
  share,
  z.strictObject({
    byGpus: z
      .array(z.strictObject({ gpus: count, share }))
      .min(1)
      .describe('Ascending: the last that is not above'),
  }),
  z.strictObject({
    reserve: z
      .array(z.strictObject({ belowGiB: positive.optional(), gib, perGpuGiB: notNegative.default(0) }))
      .min(1)
      .describe('Ascending: the first that the device is below; the last has no limit'),
    perTokenMiB: notNegative.default(0).describe('Of a step’s tokens, which count as 2,048 at the least'),
  }),
]);

/**
 * What one generation of an engine takes of a GPU before its KV cache. T is the tokens of a step, S the most sequences,
 * H the model's width, F that of its feed-forward, V its vocabulary, g the GPUs that slice it:
 *
 *   body    = 2 B · T · (hiddenCopies · H + feedForwardCopies · F / g)
 *   sampler = logitBytes · V · min(S, logitSequences) + fixedGiB + 2 B · T · hiddenBeside · H
 *   peak    = max(body, sampler), and for mixtures 2 B · T · k · (2 E / g + H), k experts a token, each E wide
 */
export const engineMemorySchema = z.strictObject({
  ...generationFields,
  share: z.strictObject({
    of: z
      .enum(['device', 'free-before', 'free-after'])
      .describe(
        'Of what a GPU shows, of what is free before the weights are loaded, or of what is free after all else',
      ),
    default: defaultShareSchema,
  }),
  activations: z.strictObject({
    hiddenCopies: notNegative,
    feedForwardCopies: notNegative,
    logitBytes: notNegative,
    logitSequences: count.optional().describe('All, if left out'),
    hiddenBeside: notNegative.default(0),
    fixedGiB: gib.default(0),
    mixtureWorkspace: z.boolean().default(false),
    longestRequest: z
      .boolean()
      .default(false)
      .describe('A step takes the longest request, unless prefills are chunked'),
  }),
  windowLayers: z
    .enum(['blocks', 'contexts'])
    .optional()
    .describe(
      'Layers with a window have blocks of their own, and the tokens printed are those of all blocks by groups of layers, or of the longest requests that they hold; one block table for all layers, if left out',
    ),
  weightsGiB: gib.default(0).describe('On top of the weights, shared out by the GPUs that slice them'),
  runtimeGiB: gib.describe('Context and workspaces outside of the allocator'),
  stageRuntimeGiB: gib.optional().describe('The same of a pipeline stage that does not sample'),
  communicationGiB: z
    .array(z.strictObject({ gpus: count, gib }))
    .default([])
    .describe('GPUs that slice a model, joined by a fast link; ascending: the last that is not above'),
  slowLinkGiB: gib.default(0).describe('The same of GPUs that are joined by PCIe'),
  graphs: z
    .strictObject({
      inShare: z.boolean().describe('Taken off the share; otherwise beside it'),
      gib,
      perLayerGiB: notNegative,
    })
    .optional()
    .describe('CUDA graphs of all the batch sizes that are captured by default, where they are told'),
});
export type EngineMemory = z.output<typeof engineMemorySchema>;
