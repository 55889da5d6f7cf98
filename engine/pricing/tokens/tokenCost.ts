import { amountMicros, type Micros, totalMicros } from '../money.ts';
import type { TokenPrice } from './tokenPriceSchema.ts';

/** The tokens of a request, or of many alike. Counts of one request. */
export interface TokenUse {
  readonly requests: number;
  /** All prompt tokens: of them some may be read from the cache, some written to it. */
  readonly input: number;
  readonly cached: number;
  readonly cacheWritten: number;
  /** Reasoning tokens count as output. */
  readonly output: number;
  readonly images: number;
  /** Written for an hour, not for minutes. */
  readonly isCachedForHour: boolean;
  readonly isBatch: boolean;
  /** Whether only the tokens above a long context's threshold cost more; else all of the request do. */
  readonly isLongContextMarginal: boolean;
}

/** One line of what they cost: whole micro-units. */
export interface TokenLine {
  readonly what: string;
  readonly tokens: number;
  /** Money a million. */
  readonly price: number;
  readonly micros: Micros;
}

export interface TokenCost {
  readonly lines: readonly TokenLine[];
  readonly totalMicros: Micros;
  /** What the price list does not have, and what was taken instead. */
  readonly notes: readonly string[];
}

const MILLION = 1e6;

/**
 * What hosted tokens cost: [(input − cached − written) × input price + cached × cached price + written × write price + output ×
 * output price] ÷ 10⁶, each line booked in whole micro-units. A request whose prompt is longer than the threshold pays the long
 * context's prices for all of it, or (marginal) for what is above. Batch prices take the place of both, and caches are not used with them.
 * Throws `RangeError` where more is cached or written than the prompt has.
 */
export function tokenCost(price: TokenPrice, use: TokenUse): TokenCost {
  const { requests, input, cached, cacheWritten, output, images, isBatch } = use;
  if (cached + cacheWritten > input)
    throw new RangeError('cached and written tokens must not be more than the prompt');
  const lines: TokenLine[] = [];
  const notes: string[] = [];
  const book = (what: string, tokens: number, each: number): void => {
    if (tokens === 0) return;
    const all = tokens * requests;
    lines.push({ what, tokens: all, price: each, micros: amountMicros(each, all / MILLION) });
  };
  if (isBatch && price.batch !== undefined) {
    if (cached + cacheWritten > 0) notes.push('Batch requests are priced without a cache.');
    if (price.longContext !== undefined && input > price.longContext.above) {
      notes.push('No batch price of a long context is known: it may cost more than this.');
    }
    book('input, batch', input, price.batch.input);
    book('output, batch', output, price.batch.output);
  } else {
    if (isBatch) notes.push('No batch price is known: the ordinary one is taken.');
    bookOrdinary(price, use, book, notes);
  }
  if (images > 0) {
    const { perImage = 0 } = price;
    if (price.perImage === undefined) notes.push('No price of an image is known: they count as 0.');
    lines.push({
      what: 'images',
      tokens: images * requests,
      price: perImage,
      micros: amountMicros(perImage, images * requests),
    });
  }
  if (price.caution !== undefined) notes.push(`Caution: ${price.caution}.`);
  return { lines, totalMicros: totalMicros(lines.map(({ micros }) => micros)), notes };
}

function bookOrdinary(
  price: TokenPrice,
  { input, cached, cacheWritten, output, isCachedForHour, isLongContextMarginal }: TokenUse,
  book: (what: string, tokens: number, each: number) => void,
  notes: string[],
): void {
  const { longContext } = price;
  const isLong = longContext !== undefined && input > longContext.above;
  const isWhole = isLong && !isLongContextMarginal;
  const plain = input - cached - cacheWritten;
  const above = isLong && isLongContextMarginal ? Math.min(plain, input - longContext.above) : 0;
  book(isWhole ? 'input, long context' : 'input', plain - above, isWhole ? longContext.input : price.input);
  book('input above the threshold', above, longContext?.input ?? price.input);
  const rate = isWhole && price.input > 0 ? longContext.input / price.input : 1;
  const other = (what: string, known: number | undefined): number => {
    if (known === undefined) notes.push(`No price for ${what} is known: that of input is taken.`);
    // Lists have one long price only: what goes by input scales with it.
    return (known ?? price.input) * rate;
  };
  if (cached > 0) book('input from the cache', cached, other('cached input', price.cachedInput));
  if (cacheWritten > 0) {
    const known = isCachedForHour ? price.cacheWriteHour : price.cacheWrite;
    book('input written to the cache', cacheWritten, other('writing to the cache', known));
  }
  book(isWhole ? 'output, long context' : 'output', output, isWhole ? longContext.output : price.output);
}
