import fc from 'fast-check';
import type {
  ControllerSpec,
  FailuresSpec,
  HpaBehaviorSpec,
  HpaRulesSpec,
  HpaSpec,
  LivingSpec,
  MetricName,
  MetricSpec,
  StartUpSpec,
} from '../../../../engine/scenario/living/livingSpec.ts';
import { randomKedas, randomKnatives, randomRayServes } from './randomScalers.ts';
import { randomSpot } from './randomSpot.ts';

/**
 * Random ways of living. Every duration is a multiple of an eighth of a second, so that sums of them are exact, and few
 * of them are in use, so that they meet: looks, entries, failures, deadlines, ready instants.
 */

const seconds = (...values: number[]): fc.Arbitrary<number> => fc.constantFrom(...values);
const fixed = (value: number): StartUpSpec['boot'] => ({ type: 'fixed', value });

const AT_ONCE: StartUpSpec = {
  provision: fixed(0),
  boot: fixed(0),
  image: fixed(0),
  weights: fixed(0),
  warmUp: fixed(0),
};

const startUps: fc.Arbitrary<StartUpSpec> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(AT_ONCE) },
  {
    weight: 3,
    arbitrary: fc.record({
      provision: seconds(0, 0, 5, 22.5).map(fixed),
      boot: seconds(0, 2.5, 5).map(fixed),
      image: seconds(0, 1.125, 10).map(fixed),
      weights: seconds(0, 5, 20).map(fixed),
      warmUp: seconds(0, 2.5, 7.25).map(fixed),
    }),
  },
);

const metricTargets: { readonly [metric in MetricName]: readonly number[] } = {
  outstanding: [1, 2, 5],
  waiting: [1, 3],
  running: [1, 2.5],
  requestsPerSecond: [0.125, 0.5, 2],
  outputTokensPerSecond: [2, 10, 30],
  kvShare: [0.25, 0.6],
  busyShare: [0.2, 0.5, 0.7],
  ttftP50: [0.5, 2],
  ttftP90: [1, 4],
  ttftP95: [1],
  ttftP99: [8],
  queueP50: [0.25],
  queueP90: [0.25, 3],
  queueP95: [1],
  queueP99: [4],
};

const metrics: fc.Arbitrary<MetricSpec> = fc
  .record({
    metric: fc.oneof(
      fc.constantFrom<MetricName>('outstanding', 'waiting', 'running', 'kvShare', 'busyShare'),
      fc.constantFrom(...(Object.keys(metricTargets) as MetricName[])),
    ),
    choice: fc.nat(2),
    isOf: fc.constantFrom<MetricSpec['per']>('pods', 'pool', 'whole'),
    windowSeconds: seconds(60, 60, 16, 7.5),
  })
  .map(({ metric, choice, isOf, windowSeconds }) => {
    const targets = metricTargets[metric];
    // A sum over the pool is there of means only.
    const isMean = !/Share$|P\d+$/.test(metric);
    return {
      metric,
      target: targets[choice % targets.length],
      per: isMean ? isOf : ('pods' as const),
      windowSeconds,
    };
  });

