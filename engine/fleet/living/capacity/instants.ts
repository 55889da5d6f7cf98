import { randomStream, type Uniform } from '../../../statistics/random.ts';

/** Instants from the horizon's start on, on a stream of their own: every window finds the same. */
export interface Instants {
  /** The next one, seconds; each later than the one before. */
  next: number;
  readonly advance: () => void;
}

/** Those at or after `from`, each so long after the one before as is drawn. */
export function instantsFrom(stream: string, apart: (random: Uniform) => number, from: number): Instants {
  const random = randomStream(stream);
  const instants: Instants = {
    next: 0,
    advance: () => {
      instants.next += apart(random);
    },
  };
  do instants.advance();
  while (instants.next < from);
  return instants;
}
