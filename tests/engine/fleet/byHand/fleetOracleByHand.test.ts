import { describe, expect, it } from 'vitest';
import type { HpaSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import { exact, fixed, livingPool, ON_DEMAND, run } from '../../fleetOracle/handPool.ts';

describe('the fleet oracle by hand', () => {
  it('machines of two replicas are paid until the last is gone', () => {
    const controller = exact([0, 1], [60, 3], [120, 1]);
    const { timeline, events } = run(livingPool({ controller, gpusPerNode: 2, releaseSeconds: 30 }, 1), []);
    // The second stands on the first machine, which is paid already; the third needs a machine of its own.
    expect(timeline).toEqual([
      [0, 1, 0, 1, 0, 1, 0],
      [60, 3, 2, 1, 0, 1, 0],
      [68, 3, 1, 2, 0, 1, 0],
      [70, 3, 1, 2, 0, 2, 0],
      [78, 3, 0, 3, 0, 2, 0],
      [120, 1, 0, 1, 0, 2, 0],
      [150, 1, 0, 1, 0, 1, 0],
    ]);
    expect(events.filter(([at]) => at === 60)).toEqual([
      [60, 'requested', 1, ON_DEMAND],
      [60, 'paid', 1, ON_DEMAND],
      [60, 'requested', 2, ON_DEMAND],
    ]);
  });

  it('a failure takes all that is on the machine, and a replica of two machines with both', () => {
    const failures = { repairSeconds: fixed(40), at: [{ second: 30, replica: 1 }] };
    const shared = run(livingPool({ failures, gpusPerNode: 2 }, 3), []);
    expect(shared.timeline).toEqual([
      [0, 3, 0, 3, 0, 2, 0],
      [30, 3, 2, 1, 0, 1, 0],
      [70, 3, 2, 1, 0, 2, 0],
      [78, 3, 0, 3, 0, 2, 0],
    ]);
    expect(shared.counts.failures).toBe(1);
    const spanning = run(livingPool({ failures, gpusPerNode: 2 }, 2, 4), []);
    expect(spanning.timeline).toEqual([
      [0, 2, 0, 2, 0, 4, 0],
      [30, 2, 1, 1, 0, 2, 0],
      [70, 2, 1, 1, 0, 4, 0],
      [78, 2, 0, 2, 0, 4, 0],
    ]);
  });

  it('a draining replica ends with a failure, and its request goes on from the token that it had', () => {
    const controller = exact([0, 2], [10, 1]);
    const failures = { repairSeconds: fixed(40), at: [{ second: 12, replica: 1 }] };
    const requests = [0, 0].map(() => ({ arrival: 5.5, prompt: 10, output: 10 }));
    const { rows, events, counts } = run(livingPool({ controller, failures, onLoss: 'resume' }, 2), requests);
    expect(events.slice(6)).toEqual([
      [10, 'draining', 1, ON_DEMAND],
      [12, 'failed', 1, ON_DEMAND],
      [12, 'gone', 1, ON_DEMAND],
    ]);
    // Six tokens by 11.5; the step in progress at 12 is for nothing. Four more after the first request, in its place.
    expect(rows).toEqual([
      { replica: 0, start: 5.5, firstToken: 6.5, end: 15.5, outcome: 'completed' },
      { replica: 0, start: 5.5, firstToken: 6.5, end: 19.5, outcome: 'completed' },
    ]);
    expect(counts).toMatchObject({ failures: 1, losses: 0, lostRequests: 1, lossRetries: 1 });
  });

  it('deadlines of no time are over at once', () => {
    const controller = exact([0, 1], [10, 0]);
    const requests = [5, 20].map((arrival) => ({ arrival, prompt: 1, output: 10 }));
    const { rows, counts } = run(livingPool({ controller, drainSeconds: 0, queueSeconds: 0 }, 1), requests);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['rejected:no-replica', 'rejected:no-replica']);
    expect(counts).toMatchObject({ losses: 1, lostRequests: 1, lossRetries: 1, rejected: 2 });
  });

  it('spells that are short are booked where they end, and what the horizon cuts is not short', () => {
    const controller = exact([0, 0], [60, 2], [80, 1], [3590, 2]);
    const startUp = {
      provision: fixed(0),
      boot: fixed(0),
      image: fixed(0),
      weights: fixed(0),
      warmUp: fixed(0),
    };
    const { booked } = run(livingPool({ controller, startUp }, 0), []);
    expect(booked).toEqual([
      {
        [ON_DEMAND]: [
          { seconds: 3510, rises: 1, shortOfMinute: 0, shortOfHour: 0 },
          { seconds: 30, rises: 2, shortOfMinute: 40, shortOfHour: 3580 },
        ],
        spot: [],
        reserved: [],
      },
    ]);
  });

  it('a percentile without requests lets nothing fall, and reads the nearest rank of those that ended', () => {
    const controller: HpaSpec = {
      kind: 'hpa',
      min: 1,
      max: 4,
      metrics: [{ metric: 'queueP90', target: 2, per: 'pods', windowSeconds: 15 }],
      syncSeconds: 15,
      metricDelaySeconds: 0,
      toleranceUp: 0.1,
      toleranceDown: 0.1,
      downscaleStabilizationSeconds: 0,
    };
    const requests = [16, 16, 16].map((arrival) => ({ arrival, prompt: 1, output: 4 }));
    const { looks } = run(livingPool({ controller }, 1), requests);
    // Ends at 20, 24 and 28, after queues of 0, 4 and 8 s: four times the target, of one ready replica.
    expect(looks.slice(0, 3)).toEqual([
      {
        at: 15,
        current: 1,
        desired: 1,
        reason: 'FailedGetExternalMetric',
        readings: [[undefined, undefined]],
      },
      { at: 30, current: 1, desired: 4, reason: 'DesiredWithinRange', readings: [[8000, 4]] },
      {
        at: 45,
        current: 4,
        desired: 4,
        reason: 'FailedGetExternalMetric',
        readings: [[undefined, undefined]],
      },
    ]);
  });
});
