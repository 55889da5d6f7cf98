import { gamma as gammaFunction } from 'simple-statistics';
import type { ArrivalProcessSpec, ClientSpec } from '../scenario/spec.ts';
import { exponential, gamma, type Uniform } from '../statistics/random.ts';
import type { RatePiece } from './rateShape.ts';

/**
 * Arrivals of one block of a workload, in order. `fill` writes instants to `out[at … limit)` and
 * returns where it stopped; less than `limit` means that the block has ended.
 */
export interface BlockArrivals {
  fill(out: Float64Array, at: number, limit: number): number;
}

/**
 * Instants are made in operational time, in which arrivals come at rate 1, and carried to the
 * clock through the cumulative rate: an instant is where the integral of the rate reaches the
 * operational one. So a changing rate keeps the coefficient of variation of the intervals
 * (time-rescaling). A block starts in equilibrium: its first interval is the remainder of one
 * that was under way, so that rates have no bias at block edges.
 */
export function createBlockArrivals(
  process: ArrivalProcessSpec,
  pieces: readonly RatePiece[],
  from: number,
  random: Uniform,
  phases: Uniform,
): BlockArrivals {
  switch (process.type) {
    case 'constant':
      throw new RangeError('constant arrivals have no blocks: they count from the start of the horizon');
    case 'poisson':
      return rescaled(pieces, from, () => exponential(random), exponential(random));
    case 'gamma': {
      const { shape } = process;
      return rescaled(pieces, from, () => gamma(shape, random) / shape, residual('gamma', shape, random));
    }
    case 'weibull': {
      const { shape } = process;
      const scale = weibullScale(shape);
      return rescaled(
        pieces,
        from,
        () => scale * exponential(random) ** (1 / shape),
        residual('weibull', shape, random),
      );
    }
    case 'mmpp': {
      const path = phasePieces(process.states, pieces, from, phases);
      return rescaled(path, from, () => exponential(random), exponential(random));
    }
    case 'clients': {
      const clients = superposition(process.clients, random);
      return rescaled(pieces, from, clients.next, clients.first);
    }
  }
}

/** `count` arrivals at one instant. */
export function createBatchArrivals(instant: number, count: number): BlockArrivals {
  let left = count;
  return {
    fill(out, at, limit) {
      const taken = Math.min(left, limit - at);
      out.fill(instant, at, at + taken);
      left -= taken;
      return at + taken;
    },
  };
}

/**
 * Constant arrivals: number i of the horizon comes where the integral of the rate since second 0
 * reaches i. `pieces` start at second 0; the answer gives those from `from` up to an end that
 * moves on from block to block.
 */
export function createConstantArrivals(
  pieces: readonly RatePiece[],
  from: number,
): (blockEnd: number) => BlockArrivals {
  let piece = 0;
  let start = 0;
  let before = 0;
  let index = 0;
  // Rounding may put the integral at a piece's start a hair past a number due there.
  const instantOf = (i: number): number => start + Math.max(0, i - before) / pieces[piece].ratePerSecond;
  const nextPiece = (): void => {
    const { until, ratePerSecond } = pieces[piece++];
    before += (until - start) * ratePerSecond;
    start = until;
  };
  /** Passes over the numbers before an instant of the piece without counting them one by one. */
  const skipTo = (instant: number): void => {
    index = Math.max(index, Math.ceil(before + (instant - start) * pieces[piece].ratePerSecond) - 1);
    while (instantOf(index) < instant) index++;
  };
  for (; piece < pieces.length && pieces[piece].until <= from; nextPiece()) skipTo(pieces[piece].until);
  if (piece < pieces.length) skipTo(from);
  return (blockEnd) => ({
    fill(out, at, limit) {
      let filled = at;
      while (filled < limit && piece < pieces.length) {
        const instant = instantOf(index);
        if (instant < pieces[piece].until) {
          if (instant >= blockEnd) return filled;
          out[filled++] = instant;
          index++;
        } else nextPiece();
      }
      return filled;
    },
  });
}

