import type { RooflineStepTimeSpec } from '../../scenario/spec.ts';
import type { CompiledStepTime } from './compiledStepTime.ts';
import { createPieceCollector } from './stepTimePieces.ts';

/** The formula of `RooflineStepTimeSpec` with `combine: 'overlapped'`: linear in the context, for each batch. */
export function compileOverlapped(spec: RooflineStepTimeSpec, maxSequences: number): CompiledStepTime {
  const overhead = spec.overheadSeconds;
  const launchSquared = (spec.launchSeconds ?? 0) ** 2;
  const perSequence = spec.perSequenceSeconds;
  const perCommToken = spec.perCommTokenSeconds;
  const perToken = spec.perTokenComputeSeconds;
  const perLogit = spec.perLogitComputeSeconds;
  const prefillAttention = spec.perPrefillAttentionComputeSeconds;
  const denseWeight = spec.denseWeightSeconds;
  const expertWeight = spec.expertWeightSeconds;
  const perContext = spec.perContextMemorySeconds;
  const windowTokens = spec.window?.tokens ?? 0;
  const windowAttention = spec.window?.perPrefillAttentionComputeSeconds ?? 0;
  const windowContext = spec.window?.perContextMemorySeconds ?? 0;
  const share = spec.prefillShare ?? 1;
  const verified = spec.speculation?.verifiedTokens ?? 1;
  // What a step that only decodes costs of the price of its work: one token's share of a speculated step.
  const decodeShare =
    spec.speculation === undefined ? 1 : (1 + spec.speculation.draftShare) / spec.speculation.acceptedTokens;
  // log of the chance that a token leaves an expert alone; −Infinity when it uses them all.
  const logIdle = Math.log1p(-spec.expertShare);

  function weights(tokens: number): number {
    return expertWeight === 0 || tokens === 0
      ? denseWeight
      : denseWeight - expertWeight * Math.expm1(tokens * logIdle);
  }

  /** All but the context: felt · p tokens of prefill computed, p + b·verified tokens routed. */
  function work(p: number, attention: number, b: number, felt: number): number {
    const tokens = b * verified;
    const products = perToken * (felt * p + tokens) + perLogit * tokens;
    const reading = weights(p + tokens);
    return (
      overhead +
      perSequence * b +
      perCommToken * (felt * p + tokens) +
      Math.sqrt(products * products + reading * reading + launchSquared) +
      felt * (prefillAttention * attention + windowAttention * Math.min(attention, p * windowTokens))
    );
  }

  const pieces = createPieceCollector();
  for (let b = 0; b <= maxSequences; b++) {
    pieces.nextBatch();
    const base = work(0, 0, b, 0) * decodeShare;
    const edge = b * windowTokens;
    if (edge > 0) pieces.add(edge, base, (perContext + windowContext) * decodeShare);
    pieces.add(Number.POSITIVE_INFINITY, base + windowContext * edge * decodeShare, perContext * decodeShare);
  }

  function step(p: number, attention: number, b: number, c: number): number {
    const context = perContext * c + windowContext * Math.min(c, b * windowTokens);
    if (p === 0) return (work(0, 0, b, 0) + context) * decodeShare;
    if (b === 0) return work(p, attention, 0, 1);
    return Math.max(work(p, attention, 0, 1), work(p, attention, b, share) + context);
  }

  return {
    isLinear: false,
    baseSeconds: 0,
    perPromptTokenSeconds: 0,
    perSequenceSeconds: 0,
    perContextTokenSeconds: 0,
    ...pieces.finish(),
    step,
    computeBound(p, attention, b, c) {
      const tokens = p + b * verified;
      const computing =
        perToken * tokens +
        perLogit * b * verified +
        prefillAttention * attention +
        windowAttention * Math.min(attention, p * windowTokens);
      return computing > weights(tokens) + perContext * c + windowContext * Math.min(c, b * windowTokens);
    },
    minSeconds: Math.min(step(1, 0, 0, 0), step(0, 0, 1, 0)),
  };
}
