import fc from 'fast-check';
import type { PoolSpec } from '../../../../engine/scenario/spec.ts';
import type { RetrySpec } from '../fleetTypes.ts';
import { type RandomFleet, type RandomFleetOptions, randomFleets } from './randomFleet.ts';

/** On the grid of everything else, and at once. */
const retries: fc.Arbitrary<RetrySpec> = fc.record({
  times: fc.constantFrom(1, 1, 2, 4),
  backoffSeconds: fc.constantFrom(0, 0.25, 1, 7.5, 30),
  factor: fc.constantFrom(1, 2, 3),
});

/** Mostly one that turns requests away. */
function refusing(pool: PoolSpec, isHard: boolean): PoolSpec {
  if (pool.living === undefined || !isHard) return pool;
  return {
    ...pool,
    living: {
      ...pool.living,
      onLoss: 'fail',
      queueSeconds: Math.min(pool.living.queueSeconds, 30),
    },
  };
}

const UNDECORATED: readonly RandomFleetOptions[] = [
  { nearTies: true },
  { spot: true, nodes: true, nearTies: true },
  { scalers: true, spot: true },
];

/** Fleets whose clients ask again where they are turned away, or their request is lost. */
export function randomRetryFleets(): fc.Arbitrary<RandomFleet> {
  return fc
    .tuple(
      fc.oneof(...UNDECORATED.map((options) => randomFleets(options))),
      fc.array(fc.option(retries, { nil: undefined, freq: 8 }), { minLength: 4, maxLength: 4 }),
      fc.constantFrom(true, true, true, false),
    )
    .map(([{ spec, requests }, given, isHard]) => ({
      requests,
      spec: {
        ...spec,
        retries: spec.pools.map((_, pool) => given[pool % given.length]),
        pools: spec.pools.map((pool) => refusing(pool, isHard)),
      },
    }));
}
