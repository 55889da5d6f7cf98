import fc from 'fast-check';
import {
  type AutoscaleDocument,
  autoscaleSchema,
} from '../../../../engine/scenario/living/autoscale/autoscaleSchema.ts';
import {
  AT_AN_INSTANT,
  autoscaleProblems,
} from '../../../../engine/scenario/living/autoscale/autoscaleChecks.ts';
import { METRICS, type MetricName } from '../../../../engine/scenario/living/livingSpec.ts';

const amount = fc.oneof(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0.001, max: 5000, noNaN: true }));
const percent = fc.integer({ min: 1, max: 100 }).map((whole) => whole / 100);
const share = fc.oneof(percent, fc.double({ min: 0.01, max: 1, noNaN: true }));
const seconds = (least: number, most: number) => fc.integer({ min: least, max: most });
const someSeconds = (least: number, most: number) =>
  fc.oneof(seconds(Math.ceil(least), most), fc.double({ min: least, max: most, noNaN: true }));
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const names = fc.constantFrom(...(Object.keys(METRICS) as MetricName[]));
/** A metric with a target of its own, and a window where it can have one. */
const metricWith = <T extends object>(
  extra: fc.Arbitrary<T>,
  shares: fc.Arbitrary<number>,
  windows: fc.Arbitrary<number | undefined>,
) =>
  fc.record({ metric: names, amount, share: shares, windowSeconds: windows, extra }).map((drawn) => {
    const { metric, windowSeconds } = drawn;
    const given = METRICS[metric];
    return {
      metric,
      [given]: given === 'utilization' ? drawn.share : drawn.amount,
      ...(AT_AN_INSTANT.has(metric) ? {} : { windowSeconds }),
      ...drawn.extra,
    };
  });

const rules = fc.record(
  {
    stabilizationWindowSeconds: seconds(0, 3600),
    selectPolicy: fc.constantFrom('Max', 'Min', 'Disabled'),
    policies: fc.array(
      fc.record({
        type: fc.constantFrom('Pods', 'Percent'),
        value: fc.integer({ min: 1, max: 500 }),
        periodSeconds: seconds(1, 1800),
      }),
      { maxLength: 3 },
    ),
    tolerance: fc.double({ min: 0, max: 0.9, noNaN: true }),
  },
  { requiredKeys: [] },
);
const moves = {
  behavior: maybe(fc.record({ scaleUp: rules, scaleDown: rules }, { requiredKeys: [] })),
  syncSeconds: maybe(someSeconds(1, 600)),
  tolerance: maybe(fc.double({ min: 0, max: 0.9, noNaN: true })),
  downscaleStabilizationSeconds: maybe(someSeconds(0, 3600)),
  metricDelaySeconds: maybe(someSeconds(0, 3600)),
};
/** Bounds, and what is ready at the start within them. */
const bounds = (least: number) =>
  fc
    .tuple(fc.integer({ min: least, max: 9 }), fc.nat(9), maybe(fc.double({ min: 0, max: 1, noNaN: true })))
    .map(([min, more, at]) => {
      const max = Math.max(1, min + more);
      return { min, max, ...(at === undefined ? {} : { start: Math.round(min + at * (max - min)) }) };
    });

const hpaMetric = fc.oneof(
  metricWith(fc.constant({}), percent, maybe(someSeconds(1, 3600))),
  metricWith(fc.constant({}), percent, maybe(seconds(1, 3600))).map((metric) => {
    if (METRICS[metric.metric] !== 'averageValue') return metric;
    return { ...metric, per: 'pool' };
  }),
  metricWith(fc.constant({}), percent, maybe(seconds(1, 3600))).map(
    ({ averageValue, ...metric }: Record<string, unknown>) =>
      averageValue === undefined ? metric : { ...metric, value: averageValue },
  ),
);
const hpa = fc
  .record({ limits: bounds(1), metrics: fc.array(hpaMetric, { minLength: 1, maxLength: 4 }), ...moves })
  .map(({ limits, ...rest }) => ({ kind: 'hpa', ...limits, ...rest }));

const keda = fc
  .record({
    limits: bounds(0),
    isIdle: fc.boolean(),
    pollingSeconds: maybe(seconds(1, 600)),
    cooldownSeconds: maybe(seconds(0, 3600)),
    initialCooldownSeconds: maybe(seconds(0, 3600)),
    metrics: fc.array(
      metricWith(
        fc.record({ activation: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })) }),
        share,
        maybe(seconds(1000, 3_600_000).map((ms) => ms / 1000)),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    ...moves,
  })
  .map(({ limits, isIdle, ...rest }) => ({
    kind: 'keda',
    ...limits,
    ...(isIdle && limits.min > 0 ? { idle: 0 } : {}),
    ...rest,
  }));

const knative = fc
  .record({
    limits: bounds(0),
    metric: fc.constantFrom('concurrency', 'rps'),
    target: maybe(fc.double({ min: 0.01, max: 1000, noNaN: true })),
    utilization: maybe(share),
    stableWindowSeconds: maybe(seconds(6, 3600)),
    panicWindow: maybe(share),
    panicThreshold: maybe(fc.double({ min: 1.1, max: 10, noNaN: true })),
    maxScaleUpRate: maybe(fc.double({ min: 1.01, max: 1000, noNaN: true })),
    maxScaleDownRate: maybe(fc.double({ min: 1.01, max: 1000, noNaN: true })),
    scaleDownDelaySeconds: maybe(seconds(0, 3600)),
    scaleToZeroGraceSeconds: maybe(seconds(0, 3600)),
    retentionSeconds: maybe(someSeconds(0, 3600).filter((value) => value === 0 || value > 1e-6)),
    isActivated: fc.boolean(),
    targetBurstCapacity: maybe(fc.oneof(fc.constantFrom(-1, 0), amount)),
    tickSeconds: maybe(seconds(1, 60)),
  })
  .map(({ limits, isActivated, ...rest }) => ({
    kind: 'knative',
    ...limits,
    ...(isActivated ? { activationScale: limits.max } : {}),
    ...rest,
  }));

const rayServe = fc
  .record({
    limits: bounds(0),
    targetOngoingRequests: maybe(amount),
    lookBackSeconds: maybe(someSeconds(0.1, 3600)),
    metricsIntervalSeconds: maybe(someSeconds(0.1, 3600)),
    upscaleDelaySeconds: maybe(someSeconds(0, 3600)),
    downscaleDelaySeconds: maybe(someSeconds(0, 3600)),
    downscaleToZeroDelaySeconds: maybe(someSeconds(0, 3600)),
    upscalingFactor: maybe(fc.double({ min: 0.01, max: 10, noNaN: true })),
    downscalingFactor: maybe(fc.double({ min: 0.01, max: 10, noNaN: true })),
    loopSeconds: maybe(someSeconds(0.1, 60)),
  })
  .map(({ limits, downscaleToZeroDelaySeconds, ...rest }) => ({
    kind: 'ray-serve',
    ...limits,
    ...rest,
    ...(limits.min === 0 ? { downscaleToZeroDelaySeconds } : {}),
  }));

/** Any policy that a cluster’s autoscaler can have, as a document that was checked. */
export const anyPolicy: fc.Arbitrary<AutoscaleDocument> = fc
  .oneof<fc.Arbitrary<object>[]>(hpa, keda, knative, rayServe)
  .map((written) => autoscaleSchema.parse(JSON.parse(JSON.stringify(written))))
  .filter((autoscale) => autoscaleProblems(autoscale, []).length === 0);
