import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomReservedFleets } from '../fleetOracle/random/randomReserved.ts';
import { randomRetryFleets } from '../fleetOracle/random/randomRetries.ts';
import { unwatchedUsage } from '../runFleet.ts';

/** Rows of requests have numbers only where somebody reads them: nothing else may hang on those. */
it('what is booked of a fleet is the same, whether or not its requests are watched', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(randomReservedFleets(), randomRetryFleets()), async ({ spec, requests }) => {
      const alone = await unwatchedUsage(spec, requests);
      expect(await unwatchedUsage(spec, requests, () => undefined)).toEqual(alone);
    }),
    { numRuns: 200 },
  );
});
