import { type PlacedProblem, valueAt } from './reading/problems.ts';

/** Whether a model of the catalogue, by the name that a document gives it, is an encoder; undefined where that is not known. */
export type EncoderLookUp = (model: string) => boolean | undefined;

/** Models by the pools that serve them, as far as their documents say it. */
export interface ServedModel {
  /** As problems call it. */
  readonly name: string;
  /** Undefined where it is not known. */
  readonly isEncoder: boolean | undefined;
}

/** The model that a workload's pool serves; one that no pool names generates. */
export function servedModel(
  workload: unknown,
  pools: readonly unknown[],
  isEncoder: EncoderLookUp,
): ServedModel {
  const target = valueAt(workload, ['target']);
  const pool = pools.find((candidate) => valueAt(candidate, ['id']) === target);
  const model = valueAt(pool, ['model']);
  if (typeof model === 'string') return { name: model, isEncoder: isEncoder(model) };
  const like = valueAt(model, ['like']);
  if (typeof like === 'string') return { name: `a model like ${like}`, isEncoder: isEncoder(like) };
  // What a file has is known when it is read.
  if (valueAt(model, ['config']) !== undefined) return { name: 'the model', isEncoder: undefined };
  const name = valueAt(model, ['name']);
  return {
    name: typeof name === 'string' ? name : 'the model',
    isEncoder: valueAt(model, ['kind']) === 'encoder',
  };
}

/** What a document asks of an encoder that it cannot give: tokens, and times between them. */
export function encoderProblems(
  workload: unknown,
  { name }: ServedModel,
  at: readonly PropertyKey[],
): PlacedProblem[] {
  const isTrace = valueAt(workload, ['arrivals', 'trace']) !== undefined;
  const asked = (path: readonly string[]): boolean => valueAt(workload, path) !== undefined;
  const problems: PlacedProblem[] = [];
  if (asked(['outputTokens']) && !isTrace) {
    problems.push({
      path: [...at, 'outputTokens'],
      message: `${name} is an encoder: it gives back a vector and generates no tokens`,
      suggestion: 'leave outputTokens out',
    });
  }
  if (asked(['arrivals', 'outputScale'])) {
    problems.push({
      path: [...at, 'arrivals', 'outputScale'],
      message: `${name} is an encoder: it generates no tokens that could be scaled`,
      suggestion: 'leave it out',
    });
  }
  if (asked(['slo', 'tpotSeconds'])) {
    problems.push({
      path: [...at, 'slo', 'tpotSeconds'],
      message: `${name} is an encoder: it generates no tokens, so that there is no time per token`,
      suggestion: 'leave it out; endToEndSeconds limits the time to the vector',
    });
  }
  return problems;
}
