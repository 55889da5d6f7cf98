// 50,000 fleets that live, in the engine and step by step, from a seed that nobody chose.
import { it } from 'vitest';
import { expectSameFleets, expectSameRandomFleets } from '../engine/expectSameRandomFleets.ts';
import { randomReservedFleets } from '../engine/fleetOracle/random/randomReserved.ts';
import { randomRetryFleets } from '../engine/fleetOracle/random/randomRetries.ts';
import { noteResult } from './noteResult.ts';

const FLEETS = Number(process.env.FLEETCAST_FLEETS ?? 50_000);
/** Of each of seven kinds. */
const EACH = Math.ceil(FLEETS / 7);
const SEED = Number(process.env.FLEETCAST_FLEETS_SEED ?? Date.now() % 2 ** 31);

it('are the same in the engine and in the oracle', async () => {
  const before = process.cpuUsage();
  await expectSameRandomFleets({ nearTies: true }, EACH, SEED);
  await expectSameRandomFleets({ nodes: true }, EACH, SEED);
  await expectSameRandomFleets({ spot: true, nearTies: true }, EACH, SEED);
  await expectSameRandomFleets({ spot: true, nodes: true }, EACH, SEED);
  await expectSameRandomFleets({ jobs: true, spot: true, nodes: true, nearTies: true }, EACH, SEED);
  await expectSameFleets(randomReservedFleets(), EACH, SEED);
  await expectSameFleets(randomRetryFleets(), EACH, SEED);
  const { user, system } = process.cpuUsage(before);
  noteResult(
    `${7 * EACH} random fleets (seed ${SEED}), two sevenths with spot, one with jobs on it, one with what is reserved, out of stock, on standby or rolled out, one with clients that ask again`,
    `rows, payments, timelines, events, looks and counts of engine and oracle are the same; ${Math.round((user + system) / 1e6)} s of CPU`,
  );
});
