import { z } from 'zod';
import { modelParameters } from './modelParameters.ts';
import type { Model } from './modelSchema.ts';

const MULTIPLES: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9, t: 1e12 };

/** Parameters from a number or “30B”, “335M”, “1.2T”; undefined for what is neither. */
export function parseParameters(input: number | string): number | undefined {
  if (typeof input === 'number') return input > 0 && Number.isFinite(input) ? input : undefined;
  const [, digits, multiple] =
    /^(\d[\d_,]*(?:\.\d+)?) ?([kmbt]?)(?:illion|n)?$/.exec(input.trim().toLowerCase()) ?? [];
  const parameters = digits === undefined ? 0 : Number(digits.replaceAll(/[_,]/g, '')) * MULTIPLES[multiple];
  return parameters > 0 ? parameters : undefined;
}

const parameterCount = z
  .union([z.number(), z.string()], { error: () => 'must be a number of parameters such as 30B or 335M' })
  .transform((input, context) => {
    const found = parseParameters(input);
    if (found !== undefined) return found;
    context.addIssue({
      code: 'custom',
      message: `must be a number of parameters such as 30B or 335M, got “${input}”`,
    });
    return z.NEVER;
  })
  .describe('All that it has, such as 30B');

/** A model of which only its size is known, and which model of the catalogue it is built like. */
export const resemblingSchema = z
  .strictObject({
    name: z.string().min(1).optional(),
    parameters: parameterCount,
    like: z.string().min(1).optional().describe('Id of the catalogue whose shape is scaled to that size'),
  })
  .superRefine(({ like }, context) => {
    if (like !== undefined) return;
    const message =
      'is missing: a number of parameters alone is no shape; name a model of the catalogue that it is built like, such as like: qwen3-32b, or its config: ./config.json, or describe layers, hidden, heads and so on';
    context.addIssue({ code: 'custom', path: ['like'], message });
  });
export type ResemblingModel = z.output<typeof resemblingSchema>;

/** The file of a model as Hugging Face publishes it. */
export const modelFileSchema = z.strictObject({
  config: z
    .string()
    .min(1)
    .describe('config.json of the model as Hugging Face has it, relative to the scenario'),
});
export type ModelFile = z.output<typeof modelFileSchema>;

/** A shape holds for models of about its size: beyond these another one is the nearer. */
const MOST_TIMES = 8;

/** So that up to 8 GPUs can share it evenly. */
const WIDTH_STEP = 8;

/**
 * The shape of a model scaled to another number of parameters. Depth and width grow together, by the cube root of the ratio
 * (layers · width² is what a transformer's size goes by); heads grow with the width in steps of 8, their size and the number of
 * KV heads stay; so do experts in number, vocabulary and a vision encoder. The width of the feed-forward (of the experts, in a
 * mixture) is what is left over, so that the total is the one asked for, to within half a step of 8. Returns a sentence where no such shape is there.
 */
export function scaledModel(
  base: Model,
  name: string,
  parameters: number,
): Model | { readonly problem: string } {
  const { total } = modelParameters(base);
  const ratio = parameters / total;
  if (ratio > MOST_TIMES || ratio < 1 / MOST_TIMES)
    return {
      problem: `has ${(ratio > 1 ? ratio : 1 / ratio).toPrecision(2)} times ${ratio > 1 ? 'as many' : 'fewer'} parameters: a shape holds to ${MOST_TIMES} times`,
    };
  const scale = Math.cbrt(ratio);
  const layers = scaledCount(base.layers, scale, 1);
  const heads = scaledCount(base.heads, scale, base.heads % 8 === 0 ? 8 : 1);
  const part = (count: number): number => Math.min(layers, scaledCount(count, layers / base.layers, 1));
  const expertLayers = base.experts?.layers === undefined ? undefined : part(base.experts.layers);
  const frame: Model = {
    ...base,
    name,
    layers,
    hidden: scaledCount(base.hidden, scale, base.hidden % 128 === 0 ? 128 : 8),
    heads,
    kvHeads: base.kvHeads === base.heads ? heads : largestDivisor(heads, base.kvHeads),
    ffn: scaledCount(base.ffn, scale, 1),
    ...(base.slidingWindow && {
      slidingWindow: { ...base.slidingWindow, layers: part(base.slidingWindow.layers) },
    }),
    ...(base.linearAttention && { linearAttention: { layers: part(base.linearAttention.layers) } }),
    ...(base.experts && {
      experts: {
        ...base.experts,
        sharedFfn: Math.round(base.experts.sharedFfn * scale),
        ...(expertLayers === undefined ? {} : { layers: expertLayers }),
      },
    }),
  };
  const withWidth = (width: number): Model =>
    frame.experts ? { ...frame, experts: { ...frame.experts, ffn: width } } : { ...frame, ffn: width };
  // The total is a straight line in the width.
  const at = (width: number): number => modelParameters(withWidth(width)).total;
  const exact = 1 + (parameters - at(1)) / (at(2) - at(1));
  const width = Math.round(exact / WIDTH_STEP) * WIDTH_STEP;
  if (width < WIDTH_STEP)
    return { problem: 'leaves no room for a feed-forward beside its words and attention' };
  return withWidth(width);
}

function scaledCount(count: number, scale: number, step: number): number {
  return Math.max(step, Math.round((count * scale) / step) * step);
}

/** The largest divisor of a number that is not above another one. */
function largestDivisor(of: number, most: number): number {
  for (let divisor = Math.min(of, most); divisor > 1; divisor--) if (of % divisor === 0) return divisor;
  return 1;
}
