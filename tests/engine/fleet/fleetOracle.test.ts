import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PoolSpec } from '../../../engine/scenario/spec.ts';
import { PAID_KINDS } from '../../../engine/usage/paidHours.ts';
import { type OracleRequest, runOracle } from '../oracle.ts';
import { oraclePool } from '../runPool.ts';
import { drawLots } from '../fleetOracle/random/drawLots.ts';
import type { FleetEvent, FleetPoolResult } from '../fleetOracle/fleetTypes.ts';
import { oracleFleet } from '../fleetOracle/oracleFleet.ts';
import { randomFleets } from '../fleetOracle/random/randomFleet.ts';

/** Replica seconds between an event and the next of some others of the same replica, within the horizon. */
function secondsOf(
  events: readonly FleetEvent[],
  from: FleetEvent[1],
  until: readonly FleetEvent[1][],
  horizon: number,
): number {
  const since = new Map<number, number>();
  let seconds = 0;
  for (const [at, what, replica] of events) {
    const begun = since.get(replica);
    if (what === from) since.set(replica, at);
    else if (begun !== undefined && until.includes(what)) {
      seconds += Math.max(0, Math.min(at, horizon) - Math.min(begun, horizon));
      since.delete(replica);
    }
  }
  for (const begun of since.values()) seconds += Math.max(0, horizon - begun);
  return seconds;
}

function expectAddsUp(
  pool: FleetPoolResult,
  spec: PoolSpec,
  requests: readonly OracleRequest[],
  hours: number,
): void {
  const horizon = hours * 3600;
  const { counts, rows, timeline } = pool;
  const unfinished = rows.filter(({ outcome }) => outcome === 'unfinished').length;
  expect(counts.arrived).toBe(requests.length);
  expect(counts.completed + counts.rejected + unfinished).toBe(counts.arrived);
  rows.forEach(({ outcome, start, firstToken, end }, i) => {
    if (outcome !== 'completed') return;
    expect(start).toBeGreaterThanOrEqual(requests[i].arrival);
    expect(firstToken).toBeGreaterThan(start);
    expect(end).toBeGreaterThanOrEqual(firstToken);
  });
  // Paid seconds are the area under the timeline; without machines and release, those of the events as well.
  const booked = pool.booked.flatMap((hour) =>
    PAID_KINDS.flatMap((kind) => hour[kind].map(({ seconds }, i) => seconds * (i + 1))),
  );
  const area = timeline.map(([at, , , , , onDemand, spot], i) => {
    const until = timeline[i + 1]?.[0] ?? Number.POSITIVE_INFINITY;
    return (onDemand + spot) * Math.max(0, Math.min(until, horizon) - at);
  });
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  expect(sum(booked)).toBeCloseTo(sum(area), 6);
  if (spec.living?.gpusPerNode === undefined && (spec.living?.releaseSeconds ?? 0) === 0) {
    expect(sum(booked)).toBeCloseTo(secondsOf(pool.events, 'paid', ['failed', 'gone'], horizon), 6);
    expect(sum(pool.coldStartSeconds)).toBeCloseTo(
      secondsOf(pool.events, 'paid', ['ready', 'failed', 'gone'], horizon),
      6,
    );
  }
  // Whoever is wanted is there or on the way, and who is to replace a fallback besides; controllers keep their bounds.
  for (const [, wanted, requested, ready] of timeline) {
    expect(requested + ready).toBeGreaterThanOrEqual(wanted);
    if (spec.living?.spot?.returnAfterSeconds === undefined) expect(requested + ready).toBe(wanted);
  }
  const controller = spec.living?.controller;
  if (controller?.kind === 'hpa') {
    for (const { desired } of pool.looks) {
      expect(desired).toBeGreaterThanOrEqual(controller.min);
      expect(desired).toBeLessThanOrEqual(controller.max);
    }
  }
}

describe('the fleet oracle', () => {
  it.each([
    { who: 'on demand', options: { nodes: true, nearTies: true } },
    { who: 'with spot', options: { nodes: true, spot: true } },
  ])('adds up, on random fleets $who', ({ options }) => {
    fc.assert(
      fc.property(randomFleets(options), ({ spec, requests }) => {
        oracleFleet({ ...spec, choose: drawLots(spec) }, requests).forEach((pool, i) =>
          expectAddsUp(pool, spec.pools[i], requests[i], spec.hours),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('is the oracle of fixed pools where nothing happens', () => {
    fc.assert(
      fc.property(randomFleets({ nearTies: true, still: true }), ({ spec, requests }) => {
        oracleFleet(spec, requests).forEach((fleet, i) => {
          const fixed = runOracle(oraclePool(spec.pools[i]), requests[i]);
          expect(fleet.preemptions).toBe(fixed.preemptions);
          fleet.rows.forEach(({ outcome, ...row }, at) => {
            const { rejected, ...times } = fixed.rows[at];
            expect(outcome).toBe(rejected === undefined ? 'completed' : `rejected:${rejected}`);
            expect(row).toEqual(times);
          });
        });
      }),
      { numRuns: 100 },
    );
  });
});
