// 50,000 fleets that live, in the engine and step by step, from a seed that nobody chose.
import { it } from 'vitest';
import { expectSameRandomFleets } from '../engine/expectSameRandomFleets.ts';
import { noteResult } from './noteResult.ts';

const FLEETS = Number(process.env.FLEETCAST_FLEETS ?? 50_000);
const SEED = Number(process.env.FLEETCAST_FLEETS_SEED ?? Date.now() % 2 ** 31);

it('are the same in the engine and in the oracle', async () => {
  const before = process.cpuUsage();
  await expectSameRandomFleets({ nearTies: true }, FLEETS / 5, SEED);
  await expectSameRandomFleets({ nodes: true }, FLEETS / 5, SEED);
  await expectSameRandomFleets({ spot: true, nearTies: true }, FLEETS / 5, SEED);
  await expectSameRandomFleets({ spot: true, nodes: true }, FLEETS / 5, SEED);
  await expectSameRandomFleets({ jobs: true, spot: true, nodes: true, nearTies: true }, FLEETS / 5, SEED);
  const { user, system } = process.cpuUsage(before);
  noteResult(
    `${FLEETS} random fleets (seed ${SEED}), two fifths with spot and one with jobs on it`,
    `rows, payments, timelines, events, looks and counts of engine and oracle are the same; ${Math.round((user + system) / 1e6)} s of CPU`,
  );
});
