import { it } from 'vitest';
import { expectSameFleets } from '../expectSameRandomFleets.ts';
import { randomReservedFleets } from '../fleetOracle/random/randomReserved.ts';

/**
 * One fleet in some thousands still differs by a tie (a rollout and a failure at the instant at which fallbacks go back, with no start-up): another one is
 * not met at random. The long run has other seeds.
 */
const SEED = 17;

it('fleets with stock, reservations, blocks, warm standby and rollouts are the same in the engine and in the oracle', {
  timeout: 300_000,
}, async () => {
  await expectSameFleets(randomReservedFleets(), 300, SEED);
});
