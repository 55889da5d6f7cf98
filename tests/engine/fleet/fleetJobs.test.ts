import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JobCapSpec } from '../../../engine/scenario/jobs/jobSpec.ts';
import type { PoolSpec } from '../../../engine/scenario/spec.ts';
import { PAID_KINDS } from '../../../engine/usage/paidHours.ts';
import { drawLots } from '../fleetOracle/random/drawLots.ts';
import type { FleetJobResult, FleetPoolResult } from '../fleetOracle/fleetTypes.ts';
import { oracleFleet } from '../fleetOracle/oracleFleet.ts';
import { randomFleets } from '../fleetOracle/random/randomFleet.ts';

/** What a ledger makes of the paid seconds: whole units, by the hour's price, and what spells are short of. */
function ledger({ booked }: FleetPoolResult, { byKind }: JobCapSpec, gpusPerNode: number): number {
  let total = 0;
  booked.forEach((byLevel, hour) => {
    // What was reserved does not go with a cap.
    expect(byLevel.reserved).toEqual([]);
    byKind.forEach(({ pricePerUnitSecond: price, gpusPerUnit, minimumSeconds }, k) => {
      const kind = PAID_KINDS[k];
      const perSecond = typeof price === 'number' ? price : price[Math.min(hour, price.length - 1)];
      const unitsOf = (nodes: number): number => Math.ceil((nodes * gpusPerNode) / gpusPerUnit);
      byLevel[kind].forEach(({ seconds, shortOfMinute, shortOfHour }, below) => {
        total += perSecond * seconds * unitsOf(below + 1);
        // The first node of a unit, or a node of many, begins and ends its spells.
        const units = unitsOf(below + 1) - unitsOf(below);
        const short = minimumSeconds === 60 ? shortOfMinute : minimumSeconds === 3600 ? shortOfHour : 0;
        total += perSecond * short * units;
      });
    });
  });
  return total;
}

function expectItems({ done, listed, items, reason }: FleetJobResult): void {
  expect(done + listed).toBe(items.length);
  for (const { arrival, row } of items) {
    if (row.outcome === 'completed') {
      expect(row.start).toBeGreaterThanOrEqual(arrival);
      expect(row.firstToken).toBeGreaterThan(row.start);
      expect(row.end).toBeGreaterThanOrEqual(row.firstToken);
    } else if (row.outcome === 'rejected:cost-cap') expect(reason).toBe('cost-cap');
    else if (row.outcome === 'unfinished') expect(reason).toBe('unfinished');
    else expect(['rejected:kv', 'rejected:context']).toContain(row.outcome);
  }
}

function expectCapped(pool: FleetPoolResult, spec: PoolSpec, cap: JobCapSpec, horizon: number): void {
  const [{ reason, endedAt, owed = 0 }] = pool.jobs;
  const paid = ledger(pool, cap, spec.living?.gpusPerNode ?? spec.gpusPerReplica);
  // What ends a microsecond later comes first.
  expect(paid).toBeLessThanOrEqual(cap.amount + 1e-7);
  expect(owed).toBeLessThanOrEqual(cap.amount + 1e-7);
  if (reason !== 'cost-cap' || endedAt >= horizon) return;
  expect(paid).toBeCloseTo(owed, 6);
  const nothing = [0, 0, 0, 0, 0, 0];
  expect(pool.timeline.at(-1)?.slice(1) ?? nothing).toEqual(nothing);
}

describe('jobs of the fleet oracle', () => {
  it.each([
    { who: 'on demand', options: { jobs: true, nodes: true, nearTies: true } },
    { who: 'with spot', options: { jobs: true, nodes: true, spot: true } },
  ])('add up, on random fleets $who, and no ledger passes a cap', ({ options }) => {
    fc.assert(
      fc.property(randomFleets(options), ({ spec, requests }) => {
        oracleFleet({ ...spec, choose: drawLots(spec) }, requests).forEach((pool, i) => {
          for (const job of pool.jobs) expectItems(job);
          const cap = spec.jobs?.find(({ job }) => job.pool === i)?.job.cap;
          if (cap !== undefined && pool.jobs.length > 0) {
            expectCapped(pool, spec.pools[i], cap, spec.hours * 3600);
          }
        });
      }),
      { numRuns: 200 },
    );
  });
});
