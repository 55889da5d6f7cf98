import type { PredictiveSpec, ScheduleSpec } from '../../scenario/living/livingSpec.ts';
import type { SimulationSpec } from '../../scenario/spec.ts';
import { expectedArrivals } from '../../workload/expectedArrivals.ts';
import { createHpa, type Hpa } from '../controllers/hpa.ts';
import type { ForecastStream } from '../controllers/predictive.ts';
import { scheduledReplicas } from '../../scenario/living/scheduledReplicas.ts';
import { createSamples, type Samples } from './sampleStore.ts';

/** What decides on a living pool's number of replicas, between its looks. */
export type Controller =
  | { readonly kind: 'hpa'; readonly hpa: Hpa; readonly samples: Samples }
  | { readonly kind: 'schedule'; readonly spec: ScheduleSpec; readonly startEpochSeconds: number }
  | {
      readonly kind: 'predictive';
      readonly spec: PredictiveSpec;
      readonly rateAt: (second: number) => number;
      readonly stream: ForecastStream;
    };

/** The controller of a pool (its index in the spec) in a replication; undefined where replicas keep their number. */
export function createController(
  spec: SimulationSpec,
  poolIndex: number,
  replication: number,
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
    case 'knative':
    case 'ray-serve':
      throw new RangeError(`${controller.kind} is not simulated yet`);
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
