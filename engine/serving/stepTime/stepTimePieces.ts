/** Collects the linear pieces of S(c) for b = 0, 1, 2, ...; see `CompiledStepTime`. */
export interface PieceCollector {
  /** Begins the pieces of the next b. */
  nextBatch(): void;
  /** S(c) = base + slope·c up to and including c = upTo. A piece that ends before it begins is dropped. */
  add(upTo: number, base: number, slope: number): void;
  finish(): {
    readonly pieceStart: Int32Array;
    readonly pieceUpTo: Float64Array;
    readonly pieceBase: Float64Array;
    readonly pieceSlope: Float64Array;
  };
}

export function createPieceCollector(): PieceCollector {
  const start: number[] = [];
  const upTo: number[] = [];
  const base: number[] = [];
  const slope: number[] = [];
  return {
    nextBatch() {
      start.push(upTo.length);
    },
    add(end, intercept, gradient) {
      const first = upTo.length === start[start.length - 1];
      if (end <= (first ? 0 : upTo[upTo.length - 1])) return;
      upTo.push(end);
      base.push(intercept);
      slope.push(gradient);
    },
    finish: () => ({
      pieceStart: Int32Array.from([...start, upTo.length]),
      pieceUpTo: Float64Array.from(upTo),
      pieceBase: Float64Array.from(base),
      pieceSlope: Float64Array.from(slope),
    }),
  };
}
