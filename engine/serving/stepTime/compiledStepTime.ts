/**
 * A step-time model made ready for the hot loop. In all that follows p is the tokens
 * prefilled in the step, `attention` the sum over them of the context each attends to,
 * b the sequences decoding, c the context tokens those read; times are seconds.
 */
export interface CompiledStepTime {
  /** The hot loop inlines a linear model: S = base + perPromptToken·p + perSequence·b + perContextToken·c. */
  readonly isLinear: boolean;
  /** The four are 0 unless `isLinear`. */
  readonly baseSeconds: number;
  readonly perPromptTokenSeconds: number;
  readonly perSequenceSeconds: number;
  readonly perContextTokenSeconds: number;
  /**
   * Decode-only steps: S(c) = pieceBase[i] + pieceSlope[i]·c for pieceUpTo[i − 1] < c ≤ pieceUpTo[i],
   * i from pieceStart[b] to pieceStart[b + 1] − 1; the last pieceUpTo is Infinity. b runs from 0
   * (an empty decode, a lower bound) to maxSequences. Continuous, positive, non-decreasing.
   */
  readonly pieceStart: Int32Array;
  readonly pieceUpTo: Float64Array;
  readonly pieceBase: Float64Array;
  readonly pieceSlope: Float64Array;
  /** Any step with p > 0 or b > 0 (b ≤ maxSequences); equals the pieces, to rounding, at p = 0. */
  step(p: number, attention: number, b: number, c: number): number;
  /** True where the compute term of a roofline is the larger one. */
  computeBound(p: number, attention: number, b: number, c: number): boolean;
  /** No step is shorter; > 0. */
  readonly minSeconds: number;
}
