import type { TableStepTimeSpec } from '../../scenario/spec.ts';
import type { CompiledStepTime } from './compiledStepTime.ts';
import { createPieceCollector } from './stepTimePieces.ts';

/**
 * Measured grids. prefill(p) and decode(b, c) are piecewise linear, hold their first value
 * before the grid and follow their last slope beyond it. A mixed step lasts
 * decode(b, c) + prefill(p) − min(lowest decode, lowest prefill): the two share one fixed
 * cost, S is never below either part, and it does not decrease in p, b or c.
 *
 * Beyond the last sequences the columns are extrapolated one by one; where that would let
 * S fall with c, the larger of two neighbours is kept, and the slope beyond the last context
 * never falls with b. Measured points are never changed.
 */
export function compileTable(spec: TableStepTimeSpec, maxSequences: number): CompiledStepTime {
  const prefillTokens = Float64Array.from(spec.prefill.tokens);
  const prefillSeconds = Float64Array.from(spec.prefill.seconds);
  const { sequences, contextTokens } = spec.decode;
  const columns = contextTokens.map((_, j) => spec.decode.seconds.map((row) => row[j]));

  const pieces = createPieceCollector();
  let tailSlope = 0;
  for (let b = 0; b <= maxSequences; b++) {
    const at: number[] = [];
    for (const column of columns) {
      const value = interpolate(sequences, column, b);
      at.push(at.length > 0 ? Math.max(value, at[at.length - 1]) : value);
    }
    pieces.nextBatch();
    pieces.add(contextTokens[0], at[0], 0);
    for (let j = 1; j < at.length; j++) {
      const slope = (at[j] - at[j - 1]) / (contextTokens[j] - contextTokens[j - 1]);
      pieces.add(contextTokens[j], at[j] - slope * contextTokens[j], slope);
      if (j === at.length - 1) tailSlope = Math.max(tailSlope, slope);
    }
    const last = at.length - 1;
    pieces.add(Number.POSITIVE_INFINITY, at[last] - tailSlope * contextTokens[last], tailSlope);
  }
  const compiled = pieces.finish();
  const { pieceStart, pieceUpTo, pieceBase, pieceSlope } = compiled;
  const shared = Math.min(prefillSeconds[0], columns[0][0]);

  function decode(b: number, c: number): number {
    let i = pieceStart[b];
    while (c > pieceUpTo[i]) i++;
    return pieceBase[i] + pieceSlope[i] * c;
  }

  return {
    isLinear: false,
    baseSeconds: 0,
    perPromptTokenSeconds: 0,
    perSequenceSeconds: 0,
    perContextTokenSeconds: 0,
    ...compiled,
    step(p, _attention, b, c) {
      if (p === 0) return decode(b, c);
      const prefill = interpolate(prefillTokens, prefillSeconds, p);
      return b === 0 ? prefill : decode(b, c) + prefill - shared;
    },
    computeBound: () => false,
    minSeconds: shared,
  };
}

/** Value at x of the line through (axis, values): first value before, last slope beyond. */
function interpolate(axis: ArrayLike<number>, values: ArrayLike<number>, x: number): number {
  const last = axis.length - 1;
  if (x <= axis[0] || last === 0) return values[0];
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (axis[middle] < x) low = middle;
    else high = middle;
  }
  const share = (x - axis[low]) / (axis[high] - axis[low]);
  return values[low] + share * (values[high] - values[low]);
}
