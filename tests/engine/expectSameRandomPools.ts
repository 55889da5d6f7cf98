import fc from 'fast-check';
import { expectEqual } from './expectEqual.ts';
import { type Generation, ofGeneration } from './generations.ts';
import { runOracle } from './oracle.ts';
import { randomRequests, randomTightPools } from './randomPools.ts';
import { oraclePool, runPool } from './runPool.ts';

/**
 * So many random pools that go by the rules of a generation, engine against oracle. Answers how often somebody was
 * preempted, and how many of them took another time than without what sets the generation apart.
 */
export function expectSameRandomPools(
  generation: Generation,
  runs: number,
  seed: number,
): { readonly preemptions: number; readonly unlike: number } {
  let preemptions = 0;
  let unlike = 0;
  fc.assert(
    fc.property(randomTightPools, randomRequests, (pool, arrivals) => {
      const ours = ofGeneration(pool, generation);
      const oracle = runOracle(oraclePool(ours), arrivals);
      expectEqual(runPool(ours, arrivals), oracle);
      preemptions += oracle.preemptions;
      // The same prompts, cut or whole, by what is simulated where nothing is said.
      const { mixes: _mixes, reserved: _reserved, keepsPreempted: _keeps, ...said } = ours.batching;
      const untold = runOracle(oraclePool({ ...ours, batching: said }), arrivals);
      if (untold.busySeconds !== oracle.busySeconds) unlike++;
    }),
    { numRuns: runs, seed },
  );
  return { preemptions, unlike };
}
