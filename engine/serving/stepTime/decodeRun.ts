import type { CompiledStepTime } from './compiledStepTime.ts';

/**
 * A decode run: k consecutive steps with b sequences, whose context grows by b each
 * step. Within one linear piece of S(c) the step times form an arithmetic progression,
 * so both questions below cost one evaluation a piece, whatever k.
 */

/**
 * Duration of k steps (k ≥ 0) with b sequences reading c context tokens in the first.
 * n steps in a piece base + slope·c last n·(base + slope·c) + slope·b·n(n − 1)/2.
 */
export function decodeRunSeconds(time: CompiledStepTime, b: number, c: number, k: number): number {
  const piece = time.pieceStart[b];
  // Nearly always one piece: small enough for the JIT to inline, so the result is not boxed.
  if (c + (k - 1) * b <= time.pieceUpTo[piece]) {
    const slope = time.pieceSlope[piece];
    return k * (time.pieceBase[piece] + slope * c) + slope * b * k * (k - 1) * 0.5;
  }
  return decodeRunAcrossPieces(time, b, c, k);
}

function decodeRunAcrossPieces(time: CompiledStepTime, b: number, c: number, k: number): number {
  const { pieceStart, pieceUpTo, pieceBase, pieceSlope } = time;
  let piece = pieceStart[b];
  let seconds = 0;
  let left = k;
  let context = c;
  for (;;) {
    while (context > pieceUpTo[piece]) piece++;
    // Steps whose context is still within this piece.
    const n = b > 0 ? Math.min(left, Math.floor((pieceUpTo[piece] - context) / b) + 1) : left;
    const slope = pieceSlope[piece];
    seconds += n * (pieceBase[piece] + slope * context) + slope * b * n * (n - 1) * 0.5;
    left -= n;
    if (left <= 0) return seconds;
    context += n * b;
  }
}

/**
 * The fewest steps (≥ 1) whose duration reaches `seconds`; never more than `limit`.
 * Inverts `decodeRunSeconds` by the root of its quadratic, then settles rounding by
 * comparing with the closed form itself.
 */
export function decodeStepsToReach(
  time: CompiledStepTime,
  b: number,
  c: number,
  seconds: number,
  limit: number,
): number {
  const { pieceStart, pieceUpTo, pieceBase, pieceSlope } = time;
  let piece = pieceStart[b];
  let done = 0;
  let left = seconds;
  let context = c;
  let steps = limit;
  while (done < limit) {
    while (context > pieceUpTo[piece]) piece++;
    const n = b > 0 ? Math.min(limit - done, Math.floor((pieceUpTo[piece] - context) / b) + 1) : limit - done;
    const growth = pieceSlope[piece] * b;
    const first = pieceBase[piece] + pieceSlope[piece] * context;
    const half = first - growth / 2;
    const needed = left <= 0 ? 0 : (2 * left) / (half + Math.sqrt(half * half + 2 * growth * left));
    if (needed <= n) {
      steps = done + Math.ceil(needed);
      break;
    }
    left -= n * first + (growth * n * (n - 1)) / 2;
    done += n;
    context += n * b;
  }
  if (steps < 1) steps = 1;
  if (steps > limit) steps = limit;
  while (steps > 1 && decodeRunSeconds(time, b, c, steps - 1) >= seconds) steps--;
  while (steps < limit && decodeRunSeconds(time, b, c, steps) < seconds) steps++;
  return steps;
}
