import { expect, it } from 'vitest';
import { createHpa, lookHpa, type Hpa } from '../../../../engine/fleet/controllers/hpa.ts';
import { HPA_2026 } from '../../../../engine/fleet/controllers/hpaAlgorithm.ts';
import { readPool, readReplicas } from '../../../../engine/fleet/controllers/hpaMetric.ts';
import {
  METRICS,
  type HpaRulesSpec,
  type HpaSpec,
  type MetricName,
  type MetricSpec,
} from '../../../../engine/scenario/living/livingSpec.ts';
import { randomStream } from '../../../../engine/statistics/random.ts';
import { PlainHpa, type PlainLook, type PlainPod } from './plainHpa.ts';

const SEQUENCES = 300;
const LOOKS = 120;

type Uniform = () => number;

it('wants what an independent implementation wants, fed with the same samples', () => {
  const reasons = new Map<string, number>();
  for (let sequence = 0; sequence < SEQUENCES; sequence++) {
    const random = randomStream(`hpa/${sequence}`);
    const spec = anySpec(random);
    const version = sequence % 3 === 0 ? 'v1.21.5' : '2026';
    const engine = createHpa(spec, { ...HPA_2026, version });
    const plain = new PlainHpa(spec, version);
    const ours: PlainLook[] = [];
    const theirs: PlainLook[] = [];
    let current = whole(random, spec.min, spec.max);
    // What is asked for changes now and then: ratios stay near, above or below 1 for a while.
    let level = 1;
    for (let look = 1; look <= LOOKS; look++) {
      const now = look * spec.syncSeconds;
      if (random() < 0.15) level = random() < 0.3 ? 1 : 3 * random() * random();
      // Somebody else sets the scale, once in a while, beyond its bounds, too.
      if (random() < 0.02) current = whole(random, 1, spec.max + 3);
      // Pods of a number of before, or of the next, are seen now and then.
      const seen = Math.max(1, current + (random() < 0.2 ? whole(random, -2, 2) : 0));
      const pods = Array.from({ length: seen }, () => anyPod(random, spec.metrics, level));
      const pool = spec.metrics.map(({ target }) =>
        random() < 0.04 ? Number.NaN : Math.ceil(level * (0.8 + 0.4 * random()) * target * 1000 * current),
      );
      readAll(engine, pods, pool);
      const desired = lookHpa(engine, now, current);
      ours.push({
        desired,
        reason: reasonOf(engine),
        metrics: engine.metrics.map((m) => [m.value, m.proposal]),
      });
      theirs.push(plain.look(now, current, pods, pool));
      reasons.set(reasonOf(engine), (reasons.get(reasonOf(engine)) ?? 0) + 1);
      current = desired;
    }
    expect(ours, `sequence ${sequence}`).toEqual(theirs);
  }
  // All that can happen did, and often.
  for (const reason of [
    'DesiredWithinRange',
    'TooFewReplicas',
    'TooManyReplicas',
    'ScaleUpLimit',
    'ScaleDownLimit',
    'ScalingActive false',
  ])
    expect(reasons.get(reason), reason).toBeGreaterThan(100);
});

function reasonOf({ reason }: Hpa): string {
  return reason.startsWith('Failed') ? 'ScalingActive false' : reason;
}

function readAll(hpa: Hpa, pods: readonly PlainPod[], pool: readonly number[]): void {
  hpa.metrics.forEach((metric, i) => {
    const running = pods.filter(({ phase }) => phase === 'Running');
    const samples = running.map((pod) => pod.samples[i]).filter((sample) => sample !== undefined);
    const usage = samples.reduce((sum, sample) => sum + sample, 0);
    if (metric.kind === 'value' || metric.kind === 'sharedTotal')
      readPool(metric, pool[i], running.filter(({ ready }) => ready).length);
    else
      readReplicas(
        metric,
        samples.length,
        usage,
        running.length - samples.length,
        pods.length - running.length,
      );
  });
}

function anyPod(random: Uniform, metrics: readonly MetricSpec[], level: number): PlainPod {
  const phase = random() < 0.12 ? 'Pending' : 'Running';
  const ready = random() < 0.9;
  const samples = metrics.map(({ target }) =>
    phase === 'Pending' || !ready ? undefined : Math.ceil(level * (0.8 + 0.4 * random()) * target * 1000),
  );
  return { phase, ready: ready && phase === 'Running', samples };
}

function anySpec(random: Uniform): HpaSpec {
  const min = whole(random, 1, 4);
  return {
    kind: 'hpa',
    min,
    max: min + whole(random, 0, 40),
    metrics: Array.from({ length: whole(random, 1, 3) }, () => anyMetric(random)),
    syncSeconds: 15,
    metricDelaySeconds: 0,
    toleranceUp: pick(random, [0, 0.02, 0.1, 0.3]),
    toleranceDown: pick(random, [0, 0.05, 0.1, 0.2]),
    downscaleStabilizationSeconds: pick(random, [0, 60, 300]),
    ...(random() < 0.35 ? {} : { behavior: { scaleUp: anyRules(random), scaleDown: anyRules(random) } }),
  };
}

function anyMetric(random: Uniform): MetricSpec {
  const metric = pick(random, Object.keys(METRICS) as MetricName[]);
  const target =
    METRICS[metric] === 'utilization' ? pick(random, [0.3, 0.7, 1.2]) : pick(random, [0.25, 1, 6, 12]);
  // Shares are of the pool for KEDA only.
  const of = pick(random, ['pods', 'pods', 'pods', 'pool', 'whole'] as const);
  return { metric, target, per: METRICS[metric] === 'utilization' ? 'pods' : of, windowSeconds: 60 };
}

function anyRules(random: Uniform): HpaRulesSpec {
  return {
    stabilizationWindowSeconds: pick(random, [0, 15, 45, 300]),
    selectPolicy: pick(random, ['Max', 'Max', 'Min', 'Disabled']),
    policies: Array.from({ length: whole(random, 1, 3) }, () => ({
      type: pick(random, ['Pods', 'Percent']),
      value: whole(random, 1, 100),
      periodSeconds: pick(random, [15, 30, 60, 180]),
    })),
  };
}

function whole(random: Uniform, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

function pick<T>(random: Uniform, choices: readonly T[]): T {
  return choices[whole(random, 0, choices.length - 1)];
}
