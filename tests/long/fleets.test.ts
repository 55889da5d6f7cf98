// 30,000 fleets that live, in the engine and step by step, from a seed that nobody chose.
import { it } from 'vitest';
import { compareRandomFleets } from '../engine/compareRandomFleets.ts';
import { noteResult } from './noteResult.ts';

const FLEETS = Number(process.env.FLEETCAST_FLEETS ?? 30_000);
const SEED = Number(process.env.FLEETCAST_FLEETS_SEED ?? Date.now() % 2 ** 31);

it('are the same in the engine and in the oracle', async () => {
  const before = process.cpuUsage();
  await compareRandomFleets({ nearTies: true }, FLEETS / 2, SEED);
  await compareRandomFleets({ nodes: true }, FLEETS / 2, SEED);
  const { user, system } = process.cpuUsage(before);
  noteResult(
    `${FLEETS} random fleets (seed ${SEED})`,
    `rows, payments, timelines, events, looks and counts of engine and oracle are the same; ${Math.round((user + system) / 1e6)} s of CPU`,
  );
});
