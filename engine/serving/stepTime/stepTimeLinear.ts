import type { LinearStepTimeSpec } from '../../scenario/spec.ts';
import type { CompiledStepTime } from './compiledStepTime.ts';
import { createPieceCollector } from './stepTimePieces.ts';

/**
 * What a step lasts where the coefficients say nothing at all (prefill-only or decode-only
 * models, as in queueing theory): a picosecond a token, so that every step takes time.
 */
const LEAST_SECONDS = 1e-12;

/** S = base + perPromptToken·p + perSequence·b + perContextToken·c. */
export function compileLinear(spec: LinearStepTimeSpec, maxSequences: number): CompiledStepTime {
  const base = spec.baseSeconds;
  const perContext = spec.perContextTokenSeconds;
  const perPrompt = base + spec.perPromptTokenSeconds > 0 ? spec.perPromptTokenSeconds : LEAST_SECONDS;
  const perSequence =
    base + spec.perSequenceSeconds + perContext > 0 ? spec.perSequenceSeconds : LEAST_SECONDS;

  const pieces = createPieceCollector();
  for (let b = 0; b <= maxSequences; b++) {
    pieces.nextBatch();
    pieces.add(Number.POSITIVE_INFINITY, base + perSequence * b, perContext);
  }
  return {
    isLinear: true,
    baseSeconds: base,
    perPromptTokenSeconds: perPrompt,
    perSequenceSeconds: perSequence,
    perContextTokenSeconds: perContext,
    ...pieces.finish(),
    step: (p, _attention, b, c) => base + perPrompt * p + perSequence * b + perContext * c,
    computeBound: () => false,
    // A decoding sequence reads at least one token of context.
    minSeconds: base + Math.min(perPrompt, perSequence + perContext),
  };
}
