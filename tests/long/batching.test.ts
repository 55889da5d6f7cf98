// 50,000 pools that go by the batching rules of engines of all generations, in the engine and step by step, from a seed that nobody chose.
import { it } from 'vitest';
import { expectSameRandomPools } from '../engine/expectSameRandomPools.ts';
import { GENERATIONS } from '../engine/generations.ts';
import { noteResult } from './noteResult.ts';

const POOLS = Number(process.env.FLEETCAST_POOLS ?? 50_000);
const SEED = Number(process.env.FLEETCAST_POOLS_SEED ?? Date.now() % 2 ** 31);

it('are the same in the engine and in the oracle', () => {
  const before = process.cpuUsage();
  const generations = Object.values(GENERATIONS);
  const each = Math.ceil(POOLS / generations.length);
  let preempted = 0;
  for (const generation of generations) {
    preempted += expectSameRandomPools(generation, each, SEED).preemptions;
  }
  const { user, system } = process.cpuUsage(before);
  noteResult(
    `${each * generations.length} random pools by ${generations.length} sets of batching rules (seed ${SEED})`,
    `requests, steps, preemptions (${preempted}) and memory of engine and oracle are the same; ${Math.round((user + system) / 1e6)} s of CPU`,
  );
});
