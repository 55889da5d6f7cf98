import { describe, expect, it } from 'vitest';
import type { SloSpec } from '../../../engine/scenario/spec.ts';
import { fleetForecast } from './handmadeFleet.ts';

const TTFT: SloSpec = { ttftSeconds: 1, percentile: 0.95 };
const SLOTS = { totals: { blockedBySlotsSeconds: 720 } };
const SOONER =
  'more replicas, sooner (a lower target, a higher minimum or a quicker start-up), would relieve it';

const sentenceOf = (made: Parameters<typeof fleetForecast>[0]): string =>
  fleetForecast(made).forecast.bottleneck.sentence;

describe('what would relieve an autoscaled pool', () => {
  it('is a higher maximum where requests waited while all were ready that the autoscaler may ask for', () => {
    const waiting = { ...SLOTS, paid: [4, 1], waiting: [90, 10] };
    expect(sentenceOf({ ...waiting, columns: { atMostSeconds: [1, 0] } })).toContain(
      'or a higher maximum than 4 replicas (all ready 50% of the time, on which 90% of the waiting falls) would relieve it.',
    );
    expect(sentenceOf({ ...waiting, columns: { atMostSeconds: [0.1, 0] } })).toContain(SOONER);
  });

  it('goes by what sets the number', () => {
    const words = {
      predictive: 'a larger margin, a longer look-ahead or a quicker start-up',
      schedule: 'larger or earlier entries of the schedule, or a quicker start-up',
    };
    const predictive = {
      min: 1,
      max: 4,
      syncSeconds: 60,
      lookAheadSeconds: 600,
      perReplica: 1,
      margin: 0,
      error: 0,
    };
    const schedule = { mode: 'exact', entries: [{ secondOfWeek: 0, replicas: 2 }] } as const;
    expect(sentenceOf({ ...SLOTS, living: { controller: { kind: 'predictive', ...predictive } } })).toContain(
      `sooner (${words.predictive})`,
    );
    expect(sentenceOf({ ...SLOTS, living: { controller: { kind: 'schedule', ...schedule } } })).toContain(
      `sooner (${words.schedule})`,
    );
    expect(sentenceOf({ ...SLOTS, isScaled: false })).toContain('or more replicas would relieve it.');
  });
});

it('is not overloaded for want of a replica while it sleeps, and says what is not done', () => {
  const asleep = {
    paid: [2, 0.001],
    unfinished: 100,
    withinSlo: 900,
    slo: TTFT,
    totals: { waitingAtEnd: 100 },
    latencies: { ttft: Array<number>(900).fill(0.1), queue: Array<number>(900).fill(0) },
    busy: [7200, 3.6],
  };
  const found = fleetForecast({ ...asleep, columns: { readySeconds: [2, 0] } }).forecast;
  expect(found.overloaded).toBe(false);
  expect(found.verdict).toContain('within 1 s), and 10% of requests are not done at the end;');
  // With a replica that is ready, who waits has come faster than he is served.
  expect(fleetForecast({ ...asleep, columns: { readySeconds: [2, 0.001] } }).forecast.overloaded).toBe(true);
});

it('is not overloaded in hours without a replica, or with some on their way', () => {
  const found = (hour: number, onTheirWay = 0) =>
    fleetForecast({
      slo: TTFT,
      withinSlo: 0,
      paid: [hour, 2],
      columns: { readySeconds: [hour, 2], wantedSeconds: [2, 2], requestedSeconds: [onTheirWay, 0] },
      busy: [hour * 3600, 3600],
      waiting: [1000 * 1800],
      latencies: { ttft: [1800], queue: [1799], endToEnd: [1800] },
    }).forecast;
  expect(found(0).overloadedHours).toBeUndefined();
  expect(found(0).bottleneck.sentence).toContain('Replicas come too late');
  expect(found(1).overloadedHours).toBe(1);
  expect(found(1, 0.09).overloadedHours).toBe(1);
  expect(found(1, 0.11).overloadedHours).toBeUndefined();
});

it('says nothing of a number of replicas that would keep up where an autoscaler sets it', () => {
  const stop = {
    pool: 0,
    cause: 'queue',
    atSeconds: 600,
    hours: 0,
    inFlight: 1_000_100,
    waiting: 1_000_000,
    arrivedPerSecond: 60,
    servedPerSecond: 4,
  } as const;
  const { forecast } = fleetForecast({ stop, columns: { atMostSeconds: [0.9] }, waiting: [10] });
  expect(forecast.givenUp).toMatchObject({ replicasNeeded: null, mostReplicas: 4 });
  expect(forecast.verdict).toContain(
    'Of 60.0 requests a second 4.00 were served. The autoscaler may ask for 4 replicas at the most: to keep up takes a ' +
      'higher maximum, an earlier start, or a lower rate.',
  );
  expect(forecast.bottleneck.sentence).toContain(
    'A higher maximum than 4 replicas or fewer requests would relieve it.',
  );
  expect(JSON.stringify(forecast)).not.toContain('"fleet"');
});

describe('a service level that is missed', () => {
  it('counts requests that found no replica in time', () => {
    const { forecast } = fleetForecast({
      living: { queueSeconds: 30 },
      slo: TTFT,
      withinSlo: 900,
      rejected: { 'no-replica': 100 },
      latencies: { ttft: Array<number>(900).fill(0.1) },
    });
    expect(forecast.slo[0]).toMatchObject({ attained: 0.9, met: false });
    expect(forecast.verdict).toContain('chat misses its service level (90% of requests within it, 95% asked');
    expect(forecast.bottleneck).toMatchObject({ kind: 'replicas', pool: 'h100' });
    expect(forecast.bottleneck.sentence).toBe(
      'Replicas come too late: 10% of requests are turned away since none was ready within 30 s, so that chat misses its service ' +
        'level. More replicas, sooner (a lower target, a higher minimum or a quicker start-up), would relieve it.',
    );
  });

  it('counts requests that are lost with their replica', () => {
    const { bottleneck, slo } = fleetForecast({
      slo: TTFT,
      withinSlo: 900,
      rejected: { lost: 100 },
      latencies: { ttft: Array<number>(900).fill(0.1) },
    }).forecast;
    expect(slo[0].met).toBe(false);
    expect(bottleneck.sentence).toContain('Lost replicas bind: 10% of requests are lost with their replica');
  });

  it('is put down to late replicas where requests waited and no batch was short of room', () => {
    const late = {
      slo: TTFT,
      withinSlo: 500,
      latencies: { ttft: [0.2, 10, 10], queue: [0, 9, 9] },
      columns: { requestedSeconds: [0.25] },
      counts: { requestedReplicas: 3 },
    };
    const { kind, sentence } = fleetForecast(late).forecast.bottleneck;
    expect(kind).toBe('replicas');
    expect(sentence).toMatch(
      /^Replicas come too late: chat misses its service level \(worst on time to first token: /,
    );
    expect(sentence).toContain('89.1% of the time to the first token is waiting');
    expect(sentence).toContain('(5 min from being asked for, on average)');
    // Preemptions when they come do not change that; waiting for room does.
    const binding = (totals: object) => fleetForecast({ ...late, totals }).forecast.bottleneck.kind;
    expect(binding({ preemptions: 20 })).toBe('replicas');
    expect(binding({ blockedBySlotsSeconds: 72 })).toBe('slots');
    // Who hardly waited is served too slowly.
    const slow = { ...late, latencies: { ttft: [0.2, 10, 10], queue: [0, 1, 1] } };
    expect(fleetForecast(slow).forecast.bottleneck.sentence).toContain('a step itself takes too long');
  });
});
