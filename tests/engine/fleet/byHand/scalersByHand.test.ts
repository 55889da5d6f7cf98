import { describe, expect, it } from 'vitest';
import type { KnativeSpec } from '../../../../engine/scenario/living/autoscale/knativeSpec.ts';
import type { ControllerSpec, KedaSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import type { RayServeSpec } from '../../../../engine/scenario/living/autoscale/rayServeSpec.ts';
import type { OracleRequest } from '../../oracle.ts';
import { livingPool, run } from '../../fleetOracle/handPool.ts';
import { runFleet } from '../../runFleet.ts';

/** A replica is paid 10 s after it is asked for, and ready 8 s later; a request takes a second a token. */
const KEDA: KedaSpec = {
  kind: 'keda',
  min: 0,
  max: 4,
  pollingSeconds: 30,
  cooldownSeconds: 60,
  initialCooldownSeconds: 0,
  activations: [0],
  hpa: {
    kind: 'hpa',
    min: 1,
    max: 4,
    metrics: [{ metric: 'outstanding', target: 1, per: 'pool', windowSeconds: 60 }],
    syncSeconds: 15,
    metricDelaySeconds: 0,
    toleranceUp: 0.1,
    toleranceDown: 0.1,
    downscaleStabilizationSeconds: 0,
  },
};

const KNATIVE: KnativeSpec = {
  kind: 'knative',
  min: 0,
  max: 4,
  metric: 'concurrency',
  target: 1,
  capacity: 1,
  stableWindowSeconds: 60,
  panicWindowSeconds: 6,
  panicThreshold: 2,
  maxScaleUpRate: 1000,
  maxScaleDownRate: 2,
  scaleDownDelaySeconds: 0,
  scaleToZeroGraceSeconds: 30,
  retentionSeconds: 0,
  activationScale: 1,
  targetBurstCapacity: 0,
  tickSeconds: 2,
};

const RAY_SERVE: RayServeSpec = {
  kind: 'ray-serve',
  min: 0,
  max: 4,
  targetOngoingRequests: 1,
  lookBackSeconds: 30,
  metricsIntervalSeconds: 10,
  upscaleDelaySeconds: 30,
  downscaleDelaySeconds: 600,
  downscaleToZeroDelaySeconds: 60,
  upscalingFactor: 1,
  downscalingFactor: 1,
  loopSeconds: 0.5,
};

/** When how many are wanted and ready, of the oracle; the engine has the same timeline. */
async function numbersOf(
  controller: ControllerSpec,
  start: number,
  requests: readonly OracleRequest[],
): Promise<number[][]> {
  const spec = livingPool({ controller }, start);
  const { timeline, rows } = run(spec, requests);
  const startEpochSeconds = Date.UTC(2026, 0, 5) / 1000;
  const [engine] = await runFleet({ hours: 1, startEpochSeconds, pools: [spec] }, [requests]);
  const wantedAndReady = (all: readonly (readonly number[])[]): number[][] =>
    all
      .map(([at, wanted, , ready]) => [at, wanted, ready])
      .filter(
        ([, ...now], i, each) => i === 0 || now.some((value, column) => value !== each[i - 1][column + 1]),
      );
  const expected = wantedAndReady(timeline);
  expect(wantedAndReady(engine.timeline)).toEqual(expected);
  expect(engine.rows.map(({ end }) => end)).toEqual(rows.map(({ end }) => end));
  return expected;
}

describe('keda', () => {
  const once = [{ arrival: 40, prompt: 1, output: 30 }];

  it('wakes a pool at the poll that sees a request wait, and lets it sleep when the cooldown is past', async () => {
    expect(await numbersOf(KEDA, 0, once)).toEqual([
      [60, 1, 0],
      [78, 1, 1],
      // Nothing in hand from 108 on; seen last at 90, and at 150 the 60 s are not past yet.
      [180, 0, 0],
    ]);
  });

  it('does not wake for fewer than its activation, nor for a metric that nobody has where the queue is seen', async () => {
    expect(await numbersOf({ ...KEDA, activations: [1] }, 0, once)).toEqual([]);
    const rate = { ...KEDA.hpa.metrics[0], metric: 'requestsPerSecond' as const };
    const byRate = { ...KEDA, activations: [1], hpa: { ...KEDA.hpa, metrics: [rate] } };
    expect((await numbersOf(byRate, 0, once))[0]).toEqual([60, 1, 0]);
  });

  it('keeps min, but for an idle number', async () => {
    const hpa = { ...KEDA.hpa, min: 2 };
    expect(await numbersOf({ ...KEDA, min: 2, hpa }, 3, [])).toEqual([
      [0, 3, 3],
      // At its first look the HPA remembers what it found, and does not fall below it.
      [30, 2, 2],
    ]);
    expect(await numbersOf({ ...KEDA, min: 2, idle: 0, hpa }, 2, once)).toEqual([
      [0, 2, 2],
      // Never active: only the initial cooldown, of no time, holds it.
      [30, 0, 0],
      [60, 2, 0],
      [78, 2, 2],
      [180, 0, 0],
    ]);
  });
});

describe('knative', () => {
  const once = [{ arrival: 100.5, prompt: 1, output: 10 }];

  it('goes to zero a window and a grace after the last request, and wakes at the tick that sees one', async () => {
    expect(await numbersOf(KNATIVE, 1, once)).toEqual([
      [0, 1, 1],
      // Active for a window at 60, inactive for the grace at 90.
      [90, 0, 0],
      [102, 1, 0],
      [120, 1, 1],
      // Done at 130; the last scrape that saw it, at 129, is out of the window at 190.
      [220, 0, 0],
    ]);
  });

  it('needs no grace where requests go by way of the activator anyway, and keeps its retention', async () => {
    expect(await numbersOf({ ...KNATIVE, targetBurstCapacity: 211 }, 1, [])).toEqual([
      [0, 1, 1],
      [62, 0, 0],
    ]);
    expect(await numbersOf({ ...KNATIVE, targetBurstCapacity: -1, retentionSeconds: 20 }, 1, [])).toEqual([
      [0, 1, 1],
      [80, 0, 0],
    ]);
  });

  it('panics at a rush: from then on nothing falls for a window', async () => {
    // Ten at once, all to the one replica, which is done with one each five seconds from 5.5 on.
    const rush = Array.from({ length: 10 }, () => ({ arrival: 0.5, prompt: 1, output: 5 }));
    const spec = { ...KNATIVE, stableWindowSeconds: 10, panicWindowSeconds: 2 };
    expect(await numbersOf(spec, 1, rush)).toEqual([
      [0, 1, 1],
      [2, 4, 1],
      // Seven in hand are no rush for four: the panic is over after 28, and means of 10 s are followed down from 44 on.
      [20, 4, 4],
      [44, 3, 3],
      [48, 2, 2],
      [54, 1, 1],
      [90, 0, 0],
    ]);
  });

  it('counts what arrives by rps, whoever waits included', async () => {
    const slow = [100.5, 101.5, 101.75].map((arrival) => ({ arrival, prompt: 1, output: 30 }));
    expect(await numbersOf({ ...KNATIVE, metric: 'rps', target: 0.04, maxScaleUpRate: 2 }, 1, slow)).toEqual([
      [0, 1, 1],
      [90, 0, 0],
      // Three within the last minute are 0.05 a second; but not more than twice the ready ones, of which one is counted.
      [102, 2, 0],
      [120, 2, 2],
      // A rush, too, last seen at 106: nothing falls for a window. All three are at work then, which a rate does not see.
      [168, 1, 1],
      // Active for a window from 120 on, and the grace.
      [210, 0, 0],
    ]);
  });
});

describe('ray-serve', () => {
  const once = [{ arrival: 100.2, prompt: 1, output: 5 }];

  it('goes to zero from one after its delay, and wakes at the next turn of its loop', async () => {
    expect(await numbersOf(RAY_SERVE, 1, once)).toEqual([
      [0, 1, 1],
      // Wished since the first count, at 10.
      [70, 0, 0],
      [100.5, 1, 0],
      [118.5, 1, 1],
      // Counted at 110 and 120; out of the look-back at 150.
      [210, 0, 0],
    ]);
  });

  it('rises when it was wished for the delay, and falls to one first', async () => {
    const long = Array.from({ length: 4 }, () => ({ arrival: 0.5, prompt: 1, output: 60 }));
    const spec = { ...RAY_SERVE, downscaleDelaySeconds: 30 };
    expect(await numbersOf(spec, 1, long)).toEqual([
      [0, 1, 1],
      // Four at every count since 10.
      [40, 4, 1],
      [58, 4, 4],
      // One less in hand at 60.5 and each minute later: seen by all three counts at 90, and so on.
      [120, 3, 3],
      [180, 2, 2],
      [240, 1, 1],
      [330, 0, 0],
    ]);
  });
});
