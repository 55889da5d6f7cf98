import type { RooflineStepTimeSpec } from '../../scenario/spec.ts';
import type { CompiledStepTime } from './compiledStepTime.ts';
import { createPieceCollector } from './stepTimePieces.ts';

/** The formula of `RooflineStepTimeSpec`. */
export function compileRoofline(spec: RooflineStepTimeSpec, maxSequences: number): CompiledStepTime {
  const overhead = spec.overheadSeconds;
  const perSequence = spec.perSequenceSeconds;
  const perCommToken = spec.perCommTokenSeconds;
  const perToken = spec.perTokenComputeSeconds;
  const perLogit = spec.perLogitComputeSeconds;
  const prefillCompute = spec.perPrefillAttentionComputeSeconds;
  const decodeCompute = spec.perDecodeAttentionComputeSeconds;
  const denseWeight = spec.denseWeightSeconds;
  const expertWeight = spec.expertWeightSeconds;
  const contextMemory = spec.perContextMemorySeconds;
  const attentionMemory = spec.perAttentionMemorySeconds;
  const windowTokens = spec.window?.tokens ?? 0;
  const windowPrefillCompute = spec.window?.perPrefillAttentionComputeSeconds ?? 0;
  const windowDecodeCompute = spec.window?.perDecodeAttentionComputeSeconds ?? 0;
  const windowContextMemory = spec.window?.perContextMemorySeconds ?? 0;
  const windowAttentionMemory = spec.window?.perAttentionMemorySeconds ?? 0;
  // log of the chance that a token leaves an expert alone; −Infinity when it uses them all.
  const logIdle = Math.log1p(-spec.expertShare);

  function compute(p: number, attention: number, b: number, c: number): number {
    return (
      perToken * (p + b) +
      perLogit * b +
      prefillCompute * attention +
      decodeCompute * c +
      windowPrefillCompute * Math.min(attention, p * windowTokens) +
      windowDecodeCompute * Math.min(c, b * windowTokens)
    );
  }

  function weights(tokens: number): number {
    return expertWeight === 0 ? denseWeight : denseWeight - expertWeight * Math.expm1(tokens * logIdle);
  }

  function memory(p: number, attention: number, b: number, c: number): number {
    return (
      weights(p + b) +
      contextMemory * c +
      attentionMemory * attention +
      windowContextMemory * Math.min(c, b * windowTokens) +
      windowAttentionMemory * Math.min(attention, p * windowTokens)
    );
  }

  const pieces = createPieceCollector();

  /** The larger of two lines over (from, upTo]; they cross at most once, and the flatter one is above before that. */
  function addLarger(from: number, upTo: number, common: number, one: Line, other: Line): void {
    const [flat, steep] = one.slope <= other.slope ? [one, other] : [other, one];
    // Not a number for equal lines, infinite for parallel ones: then there is no crossing.
    const crossing = (flat.base - steep.base) / (steep.slope - flat.slope);
    if (crossing > from) pieces.add(Math.min(crossing, upTo), common + flat.base, flat.slope);
    if (!(crossing >= upTo)) pieces.add(upTo, common + steep.base, steep.slope);
  }

  for (let b = 0; b <= maxSequences; b++) {
    pieces.nextBatch();
    const common = overhead + perSequence * b + perCommToken * b;
    const computeBase = perToken * b + perLogit * b;
    // (1 − share)^0 = 1: an empty decode reads no expert.
    const memoryBase = b === 0 ? denseWeight : weights(b);
    const edge = b * windowTokens;
    if (edge > 0) {
      addLarger(
        0,
        edge,
        common,
        { base: computeBase, slope: decodeCompute + windowDecodeCompute },
        { base: memoryBase, slope: contextMemory + windowContextMemory },
      );
    }
    addLarger(
      edge,
      Number.POSITIVE_INFINITY,
      common,
      { base: computeBase + windowDecodeCompute * edge, slope: decodeCompute },
      { base: memoryBase + windowContextMemory * edge, slope: contextMemory },
    );
  }

  function step(p: number, attention: number, b: number, c: number): number {
    const roof = Math.max(compute(p, attention, b, c), memory(p, attention, b, c));
    return overhead + perSequence * b + perCommToken * (p + b) + roof;
  }

  return {
    isLinear: false,
    baseSeconds: 0,
    perPromptTokenSeconds: 0,
    perSequenceSeconds: 0,
    perContextTokenSeconds: 0,
    ...pieces.finish(),
    step,
    computeBound: (p, attention, b, c) => compute(p, attention, b, c) > memory(p, attention, b, c),
    minSeconds: Math.min(step(1, 0, 0, 0), step(0, 0, 1, 0)),
  };
}

interface Line {
  readonly base: number;
  readonly slope: number;
}
