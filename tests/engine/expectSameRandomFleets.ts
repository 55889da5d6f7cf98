import fc from 'fast-check';
import { drawLots } from './fleetOracle/random/drawLots.ts';
import { expectSameFleet } from './fleetOracle/expectSameFleet.ts';
import { oracleFleet } from './fleetOracle/oracleFleet.ts';
import { type RandomFleet, randomFleets, type RandomFleetOptions } from './fleetOracle/random/randomFleet.ts';
import { runFleet } from './runFleet.ts';

/** Rows, payments, timeline, events, looks and counts of so many of these fleets, engine against oracle. */
export async function expectSameFleets(
  fleets: fc.Arbitrary<RandomFleet>,
  runs: number,
  seed?: number,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fleets, async ({ spec, requests }) => {
      const engine = await runFleet(spec, requests);
      oracleFleet({ ...spec, choose: drawLots(spec) }, requests).forEach((pool, i) =>
        expectSameFleet(engine[i], pool, spec.pools[i].living !== undefined),
      );
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  );
}

/** Random fleets by these options. */
export async function expectSameRandomFleets(
  options: RandomFleetOptions,
  runs: number,
  seed?: number,
): Promise<void> {
  await expectSameFleets(randomFleets(options), runs, seed);
}
