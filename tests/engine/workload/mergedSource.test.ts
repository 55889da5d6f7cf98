import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMergedSource } from '../../../engine/workload/mergedSource.ts';
import type { RequestSource } from '../../../engine/workload/requestBatch.ts';
import { drain } from './specs.ts';

/** A source of given instants, its number as prompt; `later` of its batches come as promises, `few` requests each. */
function sourceOf(times: readonly number[], number: number, later: boolean, few: number): RequestSource {
  let given = 0;
  return {
    fill(batch) {
      batch.count = 0;
      while (batch.count < Math.min(few, batch.capacity) && given < times.length) {
        batch.arrivalSeconds[batch.count] = times[given++];
        batch.promptTokens[batch.count] = number;
        batch.outputTokens[batch.count++] = given;
      }
      return later ? Promise.resolve() : undefined;
    },
  };
}

describe('createMergedSource', () => {
  it('orders by time, then by source, whichever of them must be waited for', async () => {
    const source = fc.record({
      times: fc.array(fc.nat(50), { maxLength: 60 }).map((times) => times.sort((a, b) => a - b)),
      later: fc.boolean(),
      few: fc.integer({ min: 1, max: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(source, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 30 }),
        async (sources, capacity) => {
          const merged = createMergedSource(
            sources.map(({ times, later, few }, i) => sourceOf(times, i, later, few)),
          );
          const { times, prompts, outputs } = await drain(merged, capacity);
          const expected = sources
            .flatMap((one, i) => one.times.map((time, place) => [time, i, place + 1]))
            .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
          expect(times.map((time, i) => [time, prompts[i], outputs[i]])).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('passes a single source straight through', () => {
    const only = sourceOf([1], 0, false, 1);
    expect(createMergedSource([only])).toBe(only);
  });

  it('passes on a failure', async () => {
    const failing: RequestSource = { fill: () => Promise.reject(new Error('gone')) };
    await expect(drain(createMergedSource([failing, sourceOf([1], 1, false, 1)]))).rejects.toThrow('gone');
  });
});
