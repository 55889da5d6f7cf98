import { describe, expect, it } from 'vitest';
import type { HpaSpec, RolloutSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import { exact, fixed, livingPool, ON_DEMAND, run } from '../../fleetOracle/handPool.ts';

const rollout = (surge: number, unavailable: number, ...seconds: readonly number[]): RolloutSpec => ({
  seconds,
  surge: { replicas: surge },
  unavailable: { replicas: unavailable },
});

const requestsAt = (output: number, ...arrivals: readonly number[]) =>
  arrivals.map((arrival) => ({ arrival, prompt: 1, output }));

/** Start-ups take 10 s unpaid and 8 s paid. */
describe('rollouts by hand', () => {
  it('with a surge of one, one after the other, the newest first', () => {
    const { timeline, events } = run(livingPool({ rollout: rollout(1, 0, 60) }, 4), []);
    expect(timeline).toEqual([
      [0, 4, 0, 4, 0, 4, 0],
      [60, 4, 1, 4, 0, 4, 0],
      [70, 4, 1, 4, 0, 5, 0],
      [78, 4, 1, 4, 0, 4, 0],
      [88, 4, 1, 4, 0, 5, 0],
      [96, 4, 1, 4, 0, 4, 0],
      [106, 4, 1, 4, 0, 5, 0],
      [114, 4, 1, 4, 0, 4, 0],
      [124, 4, 1, 4, 0, 5, 0],
      [132, 4, 0, 4, 0, 4, 0],
    ]);
    expect(events.filter(([at]) => at === 78)).toEqual([
      [78, 'ready', 4, ON_DEMAND],
      [78, 'draining', 3, ON_DEMAND],
      [78, 'gone', 3, ON_DEMAND],
      [78, 'requested', 3, ON_DEMAND],
    ]);
  });

  it('with a quarter above and a quarter below', () => {
    const quarters = { seconds: [60], surge: { share: 0.25 }, unavailable: { share: 0.25 } };
    const { timeline } = run(livingPool({ rollout: quarters }, 4), []);
    // One more and one less, so that two begin; then two of the other three go, and the last with the last two.
    expect(timeline).toEqual([
      [0, 4, 0, 4, 0, 4, 0],
      [60, 4, 2, 3, 0, 3, 0],
      [70, 4, 2, 3, 0, 5, 0],
      [78, 4, 2, 3, 0, 3, 0],
      [88, 4, 2, 3, 0, 5, 0],
      [96, 4, 0, 4, 0, 4, 0],
    ]);
  });

  it('at once where start-ups take no time', () => {
    const none = fixed(0);
    const startUp = { provision: none, boot: none, image: none, weights: none, warmUp: none };
    const { timeline, events } = run(livingPool({ startUp, rollout: rollout(1, 0, 60) }, 2), []);
    expect(timeline).toEqual([[0, 2, 0, 2, 0, 2, 0]]);
    expect(events.slice(6).map(([, what, replica]) => `${what} ${replica}`)).toEqual([
      'requested 2',
      'paid 2',
      'ready 2',
      'draining 1',
      'gone 1',
      'requested 1',
      'paid 1',
      'ready 1',
      'draining 0',
      'gone 0',
    ]);
  });

  it('who goes finishes what it has, and new requests go to the new one', () => {
    const { rows, timeline } = run(
      livingPool({ rollout: rollout(1, 0, 60) }, 1),
      requestsAt(10, 75).concat(requestsAt(3, 80)),
    );
    expect(rows.map(({ replica, start, end }) => [replica, start, end])).toEqual([
      [0, 75, 85],
      [1, 80, 83],
    ]);
    expect(timeline.slice(1)).toEqual([
      [60, 1, 1, 1, 0, 1, 0],
      [70, 1, 1, 1, 0, 2, 0],
      [78, 1, 0, 1, 1, 2, 0],
      [85, 1, 0, 1, 0, 1, 0],
    ]);
  });

  it('who is in repair is not ready, keeps its version and goes first', () => {
    const failures = { repairSeconds: fixed(40), at: [{ second: 50, replica: 0 }] };
    const { timeline, events } = run(livingPool({ failures, rollout: rollout(0, 1, 60) }, 3), []);
    expect(events.filter(([at]) => at === 60)).toEqual([
      [60, 'gone', 0, ON_DEMAND],
      [60, 'requested', 0, ON_DEMAND],
    ]);
    expect(timeline).toEqual([
      [0, 3, 0, 3, 0, 3, 0],
      [50, 3, 1, 2, 0, 2, 0],
      [70, 3, 1, 2, 0, 3, 0],
      [78, 3, 1, 2, 0, 2, 0],
      [88, 3, 1, 2, 0, 3, 0],
      [96, 3, 1, 2, 0, 2, 0],
      [106, 3, 1, 2, 0, 3, 0],
      [114, 3, 0, 3, 0, 3, 0],
    ]);
  });

  it('when the number falls old ones go first', () => {
    const controller = exact([0, 4], [66, 2]);
    const { timeline, events } = run(livingPool({ controller, rollout: rollout(1, 0, 60) }, 4), []);
    // Five are two more than two and a surge; the new one stays, though it is not ready.
    expect(events.filter(([at]) => at === 66).map(([, what, replica]) => `${what} ${replica}`)).toEqual([
      'draining 3',
      'gone 3',
      'draining 2',
      'gone 2',
    ]);
    expect(timeline).toEqual([
      [0, 4, 0, 4, 0, 4, 0],
      [60, 4, 1, 4, 0, 4, 0],
      [66, 2, 1, 2, 0, 2, 0],
      [70, 2, 1, 2, 0, 3, 0],
      [78, 2, 1, 2, 0, 2, 0],
      [88, 2, 1, 2, 0, 3, 0],
      [96, 2, 0, 2, 0, 2, 0],
    ]);
  });

  it('when the number falls to fewer than are new, new ones beyond it go, too', () => {
    const controller = exact([0, 4], [66, 1]);
    const { timeline, events } = run(livingPool({ controller, rollout: rollout(2, 0, 60) }, 4), []);
    // Six are three more than one and a surge of two; of the three that are left two are new.
    expect(events.filter(([at]) => at === 66).map(([, what, replica]) => `${what} ${replica}`)).toEqual([
      'draining 3',
      'gone 3',
      'draining 2',
      'gone 2',
      'draining 1',
      'gone 1',
      'gone 5',
    ]);
    expect(timeline).toEqual([
      [0, 4, 0, 4, 0, 4, 0],
      [60, 4, 2, 4, 0, 4, 0],
      [66, 1, 1, 1, 0, 1, 0],
      [70, 1, 1, 1, 0, 2, 0],
      [78, 1, 0, 1, 0, 1, 0],
    ]);
  });

  it('with two above and one below, and the number that is missing when the last old ones have gone', () => {
    const controller = exact([0, 4], [79, 1]);
    const { timeline } = run(livingPool({ controller, rollout: rollout(2, 1, 60) }, 4), []);
    expect(timeline).toEqual([
      [0, 4, 0, 4, 0, 4, 0],
      // Two are requested, one goes, and a third is requested.
      [60, 4, 3, 3, 0, 3, 0],
      [70, 4, 3, 3, 0, 6, 0],
      // Three new and three old ones are ready: those go, and the fourth is requested.
      [78, 4, 1, 3, 0, 3, 0],
      [79, 1, 0, 1, 0, 1, 0],
    ]);
  });

  it('at the instant of a look it comes after it: whoever is requested by the look is old already', () => {
    const controller = exact([0, 2], [60, 3]);
    const { timeline, events } = run(livingPool({ controller, rollout: rollout(1, 0, 60) }, 2), []);
    expect(events.filter(([at]) => at === 78).map(([, what, replica]) => `${what} ${replica}`)).toEqual([
      'ready 2',
      'ready 3',
      'draining 2',
      'gone 2',
      'requested 2',
    ]);
    expect(timeline).toEqual([
      [0, 2, 0, 2, 0, 2, 0],
      [60, 3, 2, 2, 0, 2, 0],
      [70, 3, 2, 2, 0, 4, 0],
      [78, 3, 1, 3, 0, 3, 0],
      [88, 3, 1, 3, 0, 4, 0],
      [96, 3, 1, 3, 0, 3, 0],
      [106, 3, 1, 3, 0, 4, 0],
      [114, 3, 0, 3, 0, 3, 0],
    ]);
  });

  it('a second one begins anew, with those of the first that are not ready', () => {
    const { timeline, events } = run(livingPool({ rollout: rollout(1, 0, 60, 80) }, 2), []);
    expect(events.filter(([at]) => at === 80)).toEqual([
      [80, 'gone', 1, ON_DEMAND],
      [80, 'requested', 1, ON_DEMAND],
    ]);
    expect(timeline).toEqual([
      [0, 2, 0, 2, 0, 2, 0],
      [60, 2, 1, 2, 0, 2, 0],
      [70, 2, 1, 2, 0, 3, 0],
      [78, 2, 1, 2, 0, 2, 0],
      [90, 2, 1, 2, 0, 3, 0],
      [98, 2, 1, 2, 0, 2, 0],
      [108, 2, 1, 2, 0, 3, 0],
      [116, 2, 0, 2, 0, 2, 0],
    ]);
  });

  it('on spot of which there is no more, who was requested first gets the machine that the old one leaves', () => {
    const spot = {
      onDemandReplicas: 0,
      noticeSeconds: 20,
      supply: { kind: 'counts' as const, seconds: [0], nodes: [2] },
    };
    const { timeline, events } = run(livingPool({ spot, rollout: rollout(1, 1, 60) }, 2), []);
    expect(events.slice(6).map(([at, what, replica]) => `${at} ${what} ${replica}`)).toEqual([
      '60 requested 2',
      '60 draining 1',
      '60 gone 1',
      '60 requested 1',
      '70 paid 2',
      '78 ready 2',
      '78 draining 0',
      '78 gone 0',
      '88 paid 1',
      '96 ready 1',
    ]);
    expect(timeline).toEqual([
      [0, 2, 0, 2, 0, 0, 2],
      [60, 2, 2, 1, 0, 0, 1],
      [70, 2, 2, 1, 0, 0, 2],
      [78, 2, 1, 1, 0, 0, 1],
      [88, 2, 1, 1, 0, 0, 2],
      [96, 2, 0, 2, 0, 0, 2],
    ]);
  });

  it('whose spot is taken away meanwhile gets a new successor', () => {
    const spot = {
      onDemandReplicas: 0,
      noticeSeconds: 20,
      supply: { kind: 'counts' as const, seconds: [0, 65], nodes: [3, 2] },
    };
    const { timeline, events } = run(livingPool({ spot, rollout: rollout(1, 0, 60) }, 2), []);
    // The newest is the new one, not ready: another waits for a machine, and there is none until the end.
    expect(events.slice(6)).toEqual([
      [60, 'requested', 2, ON_DEMAND],
      [65, 'gone', 2, 'spot'],
      [65, 'requested', 2, ON_DEMAND],
    ]);
    expect(timeline.at(-1)).toEqual([60, 2, 1, 2, 0, 0, 2]);
  });

  it('with warm standby: who is in service is the one that was requested first', () => {
    const { rows, timeline } = run(
      livingPool({ warmStandby: 1, rollout: rollout(1, 0, 60) }, 1),
      requestsAt(2, 79, 100),
    );
    // Of 0, 1 and 2 first 1 goes, when 2 is ready; then 0, when another 1 is.
    expect(rows.map(({ replica }) => replica)).toEqual([0, 2]);
    expect(timeline).toEqual([
      [0, 1, 0, 2, 0, 2, 0],
      [60, 1, 1, 2, 0, 2, 0],
      [70, 1, 1, 2, 0, 3, 0],
      [78, 1, 1, 2, 0, 2, 0],
      [88, 1, 1, 2, 0, 3, 0],
      [96, 1, 0, 2, 0, 2, 0],
    ]);
  });

  it('a controller sees the number that is wanted, and may change it meanwhile', () => {
    const controller: HpaSpec = {
      kind: 'hpa',
      min: 2,
      max: 4,
      metrics: [{ metric: 'outstanding', target: 1, per: 'pods', windowSeconds: 60 }],
      syncSeconds: 15,
      metricDelaySeconds: 0,
      toleranceUp: 0.1,
      toleranceDown: 0.1,
      downscaleStabilizationSeconds: 300,
    };
    const { looks, timeline } = run(
      livingPool({ controller, rollout: rollout(1, 0, 10) }, 2),
      requestsAt(30, 5, 5, 5, 5),
    );
    expect(looks[0]).toEqual({
      at: 15,
      current: 2,
      desired: 4,
      reason: 'DesiredWithinRange',
      readings: [[2000, 4]],
    });
    expect(timeline.slice(0, 3)).toEqual([
      [0, 2, 0, 2, 0, 2, 0],
      [10, 2, 1, 2, 0, 2, 0],
      [15, 4, 3, 2, 0, 2, 0],
    ]);
  });
});
