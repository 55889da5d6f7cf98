import { expect, it } from 'vitest';
import { fuzzParsers } from './fuzzParsers.ts';

/** A million stand in tests/long. */
const CASES = 30_000;

it('reads whatever it is given, or tells what is wrong with it: no parser ends in a fault of ours', async () => {
  expect(await fuzzParsers(CASES, 20_261_130)).toBeGreaterThanOrEqual(CASES);
});
