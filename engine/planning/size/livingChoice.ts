import type { ControllerSpec, MetricSpec } from '../../scenario/living/livingSpec.ts';
import type { PoolSpec } from '../../scenario/spec.ts';

/** How an autoscaled pool may be set: what a search varies of it. */
export interface LivingChoice {
  readonly min: number;
  readonly max: number;
  /** Of the autoscaler's first metric, in its own unit; absent where it follows none. */
  readonly target?: number;
  /** Replicas that are always on demand; absent where there is no spot. */
  readonly onDemand?: number;
}

/** Values to try, of each. */
export interface LivingGrid {
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly target: readonly number[];
  readonly onDemand: readonly number[];
}

/** Who has a range of replicas. */
export type RangedController = Exclude<ControllerSpec, { kind: 'schedule' }>;

/** A pool whose autoscaler has a range. */
export function rangedController({ living }: Pick<PoolSpec, 'living'>): RangedController | undefined {
  const controller = living?.controller;
  return controller === undefined || controller.kind === 'schedule' ? undefined : controller;
}

/** The first metric that the autoscaler follows. */
export function firstMetric(controller: RangedController): MetricSpec | undefined {
  if (controller.kind === 'hpa') return controller.metrics[0];
  return controller.kind === 'keda' ? controller.hpa.metrics[0] : undefined;
}

/** How a pool is set. */
export function choiceOf(pool: PoolSpec, controller: RangedController): LivingChoice {
  const target = firstMetric(controller)?.target;
  return {
    min: controller.min,
    max: controller.max,
    ...(target !== undefined && { target }),
    ...(pool.living?.spot && { onDemand: pool.living.spot.onDemandReplicas }),
  };
}

/** The pool set so. It begins with as many as it did where that is within the range: with the nearest of it else. */
export function withChoice(pool: PoolSpec, controller: RangedController, choice: LivingChoice): PoolSpec {
  const { living } = pool;
  if (living === undefined) throw new RangeError('the number of replicas is fixed');
  const { min, max, onDemand } = choice;
  // Who began with the least begins with the new least.
  const begun = pool.replicas === controller.min ? min : pool.replicas;
  return {
    ...pool,
    replicas: Math.min(max, Math.max(min, begun)),
    living: {
      ...living,
      controller: setController(controller, choice),
      ...(living.spot && {
        spot: { ...living.spot, onDemandReplicas: onDemand ?? living.spot.onDemandReplicas },
      }),
    },
  };
}

function setController(controller: RangedController, { min, max, target }: LivingChoice): ControllerSpec {
  if (controller.kind === 'hpa')
    return { ...controller, min, max, metrics: withTarget(controller.metrics, target) };
  if (controller.kind !== 'keda') return { ...controller, min, max };
  const { hpa } = controller;
  // The HPA that KEDA makes has one replica at the least.
  const own = { ...hpa, min: Math.max(1, min), max, metrics: withTarget(hpa.metrics, target) };
  return { ...controller, min, max, hpa: own };
}

function withTarget(metrics: readonly MetricSpec[], target: number | undefined): readonly MetricSpec[] {
  return metrics.map((metric, index) => (index > 0 || target === undefined ? metric : { ...metric, target }));
}

/** All that a grid holds, in order: of each min its max, target and base on demand; ranges that are none are left out, and a base above the range, which is as good as the whole. */
export function choicesOf({ min, max, target, onDemand }: LivingGrid): readonly LivingChoice[] {
  const some = (values: readonly number[]): readonly (number | undefined)[] =>
    values.length > 0 ? values : [undefined];
  return min.flatMap((least) =>
    max
      .filter((most) => most >= Math.max(1, least))
      .flatMap((most) =>
        some(target).flatMap((aim) =>
          some(onDemand)
            .filter((base) => base === undefined || base <= most)
            .map((base) => ({
              min: least,
              max: most,
              ...(aim !== undefined && { target: aim }),
              ...(base !== undefined && { onDemand: base }),
            })),
        ),
      ),
  );
}

/** Whether two are the same setting. */
export function isSameChoice(a: LivingChoice, b: LivingChoice): boolean {
  return a.min === b.min && a.max === b.max && a.target === b.target && a.onDemand === b.onDemand;
}