const rules: fc.Arbitrary<HpaRulesSpec> = fc.record({
  stabilizationWindowSeconds: seconds(0, 15, 60),
  selectPolicy: fc.constantFrom('Max', 'Max', 'Min', 'Disabled'),
  policies: fc.array(
    fc.record({
      type: fc.constantFrom('Pods', 'Percent'),
      value: fc.constantFrom(1, 2, 25, 50, 100),
      periodSeconds: seconds(15, 30, 60),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});
const behaviors: fc.Arbitrary<HpaBehaviorSpec> = fc.record({ scaleUp: rules, scaleDown: rules });

const hpas: fc.Arbitrary<HpaSpec> = fc
  .record({
    min: fc.constantFrom(1, 1, 2),
    more: fc.constantFrom(0, 2, 4),
    metrics: fc.array(metrics, { minLength: 1, maxLength: 3 }),
    syncSeconds: seconds(15, 15, 16, 30, 5),
    delay: fc.constantFrom(0, 0, 1, 2, 0.25),
    toleranceUp: fc.constantFrom(0.1, 0, 0.5),
    toleranceDown: fc.constantFrom(0.1, 0, 0.25),
    downscaleStabilizationSeconds: seconds(0, 30, 60, 300),
    behavior: fc.option(behaviors, { nil: undefined }),
  })
  .map(({ more, delay, behavior, ...hpa }) => ({
    kind: 'hpa',
    ...hpa,
    max: hpa.min + more,
    metricDelaySeconds: delay * hpa.syncSeconds,
    ...(behavior === undefined ? {} : { behavior }),
  }));

const WEEK_SECONDS = 7 * 86_400;

/** Entries some multiples of 7.5 seconds apart, around the instant at which the requests come. */
function schedules(startSecondOfWeek: number, busyFrom: number): fc.Arbitrary<ControllerSpec> {
  return fc
    .record({
      mode: fc.constantFrom('exact' as const, 'exact' as const, 'minimum' as const),
      steps: fc.uniqueArray(fc.record({ at: fc.integer({ min: -2, max: 20 }), replicas: fc.nat(4) }), {
        minLength: 1,
        maxLength: 8,
        size: 'max',
        selector: ({ at }) => at,
      }),
    })
    .map(({ mode, steps }) => ({
      kind: 'schedule',
      mode,
      entries: steps
        .map(({ at, replicas }) => ({
          secondOfWeek: (startSecondOfWeek + busyFrom + 7.5 * at + WEEK_SECONDS) % WEEK_SECONDS,
          replicas,
        }))
        .sort((a, b) => a.secondOfWeek - b.secondOfWeek),
    }));
}

function drills(busyFrom: number): fc.Arbitrary<FailuresSpec> {
  return fc.record({
    repairSeconds: seconds(0, 5, 20, 45.5).map(fixed),
    at: fc
      .array(fc.record({ second: fc.integer({ min: 0, max: 30 }), replica: fc.nat(4) }), {
        minLength: 1,
        maxLength: 5,
      })
      .map((all) =>
        all
          .map(({ second, replica }) => ({ second: busyFrom + 7.5 * second, replica }))
          .sort((a, b) => a.second - b.second),
      ),
  });
}

export interface RandomLiving {
  readonly living: LivingSpec;
  /** As many as there may be at the horizon's start. */
  readonly replicas: number;
  /** `gpusPerReplica` of the pool. */
  readonly gpus: number;
}

/** As many as an exact schedule wants at second 0. */
function wantedAtStart(
  controller: ControllerSpec | undefined,
  startSecondOfWeek: number,
  choice: number,
): number {
  if (controller !== undefined && 'max' in controller) {
    return controller.min + (choice % (controller.max - controller.min + 1));
  }
  if (controller?.kind === 'schedule') {
    const { entries } = controller;
    const before = entries.filter(({ secondOfWeek }) => secondOfWeek <= startSecondOfWeek);
    return (before.at(-1) ?? entries[entries.length - 1]).replicas;
  }
  return choice + 1;
}

/** By what they see, and not by Kubernetes alone. */
const SCALERS: readonly fc.WeightedArbitrary<ControllerSpec>[] = [
  { weight: 2, arbitrary: randomKedas(hpas) },
  { weight: 2, arbitrary: randomKnatives },
  { weight: 2, arbitrary: randomRayServes },
];

/**
 * Ways of living whose happenings are around `busyFrom` seconds; with `nodes`, machines of other sizes than a replica; with
 * `spot`, some of them spot; with `scalers`, all of them by KEDA, Knative or Ray Serve.
 */
export function randomLiving(
  startSecondOfWeek: number,
  busyFrom: number,
  { nodes, spot, scalers }: { readonly nodes: boolean; readonly spot: boolean; readonly scalers: boolean },
): fc.Arbitrary<RandomLiving> {
  return fc
    .record({
      controller: fc.oneof(
        { weight: scalers ? 0 : 1, arbitrary: fc.constant(undefined) },
        { weight: scalers ? 0 : 3, arbitrary: schedules(startSecondOfWeek, busyFrom) },
        { weight: scalers ? 0 : 4, arbitrary: hpas },
        ...SCALERS,
      ),
      startUp: startUps,
      drainSeconds: seconds(0, 2.5, 5, 30, Number.POSITIVE_INFINITY),
      releaseSeconds: seconds(0, 0, 7.5, 52),
      queueSeconds: seconds(0, 5, 30, Number.POSITIVE_INFINITY),
      onLoss: fc.constantFrom('retry' as const, 'resume' as const, 'fail' as const),
      failures: fc.option(drills(busyFrom), { nil: undefined }),
      spot: spot ? randomSpot(busyFrom) : fc.constant(undefined),
      choice: fc.nat(3),
      gpus: nodes ? fc.constantFrom(1, 2, 4) : fc.constant(1),
      gpusPerNode: nodes ? fc.constantFrom(undefined, 1, 2, 4) : fc.constant(undefined),
    })
    .map(({ controller, failures, spot: market, choice, gpus, gpusPerNode, ...rest }) => ({
      living: {
        ...rest,
        ...(controller === undefined ? {} : { controller }),
        ...(failures === undefined ? {} : { failures }),
        ...(market === undefined ? {} : { spot: market }),
        ...(gpusPerNode === undefined ? {} : { gpusPerNode }),
      },
      replicas: wantedAtStart(controller, startSecondOfWeek, choice),
      gpus,
    }));
}
