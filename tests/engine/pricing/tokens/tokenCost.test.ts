import { describe, expect, it } from 'vitest';
import { tokenCost, type TokenUse } from '../../../../engine/pricing/tokens/tokenCost.ts';
import type { TokenPrice } from '../../../../engine/pricing/tokens/tokenPriceSchema.ts';
import { tokenPriceOf, tokenPrices } from '../../../../host/questions/prices/tokenPrices.ts';
import { InputProblemError } from '../../../../host/files/inputProblem.ts';

const use = (over: Partial<TokenUse>): TokenUse => ({
  requests: 1,
  input: 0,
  cached: 0,
  cacheWritten: 0,
  output: 0,
  images: 0,
  isCachedForHour: false,
  isBatch: false,
  isLongContextMarginal: false,
  ...over,
});
const price: TokenPrice = {
  model: 'm',
  provider: 'p',
  input: 3,
  output: 15,
  cachedInput: 0.3,
  cacheWrite: 3.75,
  cacheWriteHour: 6,
  batch: { input: 1.5, output: 7.5 },
  longContext: { above: 200_000, input: 6, output: 22.5 },
  source: 's',
  date: '2026-01-01',
};
const micros = (over: Partial<TokenUse>, at = price) => tokenCost(at, use(over)).totalMicros;

describe('what hosted tokens cost', () => {
  it('is each sort of token at its price', () => {
    // (10,000 − 6,000 − 1,000) · 3 + 6,000 · 0.3 + 1,000 · 3.75 + 500 · 15, a millionth of it.
    expect(micros({ input: 10_000, cached: 6000, cacheWritten: 1000, output: 500 })).toBe(22_050);
    expect(micros({ input: 1000, cacheWritten: 1000, isCachedForHour: true })).toBe(6000);
    expect(micros({ input: 10, output: 1, requests: 1000 })).toBe(45_000);
  });

  it('is the batch price for all of it, without a cache', () => {
    const { totalMicros, notes } = tokenCost(
      price,
      use({ input: 10_000, cached: 5000, output: 100, isBatch: true }),
    );
    expect(totalMicros).toBe(15_750);
    expect(notes).toEqual(['Batch requests are priced without a cache.']);
    expect(tokenCost(price, use({ input: 300_000, isBatch: true })).notes).toEqual([
      'No batch price of a long context is known: it may cost more than this.',
    ]);
    const { batch: _none, ...without } = price;
    expect(tokenCost(without, use({ input: 1000, isBatch: true }))).toMatchObject({
      totalMicros: 3000,
      notes: ['No batch price is known: the ordinary one is taken.'],
    });
  });

  it('is the long context’s for all of a request above the threshold, or for what is above', () => {
    expect(micros({ input: 200_000, output: 1000 })).toBe(615_000);
    expect(micros({ input: 300_000, output: 1000 })).toBe(1_822_500);
    expect(micros({ input: 300_000, output: 1000, isLongContextMarginal: true })).toBe(
      200_000 * 3 + 100_000 * 6 + 15_000,
    );
    // What is read from the cache goes up with the input it stands for.
    expect(micros({ input: 300_000, cached: 300_000 })).toBe(180_000);
  });

  it('is told where a price is not known', () => {
    const bare: TokenPrice = {
      model: 'm',
      provider: 'p',
      input: 2,
      output: 4,
      source: 's',
      date: '2026-01-01',
    };
    expect(tokenCost(bare, use({ input: 100, cached: 100, images: 2 }))).toMatchObject({
      totalMicros: 200,
      notes: [
        'No price for cached input is known: that of input is taken.',
        'No price of an image is known: they count as 0.',
      ],
    });
    expect(micros({ images: 3 }, { ...bare, perImage: 0.04 })).toBe(120_000);
    expect(tokenCost({ ...bare, caution: 'promotional' }, use({})).notes).toEqual(['Caution: promotional.']);
    expect(() => tokenCost(bare, use({ input: 1, cached: 2 }))).toThrow(RangeError);
  });

  it('knows a day’s price of the models that come along', () => {
    expect(tokenPrices().length).toBeGreaterThan(35);
    expect(tokenPriceOf('gpt-4.1', '2026-11-01')).toMatchObject({ input: 2, cachedInput: 0.5, output: 8 });
    // Promotional until the first of September.
    expect(tokenPriceOf('claude-sonnet-5', '2026-08-31').input).toBe(2);
    expect(tokenPriceOf('Claude-Sonnet-5', '2026-09-01').input).toBe(3);
    // Zero would say that writing is free; the list only has no price of it.
    expect(tokenPriceOf('deepseek-chat', '2026-11-01').cacheWrite).toBeUndefined();
    expect(() => tokenPriceOf('gpt-4.11', '2026-11-01')).toThrow(InputProblemError);
  });
});
