import { modelParameters } from '../../engine/catalog/modelParameters.ts';
import type { Model } from '../../engine/catalog/modelSchema.ts';
import { grouped } from '../../engine/finance/plainText.ts';

/** What kind of model one is, in words to read and words to search by. */
export interface ModelFacts {
  /** Parameters that a token passes, of a mixture of experts. */
  readonly active?: number;
  readonly kinds: readonly string[];
  readonly words: readonly string[];
}

/** Tells a model's kind from its shape. */
export function modelFacts(model: Model): ModelFacts {
  const { experts, kind, encoderParameters, latentAttention, slidingWindow, linearAttention } = model;
  const parts = modelParameters(model);
  const active =
    experts === undefined
      ? undefined
      : parts.total - parts.experts * (1 - experts.perToken / experts.count) - parts.embedding;
  const told = (isSo: boolean, shown: string, ...words: string[]): { shown: string; words: string[] }[] =>
    isSo ? [{ shown, words: [shown, ...words] }] : [];
  const all = [
    ...told(kind === 'encoder', 'encoder for embeddings', 'embedding', 'bert', 'rerank', 'classification'),
    ...told(encoderParameters !== undefined, 'vision', 'image', 'multimodal', 'vl'),
    ...told(experts !== undefined, 'mixture of experts', 'moe', 'sparse'),
    ...told(latentAttention !== undefined, 'latent attention', 'mla'),
    ...told(slidingWindow !== undefined, 'sliding window', 'swa'),
    ...told(linearAttention !== undefined, 'hybrid', 'linear attention'),
  ];
  const words = all.flatMap((each) => each.words);
  return {
    ...(active === undefined ? {} : { active }),
    kinds: all.map(({ shown }) => shown),
    words: [
      ...words,
      ...(experts === undefined ? ['dense'] : []),
      ...(kind === 'encoder' ? [] : ['chat llm']),
    ],
  };
}

/** 30.5 billion as “30.5B”; below a billion “335M”. */
export function billions(parameters: number): string {
  if (parameters < 1e9) return `${grouped(parameters / 1e6)}M`;
  return `${grouped(parameters / 1e9, parameters < 1e11 ? 1 : 0)}B`;
}
