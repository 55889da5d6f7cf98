import { expect, it } from 'vitest';
import { nPlusOne } from '../../../engine/finance/fleets/nPlusOne.ts';
import {
  accountHours,
  handmade,
  poolSpec,
  poolTotals,
  paidReplicas,
  simulationSpec,
  workloadSpec,
  workloadUsage,
} from './handmade.ts';

const HOURS = 4;
const SLO = { ttftSeconds: 1, percentile: 0.9 };

function replication(gone: readonly number[] | undefined, withinSlo: readonly number[]) {
  return handmade({
    accounts: [
      accountHours(HOURS, { arrived: [100, 100, 100, 0], withinSlo }),
      accountHours(HOURS, { arrived: [10], withinSlo: [0] }),
    ],
    workloads: [workloadUsage({}), workloadUsage({})],
    pools: [
      {
        busySeconds: new Float64Array(HOURS),
        paid: paidReplicas([1, 1, 1, 1]),
        totals: poolTotals(),
        ...(gone && { goneSeconds: Float64Array.from(gone) }),
      },
    ],
  });
}
const spec = simulationSpec({
  hours: HOURS,
  pools: [poolSpec('p')],
  workloads: [workloadSpec('chat', 0, SLO), workloadSpec('bulk', 0)],
  accounts: [
    { workload: 0, tenant: 'a' },
    { workload: 1, tenant: 'a' },
  ],
});

it('judges requests in the hours in which something was gone by themselves, over all replications', () => {
  // Of the first hours 1 and 3 (nobody came in the latter), of the second hour 0: 80 and 96 of 200.
  const found = nPlusOne(spec, [
    replication([0, 60, 0, 5], [100, 80, 99, 0]),
    replication([1, 0, 0, 0], [96, 90, 100, 0]),
  ]);
  expect(found).toEqual([
    {
      workload: 'chat',
      hours: 1.5,
      goneSeconds: 33,
      requests: 100,
      attained: 0.88,
      attainedOtherwise: 389 / 400,
      percentile: 0.9,
      held: false,
      missedHours: 0.5,
    },
  ]);
});

it('says nothing of what was never gone, nor where nothing can be', () => {
  expect(nPlusOne(spec, [replication([0, 0, 0, 0], [1, 1, 1, 0])])[0]).toMatchObject({
    hours: 0,
    attained: null,
    held: null,
  });
  expect(nPlusOne(spec, [replication(undefined, [])])).toEqual([]);
});
