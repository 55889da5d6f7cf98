import { z } from 'zod';
import { catalogRowFields, count, positive } from './rowFields.ts';

const part = z
  .strictObject({
    name: z.string().min(1),
    parameters: positive,
    passes: count.describe('Times it runs for one sample (denoising steps, generated tokens)'),
    tokens: count.optional().describe('That every parameter sees in a pass'),
    tflopsPerPass: positive.optional().describe('As published, where it is no transformer; 10^12 FLOPs'),
    layers: count.optional().describe('With `hidden`: attention is counted, too'),
    hidden: count.optional(),
    attentionTokens: count.optional().describe('`tokens`, if left out'),
  })
  .refine((each) => each.tokens !== undefined || each.tflopsPerPass !== undefined, {
    message: 'needs tokens or tflopsPerPass',
  });

/** A model whose unit of work is a sample (an image, a window of sound) instead of a token. */
export const sampleModelRowSchema = z.strictObject({
  ...catalogRowFields,
  produces: z.enum(['image', 'speech']),
  publishedParameters: positive,
  parts: z.array(part).min(1),
});
export type SampleModelRow = z.output<typeof sampleModelRowSchema>;

/** FLOPs and weight bytes (16 bits) that one sample costs. */
export interface SampleWork {
  readonly flops: number;
  readonly weightBytesRead: number;
}

/**
 * Work of one sample: 2 FLOPs a parameter and token, 4 · layers · hidden · tokens² for attention,
 * or what is published; every pass reads its part's weights once.
 */
export function sampleWork(model: Pick<SampleModelRow, 'parts'>): SampleWork {
  let flops = 0;
  let weightBytesRead = 0;
  for (const each of model.parts) {
    const tokens = each.tokens ?? 0;
    const attended = each.attentionTokens ?? tokens;
    const attention = 4 * (each.layers ?? 0) * (each.hidden ?? 0) * attended * attended;
    const computed = 2 * each.parameters * tokens + attention;
    flops += each.passes * (each.tflopsPerPass === undefined ? computed : each.tflopsPerPass * 1e12);
    weightBytesRead += each.passes * each.parameters * 2;
  }
  return { flops, weightBytesRead };
}
