import { expect, it } from 'vitest';
import { sloFigures } from '../../../engine/finance/serviceLevel.ts';
import type { SloSpec } from '../../../engine/scenario/spec.ts';
import {
  accountHours,
  handmade,
  paidReplicas,
  poolTotals,
  simulationSpec,
  workloadSpec,
  workloadUsage,
} from './handmade.ts';

const HOURS = 48;

function judged(slo: SloSpec, columns: Parameters<typeof accountHours>[1], isBatch = false) {
  const batch = { kind: 'batch' as const, count: 10, atSeconds: 3600, everyDays: 1 };
  const spec = simulationSpec({
    hours: HOURS,
    workloads: [workloadSpec('w', 0, slo, isBatch ? { arrivals: batch } : {})],
  });
  const usage = handmade({
    accounts: [accountHours(HOURS, columns)],
    workloads: [workloadUsage({})],
    pools: [{ busySeconds: new Float64Array(HOURS), paid: paidReplicas([1]), totals: poolTotals() }],
  });
  return sloFigures(spec, usage)[0];
}

it('a request that is rejected or never done misses its service level', () => {
  const slo = { percentile: 0.9, ttftSeconds: 1 };
  expect(judged(slo, { arrived: [10], completed: [10], withinSlo: [9] })).toMatchObject({
    attained: 0.9,
    met: true,
  });
  // Of 20 that came 10 were served in time, and 4 turned away; 6 still waited when nobody waited for them.
  const unfinished = { arrived: [20], completed: [10], rejected: [4], withinSlo: [10] };
  expect(judged(slo, unfinished)).toMatchObject({ attained: 0.5, met: false });
  expect(judged(slo, { arrived: [5] })).toMatchObject({ attained: 0, met: false });
  expect(judged(slo, {})).toMatchObject({ attained: null, met: null });
});

it('a batch of which some are never done is late', () => {
  const slo = { percentile: 1, endToEndSeconds: 7200, doneBySeconds: 10_800 };
  const at1 = (first: number, second: number): number[] => [
    0,
    first,
    ...new Array<number>(23).fill(0),
    second,
  ];
  const columns = { arrived: at1(10, 10), completed: at1(10, 0), withinSlo: at1(10, 0) };
  expect(judged(slo, columns, true).batch?.days).toEqual({ all: 2, late: 1 });
});
