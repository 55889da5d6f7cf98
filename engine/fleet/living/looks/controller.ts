import type { KnativeSpec } from '../../../scenario/living/autoscale/knativeSpec.ts';
import type {
  KedaSpec,
  MetricSpec,
  PredictiveSpec,
  ScheduleSpec,
} from '../../../scenario/living/livingSpec.ts';
import type { RayServeSpec } from '../../../scenario/living/autoscale/rayServeSpec.ts';
import type { SimulationSpec } from '../../../scenario/spec.ts';
import { expectedArrivals } from '../../../workload/expectedArrivals.ts';
import { createHpa, type Hpa } from '../../controllers/hpa.ts';
import { createKnative, type Knative } from '../../controllers/knative.ts';
import { createKnativeStatus, type KnativeStatus } from '../../controllers/knativeZero.ts';
import type { ForecastStream } from '../../controllers/predictive.ts';
import { createRayServe, type RayServe } from '../../controllers/rayServe.ts';
import { scheduledReplicas } from '../../../scenario/living/autoscale/scheduledReplicas.ts';
import { createRequestCounts, type RequestCounts } from './requestCounts.ts';
import { createSamples, type Samples } from './sampleStore.ts';

/** Knative scrapes its replicas once a second. */
const SCRAPE_SECONDS = 1;

/** What decides on a living pool's number of replicas, between its looks. */
export type Controller =
  | { readonly kind: 'hpa'; readonly hpa: Hpa; readonly samples: Samples }
  | KedaController
  | {
      readonly kind: 'knative';
      readonly spec: KnativeSpec;
      readonly decider: Knative;
      readonly status: KnativeStatus;
      readonly requests: RequestCounts;
    }
  | {
      readonly kind: 'ray-serve';
      readonly spec: RayServeSpec;
      readonly policy: RayServe;
      readonly requests: RequestCounts;
    }
  | { readonly kind: 'schedule'; readonly spec: ScheduleSpec; readonly startEpochSeconds: number }
  | {
      readonly kind: 'predictive';
      readonly spec: PredictiveSpec;
      readonly rateAt: (second: number) => number;
      readonly stream: ForecastStream;
    };

export interface KedaController {
  readonly kind: 'keda';
  readonly spec: KedaSpec;
  /** That KEDA made, and what it reads; polls see the same metrics at instants of their own. */
  readonly hpa: Hpa;
  readonly samples: Samples;
  readonly polls: Samples;
  /** The last poll that saw something to do, seconds. */
  lastActive: number | undefined;
}

/**
 * The controller of a pool (its index in the spec) in a replication, from an instant on; undefined where replicas keep their
 * number.
 */
export function createController(
  spec: SimulationSpec,
  poolIndex: number,
  replication: number,
  from: number,
): Controller | undefined {
  const pool = spec.pools[poolIndex];
  const controller = pool.living?.controller;
  switch (controller?.kind) {
    case undefined:
      return undefined;
    case 'hpa':
      return { kind: 'hpa', hpa: createHpa(controller), samples: createSamples(controller) };
    case 'schedule':
      return { kind: 'schedule', spec: controller, startEpochSeconds: spec.startEpochSeconds };
    case 'keda':
      return {
        kind: 'keda',
        spec: controller,
        hpa: createHpa(controller.hpa),
        samples: createSamples(controller.hpa),
        polls: createSamples(controller.hpa, controller.pollingSeconds),
        lastActive: undefined,
      };
    case 'knative':
      return {
        kind: 'knative',
        spec: controller,
        decider: createKnative(pool.replicas, from),
        status: createKnativeStatus(pool.replicas, from, controller.min),
        requests: createRequestCounts(
          SCRAPE_SECONDS,
          controller.stableWindowSeconds,
          controller.metric === 'rps',
        ),
      };
    case 'ray-serve':
      return {
        kind: 'ray-serve',
        spec: controller,
        policy: createRayServe(),
        requests: createRequestCounts(controller.metricsIntervalSeconds, controller.lookBackSeconds),
      };
    case 'predictive': {
      // A batch is no rate: its one second would be foretold as thousands a second, and none of the hours that it takes.
      const arrivals = spec.workloads.flatMap((workload) =>
        workload.pool === poolIndex && workload.arrivals.kind !== 'batch' ? [workload.arrivals] : [],
      );
      return {
        kind: 'predictive',
        spec: controller,
        rateAt: (second) =>
          arrivals.reduce((sum, each) => sum + expectedArrivals(spec, each, second, second + 1), 0),
        stream: { seed: spec.seed, pool: pool.id, replication },
      };
    }
  }
}

/** How many replicas are ready when a window's simulation starts. */
export function startingReplicas(controller: Controller | undefined, start: number, from: number): number {
  if (controller?.kind !== 'schedule') return start;
  return scheduledReplicas(controller.spec, controller.startEpochSeconds, start, from);
}

/** What a controller reads of replicas and requests that ended; nothing for one that counts what is in hand, or reads nothing. */
export function metricsOf(controller: Controller | undefined): readonly MetricSpec[] {
  return controller?.kind === 'hpa' || controller?.kind === 'keda' ? controller.samples.metrics : [];
}
