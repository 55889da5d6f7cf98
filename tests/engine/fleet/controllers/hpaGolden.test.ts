import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { createHpa, lookHpa, type Hpa } from '../../../../engine/fleet/controllers/hpa.ts';
import { readPool, readReplicas } from '../../../../engine/fleet/controllers/hpaMetric.ts';
import { METRICS, type HpaSpec, type MetricName } from '../../../../engine/scenario/living/livingSpec.ts';
import { sharedData } from '../../../sharedData.ts';
import { behaviorOf, type WrittenRules } from './upstreamCases.ts';

/* The golden fleets of an independent reference tell what an autoscaler read at each look and what came of it: fed with
   the same values, ours must want the same at every look, for the same reason and by the same proposals. */
const GOLDEN = sharedData('fleet', 'golden');
const FLEETS = [
  '01-hpa-legacy-at-once',
  '02-hpa-legacy-pending',
  '03-hpa-legacy-missing',
  '04-hpa-legacy-stages',
  '05-hpa-behavior-down-pods',
  '06-hpa-behavior-up-percent',
  '07-hpa-behavior-disabled',
  '08-hpa-waiting',
  '09-hpa-per-pool',
  '10-hpa-busy-share',
  '11-hpa-kv-and-queue',
  '12-hpa-old-metrics',
  '13-hpa-tolerance',
];

type Stage = 'provision' | 'boot' | 'image' | 'weights' | 'warmUp';
type Look = readonly [number, number, number, string, readonly (readonly [number, number] | null)[]];

interface Autoscale {
  readonly min: number;
  readonly max: number;
  readonly metrics: readonly ({ readonly metric: MetricName; readonly per?: 'pods' | 'pool' } & Readonly<
    Record<string, number>
  >)[];
  readonly syncSeconds: number;
  readonly tolerance?: number;
  readonly metricDelaySeconds?: number;
  readonly behavior?: { readonly scaleUp?: WrittenRules; readonly scaleDown?: WrittenRules };
}

interface Fleet {
  readonly spec: HpaSpec;
  readonly pendingSeconds: number;
  readonly looks: readonly Look[];
  readonly events: readonly (readonly [number, string, number, string])[];
}

it.skipIf(GOLDEN === undefined).each(FLEETS)('%s: every look as the reference’s', (name) => {
  const fleet = readFleet(name);
  const { spec, looks } = fleet;
  const hpa = createHpa(spec);
  let next = 0;
  let replayed = 0;
  // A look that repeats the one before it is left out.
  for (
    let t = spec.syncSeconds;
    next < looks.length || t <= looks[looks.length - 1][0];
    t += spec.syncSeconds
  ) {
    if (next < looks.length && looks[next][0] === t) next++;
    const [, current, desired, reason, metrics] = looks[next - 1];
    readMetrics(hpa, fleet, t, metrics);
    const wanted = lookHpa(hpa, t, current);
    const told = hpa.metrics.map(({ value, proposal }) => [value, proposal]);
    expect([t, wanted, hpa.reason, told]).toEqual([t, desired, reason, metrics]);
    replayed++;
  }
  expect(replayed).toBeGreaterThanOrEqual(looks.length);
});

/** What is known of the replicas at a look, from their events up to what the look itself sets off. */
function readMetrics(hpa: Hpa, { spec, events, pendingSeconds }: Fleet, t: number, told: Look[4]): void {
  const own = events.findIndex(
    ([at, what]) => at > t || (at === t && (what === 'requested' || what === 'draining')),
  );
  const before = own < 0 ? events : events.slice(0, own);
  const states = new Map<number, { what: string; since: number }>();
  const measured = new Set<number>();
  for (const [at, what, replica] of before) {
    if (what === 'paid') continue;
    if (what === 'gone' || what === 'draining') states.delete(replica);
    else states.set(replica, { what, since: at });
    if (what !== 'ready') measured.delete(replica);
    else if (at <= t - spec.metricDelaySeconds) measured.add(replica);
  }
  const all = [...states];
  const ready = all.filter(([replica, { what }]) => what === 'ready' && measured.has(replica)).length;
  const pending = all.filter(
    ([, { what, since }]) => what === 'failed' || (what === 'requested' && since + pendingSeconds > t),
  ).length;
  hpa.metrics.forEach((metric, i) => {
    const value = told[i]?.[0] ?? Number.NaN;
    if (metric.kind === 'sharedTotal')
      readPool(metric, Math.floor((value * all.length) / 1000) * 1000, ready);
    // A mean was rounded down from whole requests, a share to whole percent.
    else if (metric.kind === 'podMean')
      readReplicas(
        metric,
        ready,
        Math.ceil((value * ready) / 1000) * 1000,
        all.length - ready - pending,
        pending,
      );
    else readReplicas(metric, ready, value * 10 * ready, all.length - ready - pending, pending);
  });
}

function readFleet(name: string): Fleet {
  const read = (file: string): string => readFileSync(join(GOLDEN ?? '', name, file), 'utf8');
  const { pools } = parse(read('scenario.yaml')) as {
    pools: readonly { autoscale: Autoscale; startUp?: Partial<Record<Stage, string>> }[];
  };
  const { autoscale, startUp = {} } = pools[0];
  const [pool] = (JSON.parse(read('expected.json')) as { pools: readonly Pick<Fleet, 'looks' | 'events'>[] })
    .pools;
  const seconds = (stage: Stage): number => Number.parseFloat(startUp[stage] ?? '0');
  return {
    ...pool,
    spec: specOf(autoscale),
    pendingSeconds: seconds('provision') + seconds('boot') + seconds('image'),
  };
}

function specOf({ min, max, syncSeconds, tolerance = 0.1, ...written }: Autoscale): HpaSpec {
  const { behavior } = written;
  return {
    kind: 'hpa',
    min,
    max,
    metrics: written.metrics.map(({ metric, per = 'pods', ...target }) => ({
      metric,
      target: target[METRICS[metric]],
      per,
      windowSeconds: 60,
    })),
    syncSeconds,
    metricDelaySeconds: written.metricDelaySeconds ?? 0,
    toleranceUp: tolerance,
    toleranceDown: tolerance,
    downscaleStabilizationSeconds: 300,
    ...(behavior === undefined ? {} : { behavior: behaviorOf(behavior.scaleUp, behavior.scaleDown) }),
  };
}