function rescaled(
  pieces: readonly RatePiece[],
  from: number,
  interval: () => number,
  first: number,
): BlockArrivals {
  // In an array so that the closure boxes no floats: operational instant, clock and operational start of the piece.
  const state = Float64Array.of(first, from, 0);
  let piece = 0;
  return {
    fill(out, at, limit) {
      let operational = state[0];
      let start = state[1];
      let before = state[2];
      let filled = at;
      while (filled < limit && piece < pieces.length) {
        const { until, ratePerSecond } = pieces[piece];
        const instant = start + (operational - before) / ratePerSecond;
        if (instant < until) {
          out[filled++] = instant;
          operational += interval();
        } else {
          before += (until - start) * ratePerSecond;
          start = until;
          piece++;
          // Rounding must not leave it due before the piece: at rate 0 that would be for ever ago.
          operational = Math.max(operational, before);
        }
      }
      state[0] = operational;
      state[1] = start;
      state[2] = before;
      return filled;
    },
  };
}

/** Scale of a Weibull law with mean 1: 1 / Γ(1 + 1/shape). */
function weibullScale(shape: number): number {
  return 1 / gammaFunction(1 + 1 / shape);
}

/**
 * What is left of the interval under way at a random instant: a uniform share of an interval drawn
 * in proportion to its length. Length-biased, Gamma(k) is Gamma(k + 1), and a Weibull's k-th power
 * is Gamma(1 + 1/k).
 */
function residual(law: ClientSpec['interval'], shape: number, random: Uniform): number {
  const interval =
    law === 'gamma'
      ? gamma(shape + 1, random) / shape
      : weibullScale(shape) * gamma(1 + 1 / shape, random) ** (1 / shape);
  return random() * interval;
}

/** A Markov-modulated rate as pieces: exponential sojourns, then any other state, all as likely. */
function phasePieces(
  states: readonly { readonly relativeRate: number; readonly meanSeconds: number }[],
  pieces: readonly RatePiece[],
  from: number,
  phases: Uniform,
): readonly RatePiece[] {
  const path: RatePiece[] = [];
  let left = phases() * states.reduce((sum, state) => sum + state.meanSeconds, 0);
  let current = 0;
  // In equilibrium a state is found in proportion to how long it lasts; what is left of an exponential is exponential.
  while (current < states.length - 1 && left >= states[current].meanSeconds)
    left -= states[current++].meanSeconds;
  let phaseEnd = from + states[current].meanSeconds * exponential(phases);
  let at = from;
  for (const { until, ratePerSecond } of pieces) {
    while (at < until) {
      const end = Math.min(until, phaseEnd);
      path.push({ until: end, ratePerSecond: ratePerSecond * states[current].relativeRate });
      at = end;
      if (at < phaseEnd) break;
      if (states.length > 1) {
        const other = Math.floor(phases() * (states.length - 1));
        current = other >= current ? other + 1 : other;
      }
      phaseEnd = at + states[current].meanSeconds * exponential(phases);
    }
  }
  return path;
}

/** Clients merged in operational time by a binary heap of their next instants. */
function superposition(
  clients: readonly ClientSpec[],
  random: Uniform,
): { readonly first: number; readonly next: () => number } {
  const scale = clients.map(({ interval, shape }) =>
    interval === 'gamma' ? 1 / shape : weibullScale(shape),
  );
  const due = Float64Array.from(
    clients,
    ({ interval, shape, share }) => residual(interval, shape, random) / share,
  );
  const heap = Int32Array.from(clients.keys()).sort((a, b) => due[a] - due[b] || a - b);
  const sink = (): void => {
    const moved = heap[0];
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && due[heap[child + 1]] < due[heap[child]]) child++;
      if (due[heap[child]] >= due[moved]) break;
      heap[hole] = heap[child];
      hole = child;
    }
    heap[hole] = moved;
  };
  return {
    first: due[heap[0]],
    next: () => {
      const client = heap[0];
      const before = due[client];
      const { interval, shape, share } = clients[client];
      const drawn = interval === 'gamma' ? gamma(shape, random) : exponential(random) ** (1 / shape);
      due[client] = before + (drawn * scale[client]) / share;
      sink();
      return due[heap[0]] - before;
    },
  };
}
