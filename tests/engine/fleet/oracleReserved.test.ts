import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PoolSpec } from '../../../engine/scenario/spec.ts';
import { drawLots } from '../fleetOracle/random/drawLots.ts';
import type { BookedLevel, FleetPoolResult } from '../fleetOracle/fleetTypes.ts';
import { oracleFleet } from '../fleetOracle/oracleFleet.ts';
import { randomReservedFleets } from '../fleetOracle/random/randomReserved.ts';
import { rolloutParts } from '../fleetOracle/rolloutNumbers.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const secondsOf = (levels: readonly BookedLevel[]): number =>
  sum(levels.map(({ seconds }, below) => seconds * (below + 1)));

/** What is reserved at a price of its own is paid from its beginning to its end, whatever happens. */
function reservedSeconds({ living }: PoolSpec, horizon: number): number {
  return sum(
    (living?.reserved ?? [])
      .filter(({ hasOwnPrice }) => hasOwnPrice)
      .map(({ nodes, fromSecond, untilSecond }) => {
        const [from, until] = [fromSecond, untilSecond].map((at) => Math.min(Math.max(at, 0), horizon));
        return nodes * (until - from);
      }),
  );
}

function expectAddsUp(pool: FleetPoolResult, spec: PoolSpec, hours: number): void {
  const { counts, rows, booked, timeline } = pool;
  const unfinished = rows.filter(({ outcome }) => outcome === 'unfinished').length;
  expect(counts.completed + counts.rejected + unfinished).toBe(counts.arrived);
  const horizon = 3600 * hours;
  const area = timeline.map(([at, , , , , onDemand, spot], i) => {
    const until = Math.min(timeline[i + 1]?.[0] ?? horizon, horizon);
    return (onDemand + spot) * Math.max(0, until - at);
  });
  expect(
    sum(booked.map((hour) => secondsOf(hour['committed-or-on-demand']) + secondsOf(hour.spot))),
  ).toBeCloseTo(sum(area), 6);
  expect(sum(booked.map((hour) => secondsOf(hour.reserved)))).toBeCloseTo(reservedSeconds(spec, horizon), 6);
  // Whoever is asked for is there or on the way, and no more than that but the surge, and those who are to follow another.
  const { warmStandby = 0, rollout, spot, reserved = [] } = spec.living ?? {};
  const follow =
    spot?.returnAfterSeconds !== undefined || reserved.some(({ kind }) => kind === 'capacity-block');
  for (const [, wanted, requested, ready] of timeline) {
    const asked = wanted + warmStandby;
    const surge = rollout === undefined ? 0 : rolloutParts(rollout, asked).surge;
    expect(requested + ready).toBeGreaterThanOrEqual(asked);
    if (!follow) expect(requested + ready).toBeLessThanOrEqual(asked + surge);
  }
}

it('fleets with stock, reservations, blocks, warm standby and rollouts add up', { timeout: 300_000 }, () => {
  const seen = { onBlocks: 0, fallbacks: 0, surpluses: 0, waits: 0 };
  fc.assert(
    fc.property(randomReservedFleets(), ({ spec, requests }) => {
      oracleFleet({ ...spec, choose: drawLots(spec) }, requests).forEach((pool, i) => {
        const { living } = spec.pools[i];
        expectAddsUp(pool, spec.pools[i], spec.hours);
        if (pool.events.some(([, what, , kind]) => what === 'ready' && kind === 'reserved')) seen.onBlocks++;
        if (living?.stock !== undefined && pool.counts.fallbacks > 0) seen.fallbacks++;
        const asked = (wanted: number): number => wanted + (living?.warmStandby ?? 0);
        const isAbove = pool.timeline.some(
          ([, wanted, requested, ready]) => requested + ready > asked(wanted),
        );
        if (living?.rollout !== undefined && isAbove) seen.surpluses++;
        const [, , requested] = pool.timeline[0] ?? [0, 0, 0];
        if (living?.stock !== undefined && requested > 0) seen.waits++;
      });
    }),
    { numRuns: 200, seed: 1 },
  );
  for (const [what, often] of Object.entries(seen)) expect(often, what).toBeGreaterThan(10);
});
