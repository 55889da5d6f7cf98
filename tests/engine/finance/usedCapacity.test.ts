import fc from 'fast-check';
import { expect, it } from 'vitest';
import { forecast } from '../../../engine/forecast.ts';
import { IDLE_REASONS, POOL_IDLE_REASONS, poolCapacity } from '../../../engine/finance/usedCapacity.ts';
import { totalMicros } from '../../../engine/pricing/money.ts';
import { sumMicros } from '../../../engine/pricing/microsColumn.ts';
import { priceUsage } from '../../../engine/pricing/priceUsage.ts';
import type { ReplicationUsage } from '../../../engine/usage/usage.ts';
import {
  accountHours,
  gpuHourPrice,
  handmade,
  instancePrice,
  paidReplicas,
  poolSpec,
  poolTotals,
  simulationSpec,
  usageOf,
  workloadUsage,
} from './handmade.ts';

interface Hours {
  readonly replicas: readonly number[];
  /** Replicas in use, busy and at full load, by hour. */
  readonly used: readonly number[];
  readonly ready?: readonly number[];
  readonly starting?: readonly number[];
  readonly draining?: readonly number[];
}

function usageIn({ replicas, used, ready, starting, draining }: Hours): ReplicationUsage {
  const seconds = (column: readonly number[]) => Float64Array.from(column, (each) => each * 3600);
  return handmade({
    accounts: [accountHours(replicas.length, { outputTokens: used.map((each) => each * 100) })],
    workloads: [workloadUsage({})],
    pools: [
      {
        busySeconds: seconds(used.map((each, h) => Math.min(replicas[h], each * 2))),
        fullLoadSeconds: seconds(used),
        paid: paidReplicas(replicas),
        ...(ready === undefined ? {} : { readySeconds: seconds(ready) }),
        ...(starting === undefined ? {} : { startingSeconds: seconds(starting) }),
        ...(draining === undefined ? {} : { drainingSeconds: seconds(draining) }),
        totals: poolTotals(),
      },
    ],
  });
}

/** Replicas of 3 GPUs on instances of 4. */
function specOf(hours: number, startEpochSeconds = Date.UTC(2026, 0, 1) / 1000) {
  const pools = [poolSpec('h100', { gpusPerReplica: 3 })];
  return simulationSpec({ hours, startEpochSeconds, pools });
}

it('cuts a pool’s capacity into what was used and why the rest was not', () => {
  // 5 replicas of 3 GPUs on 5 instances of 4. The month's peak needs 3; 2.5, then 0.25 are in use.
  const [replicas, used] = [
    [5, 5],
    [2.5, 0.25],
  ];
  const spec = specOf(2);
  const usage = usageIn({ replicas, used });
  const ledger = priceUsage({ spec, usage, prices: [instancePrice('h100', 16, 4)], outputTokenWeight: 4 });
  const found = poolCapacity(spec, usage, ledger, 0);
  const gpuHours = (value: number) => value * 3 * 3600;
  expect(found.presentGpuSeconds).toBe(gpuHours(10));
  expect(found.usedGpuSeconds).toBe(gpuHours(2.75));
  expect(found.idleGpuSeconds).toEqual({
    unusedGpus: 2 * 5 * 3600,
    starting: 0,
    draining: 0,
    abovePeak: gpuHours(4),
    heldForPeak: gpuHours(2),
    nextReplica: gpuHours(1.25),
    unusedCommitment: 0,
  });
  // 80 an hour for 20 GPUs: 4 a GPU-hour.
  expect(found.micros).toEqual({
    used: 33e6,
    idle: {
      unusedGpus: 40e6,
      starting: 0,
      draining: 0,
      abovePeak: 48e6,
      heldForPeak: 24e6,
      nextReplica: 15e6,
      unusedCommitment: 0,
    },
  });
});

it('asks for the peak of each calendar month by itself', () => {
  const spec = specOf(2, Date.UTC(2026, 0, 31, 23) / 1000);
  const usage = usageIn({ replicas: [4, 4], used: [3, 1] });
  const ledger = priceUsage({ spec, usage, prices: [gpuHourPrice('h100', 1)], outputTokenWeight: 4 });
  expect(poolCapacity(spec, usage, ledger, 0).idleGpuSeconds).toMatchObject({
    abovePeak: (1 + 3) * 3 * 3600,
    heldForPeak: 0,
    nextReplica: 0,
  });
});

