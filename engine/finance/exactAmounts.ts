import { fromMicros, type Micros, writtenMicros } from '../pricing/money.ts';

/**
 * Decimals of the booked amounts beyond 2^33 of the currency, which their figures round: a figure is a float64. By path of
 * the figure; rows of lists are named by their id or month, as in `months.2026-01.cost`.
 */
export type ExactAmounts = Readonly<Record<string, string>>;

/** Gives a booked amount as the figure at `path`: a number of the currency. */
export type TellAmount = (path: string, micros: Micros) => number;

/** Keeps the decimals of what it tells, where the number rounds them. */
export function createAmounts(): { readonly tell: TellAmount; exact(): ExactAmounts | undefined } {
  const kept: Record<string, string> = {};
  return {
    tell: (path, micros) => {
      const written = writtenMicros(micros);
      if (typeof written === 'string') kept[path] = written;
      return fromMicros(micros);
    },
    exact: () => (Object.keys(kept).length === 0 ? undefined : kept),
  };
}
