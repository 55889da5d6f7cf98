import { expect, it } from 'vitest';
import { forecast } from '../../../engine/forecast.ts';
import {
  accountHours,
  gpuHourPrice,
  instancePrice,
  paidReplicas,
  poolTotals,
  simulationSpec,
  usageOf,
  workloadUsage,
} from './handmade.ts';
import { fleetForecast, fleetOf } from './handmadeFleet.ts';

it('tells how many replicas were asked for, on their way, ready and paid, over the horizon and by hour of the day', () => {
  // 26 hours from 23:00, so that 23:00 and 00:00 come twice.
  const day = Array.from({ length: 26 }, (_, h) => (h === 1 ? 3 : h === 25 ? 2 : 1));
  const fleet = fleetOf({
    startEpochSeconds: Date.UTC(2026, 0, 1, 23) / 1000,
    paid: day,
    columns: { wantedSeconds: day, readySeconds: day.map(() => 1), requestedSeconds: [0, 1.5] },
  });
  expect(fleet.replicas).toEqual({
    wanted: { mean: 29 / 26, least: 1, most: 3 },
    requested: { mean: 1.5 / 26, least: 0, most: 1.5 },
    ready: { mean: 1, least: 1, most: 1 },
    paid: { mean: 29 / 26, least: 1, most: 3 },
  });
  const { wanted, requested } = fleet.byHourOfDay;
  expect(wanted).toHaveLength(24);
  expect(wanted[0]).toEqual({ mean: 2.5, least: 2, most: 3 });
  expect(wanted[23]).toEqual({ mean: 1, least: 1, most: 1 });
  expect(requested[0]).toEqual({ mean: 0.75, least: 0, most: 1.5 });
  expect(
    fleetOf({ startEpochSeconds: 5 * 3600, paid: [1] }).byHourOfDay.paid.map((each) => each?.mean),
  ).toEqual(Array.from({ length: 24 }, (_, hour) => (hour === 5 ? 1 : undefined)));
});

it('tells how long a replica is on its way from being asked for, and what its start-up is on average', () => {
  const fleet = fleetOf({
    columns: { requestedSeconds: [0.25] },
    counts: { requestedReplicas: 3, scaleUps: 2, looks: 240 },
  });
  expect(fleet.scaleUpLagSeconds).toBe(300);
  expect(fleet).toMatchObject({ autoscaler: 'hpa', looks: 240, scaleUps: 2, requestedReplicas: 3 });
  expect(fleet.startUpSeconds).toEqual({ provision: 100, boot: 150, image: 0, weights: 50, warmUp: 0 });
  expect(fleetOf({}).scaleUpLagSeconds).toBeNull();
});

it('prices what was paid before replicas were ready and while they drained', () => {
  // 2 paid at 4 GPUs, 8 USD: half a replica starts, a quarter drains; 1 is in steps, which ready ones do.
  const { forecast: found } = fleetForecast({
    columns: { startingSeconds: [0.5], drainingSeconds: [0.25], readySeconds: [1.25] },
  });
  const [{ fleet, idleByReason }] = found.pools;
  expect(fleet).toMatchObject({ startingSeconds: 1800, drainingSeconds: 900 });
  expect(idleByReason).toMatchObject({
    starting: { cost: 2, gpuSeconds: 7200 },
    draining: { cost: 1, gpuSeconds: 3600 },
  });
});

it('counts losses, failures, and requests that were lost, turned away or not done', () => {
  const counts = { losses: 1, lostRequests: 7, lossRetries: 5, failures: 2 };
  const rejected = { 'no-replica': 30, lost: 2, kv: 4 };
  expect(fleetOf({ counts, rejected, unfinished: 9 })).toMatchObject({
    ...counts,
    rejectedNoReplica: 30,
    rejectedLost: 2,
    unfinished: 9,
  });
});

it('tells how often all is asked for that may be, and how much of the waiting falls on it', () => {
  const atMostSeconds = [0, 1, 0.5, 0];
  expect(
    fleetOf({ paid: [1, 4, 4, 1], columns: { atMostSeconds }, waiting: [10, 60, 20, 10] }).atMost,
  ).toEqual({
    replicas: 4,
    timeShare: 1.5 / 4,
    hoursShare: 0.5,
    waitingShare: 0.7,
  });
  expect(fleetOf({ columns: { atMostSeconds: [1] } }).atMost?.waitingShare).toBeNull();
  const schedule = { kind: 'schedule', mode: 'exact', entries: [{ secondOfWeek: 0, replicas: 2 }] } as const;
  expect(fleetOf({ living: { controller: schedule } })).toMatchObject({
    autoscaler: 'schedule',
    atMost: null,
  });
});

it('prices the fixed fleet of the most that was asked for over an hour, in whole units', () => {
  const made = { paid: [1, 3, 1], columns: { wantedSeconds: [1, 2.25, 1] } };
  // 3 replicas of 4 GPUs for 3 hours at 1 a GPU-hour.
  expect(fleetOf(made).fixedFleet).toEqual({ replicas: 3, cost: 36 });
  // They need 2 instances of 8 GPUs at 10.
  expect(fleetOf({ ...made, input: { prices: [instancePrice('h100', 10, 8)] } }).fixedFleet).toEqual({
    replicas: 3,
    cost: 60,
  });
  expect(fleetOf({ ...made, input: { prices: [undefined] } }).fixedFleet).toEqual({
    replicas: 3,
    cost: null,
  });
  expect(fleetOf({ ...made, isScaled: false }).fixedFleet).toBeNull();
});

it('has as the ideal the work of each hour on full replicas, and what is paid above it', () => {
  const columns = { readySeconds: [1, 3, 1] };
  const fleet = fleetOf({ paid: [1, 3, 1], columns, busy: [1800, 9000, 360] });
  // 0.5 + 2.5 + 0.1 of 5 replica-hours; in whole ones 1 + 3 + 1. 4 GPUs a replica at 1 a GPU-hour.
  expect(fleet.ideal.replicaHours).toBeCloseTo(3.1, 9);
  expect(fleet.ideal.paidAbove.replicaHours).toBeCloseTo(1.9, 9);
  expect(fleet.ideal).toMatchObject({ cost: 12.4, paidAbove: { cost: 7.6 }, wholeReplicaHours: 5 });
  expect(fleetOf({ paid: [1], input: { prices: [undefined] } }).ideal).toMatchObject({
    cost: null,
    paidAbove: { cost: null },
  });
});

it('says nothing of it where replicas keep their number', () => {
  const usage = usageOf({
    accounts: [accountHours(1, { arrived: [1], completed: [1], outputTokens: [1] })],
    workloads: [workloadUsage({})],
    pools: [{ busySeconds: Float64Array.of(1), paid: paidReplicas([2]), totals: poolTotals() }],
  });
  const spec = simulationSpec({ hours: 1 });
  const found = forecast({ name: 'x', currency: 'USD', spec, usage, prices: [gpuHourPrice('h100', 1)] });
  expect(Object.keys(found.pools[0])).not.toContain('fleet');
  expect(Object.keys(found)).not.toContain('startUps');
});
