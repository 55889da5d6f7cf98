import type { KnativeSpec } from '../../scenario/living/autoscale/knativeSpec.ts';
import type {
  ControllerSpec,
  DurationSpec,
  HpaSpec,
  LivingSpec,
  ScheduleSpec,
} from '../../scenario/living/livingSpec.ts';
import type { RayServeSpec } from '../../scenario/living/autoscale/rayServeSpec.ts';
import { lengthQuantile } from '../../scenario/lengths/lengthQuantile.ts';
import { START_UP_STAGES } from '../../scenario/living/livingSpec.ts';
import type { PoolSpec, SimulationSpec } from '../../scenario/spec.ts';
import { replicaRange } from '../../scenario/living/replicaRange.ts';
import { fences } from './rollout/rollStep.ts';
import { WEEK_SECONDS } from '../../scenario/living/autoscale/weekTime.ts';
import { OVER_TIME, percentileOf } from './looks/sampleStore.ts';

/** Of a law: so seldom does it take longer that a warm-up need not wait for it. */
const NEARLY_ALWAYS = 0.99;

/**
 * How long a window must warm up for its living pools to stand as they would have stood: a start-up, the memory of the
 * controller, a repair, a drain, the time that a fallback waits before it goes back and the batches of a rollout, one after the other, at least `least`; and before that as long as requests may have
 * waited while a schedule had nobody there. Seconds.
 */
export function warmUpSeconds({ pools }: Pick<SimulationSpec, 'pools'>, least: number): number {
  return pools.reduce(
    (most, pool) =>
      pool.living === undefined
        ? most
        : Math.max(most, waitedAsleep(pool.living) + Math.max(least, settledAfter(pool, pool.living))),
    least,
  );
}

function settledAfter(
  pool: PoolSpec,
  { startUp, controller, failures, drainSeconds, spot }: LivingSpec,
): number {
  const start = START_UP_STAGES.reduce((sum, stage) => sum + longest(startUp[stage]), 0);
  const repairs = failures === undefined ? [] : [failures.repairSeconds, failures.zone?.repairSeconds];
  const repair = repairs.reduce((most, law) => Math.max(most, law === undefined ? 0 : longest(law)), 0);
  const drain = Number.isFinite(drainSeconds) ? drainSeconds : 0;
  const settled = start + memoryOf(controller) + repair + drain + (spot?.returnAfterSeconds ?? 0);
  return settled + batchesOf(pool) * (start + drain);
}

/** Of a rollout, one after the other: each waits for its new replicas, and drains old ones. */
function batchesOf(pool: PoolSpec): number {
  const { rollout, warmStandby = 0 } = pool.living ?? {};
  if (rollout === undefined) return 0;
  const asked = replicaRange(pool).most + warmStandby;
  const { surge, unavailable } = fences(rollout, asked);
  return asked === 0 ? 0 : Math.ceil(asked / (surge + unavailable));
}

/** How long what a controller has seen and decided has a part in what it decides. */
function memoryOf(controller: ControllerSpec | undefined): number {
  switch (controller?.kind) {
    case 'hpa':
      return memoryOfHpa(controller);
    case 'keda':
      // Awake for a cooldown after the last poll that saw something to do.
      return memoryOfHpa(controller.hpa) + controller.pollingSeconds + controller.cooldownSeconds;
    case 'knative':
      return memoryOfKnative(controller);
    case 'ray-serve':
      return memoryOfRayServe(controller);
    default:
      return 0;
  }
}

/** Recommendations and changes are remembered, and each comes of what was seen in a window before it. */
function memoryOfHpa({
  metrics,
  metricDelaySeconds,
  downscaleStabilizationSeconds,
  behavior,
}: HpaSpec): number {
  const seen = metrics.reduce((most, { metric, windowSeconds }) => {
    const isOverTime = OVER_TIME.has(metric) || percentileOf(metric) !== undefined;
    return isOverTime ? Math.max(most, windowSeconds) : most;
  }, 0);
  const rules = behavior === undefined ? [] : [behavior.scaleUp, behavior.scaleDown];
  const remembered = Math.max(
    downscaleStabilizationSeconds,
    ...rules.flatMap(({ stabilizationWindowSeconds, policies }) => [
      stabilizationWindowSeconds,
      ...policies.map(({ periodSeconds }) => periodSeconds),
    ]),
  );
  return metricDelaySeconds + seen + remembered;
}

/** What a window has seen may be a rush, which lasts for another one; then it falls, and at last goes to sleep. */
function memoryOfKnative(spec: KnativeSpec): number {
  const { stableWindowSeconds, scaleDownDelaySeconds, scaleToZeroGraceSeconds, retentionSeconds } = spec;
  return (
    2 * stableWindowSeconds + scaleDownDelaySeconds + Math.max(scaleToZeroGraceSeconds, retentionSeconds)
  );
}

/** A mean over the look-back, and the longer way: up, or down and, where it may, to zero. */
function memoryOfRayServe(spec: RayServeSpec): number {
  const down = spec.downscaleDelaySeconds + (spec.min === 0 ? spec.downscaleToZeroDelaySeconds : 0);
  return spec.lookBackSeconds + spec.metricsIntervalSeconds + Math.max(spec.upscaleDelaySeconds, down);
}

function waitedAsleep({ controller, queueSeconds }: LivingSpec): number {
  return controller?.kind === 'schedule' ? Math.min(queueSeconds, longestAsleep(controller)) : 0;
}

/** The longest time of the week for which a schedule has entries of no replicas, one after the other; all of it where it has no others. */
function longestAsleep({ entries }: ScheduleSpec): number {
  const awake = entries.filter(({ replicas }) => replicas > 0);
  if (awake.length === 0) return WEEK_SECONDS;
  return entries.reduce((most, { secondOfWeek, replicas }) => {
    if (replicas > 0) return most;
    const next = awake.find((entry) => entry.secondOfWeek > secondOfWeek) ?? awake[0];
    return Math.max(most, (next.secondOfWeek - secondOfWeek + WEEK_SECONDS) % WEEK_SECONDS);
  }, 0);
}

function longest(law: DurationSpec): number {
  return law.type === 'mixture'
    ? law.parts.reduce((most, part) => Math.max(most, longest(part.law)), 0)
    : lengthQuantile(law, NEARLY_ALWAYS);
}
