import { it } from 'vitest';
import { expectSameFleets, expectSameRandomFleets } from '../expectSameRandomFleets.ts';
import type { RandomFleetOptions } from '../fleetOracle/random/randomFleet.ts';
import { randomReservedFleets } from '../fleetOracle/random/randomReserved.ts';
import { randomRetryFleets } from '../fleetOracle/random/randomRetries.ts';

/** Of each kind a few, from seeds that never change, for what coverage is taken of: hundreds are in the other files, which it would slow. */
const FEW = 40;
const SEED = 17;
const KINDS: readonly RandomFleetOptions[] = [
  { nearTies: true },
  { nodes: true },
  { windows: true },
  { generations: true },
  { spot: true, nodes: true },
  { jobs: true, spot: true },
  { scalers: true },
];

it.each(KINDS)('a few random fleets are the same in the engine and in the oracle: %o', async (kind) => {
  await expectSameRandomFleets(kind, FEW, SEED);
});

it('so are a few with what is reserved, and with clients that ask again', async () => {
  await expectSameFleets(randomReservedFleets(), 2 * FEW, SEED);
  await expectSameFleets(randomRetryFleets(), FEW, SEED);
});
