import { it } from 'vitest';
import { expectSameFleets } from '../expectSameRandomFleets.ts';
import { randomReservedFleets } from '../fleetOracle/random/randomReserved.ts';

it('fleets with stock, reservations, blocks, warm standby and rollouts are the same in the engine and in the oracle', {
  timeout: 300_000,
}, async () => {
  await expectSameFleets(randomReservedFleets(), 300);
});
