// A million texts, mostly wrong, by all parsers, from a seed that nobody chose.
import { expect, it } from 'vitest';
import { PARSERS, fuzzParsers } from '../fuzz/fuzzParsers.ts';
import { noteResult } from './noteResult.ts';

const CASES = Number(process.env.FLEETCAST_FUZZ_CASES ?? 1_000_000);
const SEED = Number(process.env.FLEETCAST_FUZZ_SEED ?? Date.now() % 2 ** 31);

it('end in an answer or in problems that are told', async () => {
  const before = process.cpuUsage();
  const done = await fuzzParsers(CASES, SEED);
  expect(done).toBeGreaterThanOrEqual(CASES);
  const { user, system } = process.cpuUsage(before);
  noteResult(
    `${done} texts by ${PARSERS.length} parsers (seed ${SEED})`,
    `each was read or told what is wrong with it, none ended in a fault of ours; ${Math.round((user + system) / 1e6)} s of CPU`,
  );
});