it('tells what starts and what drains, and counts work of draining replicas as work', () => {
  const spec = specOf(1);
  // Of 4 paid: 2 ready, half of one starting, one draining, half of one gone already; 2.5 are in use.
  const usage = usageIn({ replicas: [4], used: [2.5], ready: [2], starting: [0.5], draining: [1] });
  const ledger = priceUsage({ spec, usage, prices: [gpuHourPrice('h100', 1)], outputTokenWeight: 4 });
  const { usedGpuSeconds, idleGpuSeconds } = poolCapacity(spec, usage, ledger, 0);
  expect(usedGpuSeconds).toBe(2.5 * 3 * 3600);
  expect(idleGpuSeconds).toMatchObject({
    starting: 0.5 * 3 * 3600,
    draining: 0.5 * 3 * 3600,
    unusedGpus: 0.5 * 3 * 3600,
    abovePeak: 0,
  });
});

const anyHours = fc
  .array(
    fc.record({
      replicas: fc.nat(6),
      used: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.double({ min: 0, max: 7, noNaN: true })),
      ready: fc.double({ min: 0, max: 1, noNaN: true }),
      starting: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map(
    (rows): Hours => ({
      replicas: rows.map(({ replicas }) => replicas),
      used: rows.map(({ replicas, ready, used }) => Math.min(replicas * ready, used)),
      ready: rows.map(({ replicas, ready }) => replicas * ready),
      starting: rows.map(({ replicas, ready, starting }) => replicas * (1 - ready) * starting),
      draining: rows.map(({ replicas, ready, starting }) => replicas * (1 - ready) * (1 - starting) * 0.9),
    }),
  );

it('leaves no micro-unit and no second out, at any price', () => {
  fc.assert(
    fc.property(anyHours, fc.boolean(), fc.constantFrom(0, 0.37, 88.49, 1e13), (hours, isLiving, price) => {
      const spec = specOf(hours.replicas.length, Date.UTC(2026, 0, 31, 12) / 1000);
      const usage = usageIn(isLiving ? hours : { replicas: hours.replicas, used: hours.used });
      const prices = [instancePrice('h100', price, 4)];
      const ledger = priceUsage({ spec, usage, prices, outputTokenWeight: 4 });
      const found = poolCapacity(spec, usage, ledger, 0);
      const idle = POOL_IDLE_REASONS.map((reason) => found.micros?.idle[reason] ?? -1);
      expect(totalMicros([found.micros?.used ?? -1, ...idle])).toBe(sumMicros(ledger.series[0].amountMicros));
      for (const each of idle) expect(each >= 0).toBe(true);
      const seconds = POOL_IDLE_REASONS.map((reason) => found.idleGpuSeconds[reason]);
      for (const each of seconds) expect(each).toBeGreaterThanOrEqual(-1e-6);
      const all = seconds.reduce((sum, each) => sum + each, found.usedGpuSeconds);
      const paid = ledger.series[0].quantity.reduce((sum, units) => sum + units, 0) * 4 * 3600;
      expect(Math.abs(all - paid)).toBeLessThan(1e-3);
    }),
    { numRuns: 500 },
  );
});

it('stands in the forecast: shares, and costs whose sum is what is paid', () => {
  const spec = specOf(2);
  const found = forecast({
    name: 'x',
    currency: 'USD',
    spec,
    usage: usageOf(usageIn({ replicas: [5, 5], used: [2.5, 0.25] })),
    prices: [instancePrice('h100', 16, 4)],
  });
  const [pool] = found.pools;
  expect(pool).toMatchObject({ usedShare: 0.275, loadShare: 0.275, busyShare: 0.55, usedCost: 33 });
  expect(found).toMatchObject({ usedShare: 0.275, loadShare: 0.275, usedCost: 33 });
  expect(Object.keys(pool.idleByReason ?? {})).toEqual([...POOL_IDLE_REASONS]);
  expect(Object.keys(found.idleByReason ?? {})).toEqual([...IDLE_REASONS]);
  const idle = Object.values(found.idleByReason ?? {}).reduce((sum, { cost }) => sum + (cost ?? 0), 0);
  expect(33 + idle).toBe(found.cost.total);
});
