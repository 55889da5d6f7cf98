import type { AutoscaleDocument, PredictiveDocument, ScheduleDocument } from './autoscaleSchema.ts';
import type { HpaDocument, MetricDocument, RulesDocument } from './hpaSchema.ts';
import type { KedaDocument } from './kedaSchema.ts';
import type { KnativeDocument } from './knativeSchema.ts';
import { activationOf } from './activation.ts';
import type { KnativeSpec } from './knativeSpec.ts';
import type { RayServeDocument } from './rayServeSchema.ts';
import type { RayServeSpec } from './rayServeSpec.ts';
import {
  type ControllerSpec,
  type HpaBehaviorSpec,
  type HpaRulesSpec,
  type HpaSpec,
  type KedaSpec,
  METRICS,
  type MetricSpec,
  type PredictiveSpec,
  type ScheduleSpec,
} from '../livingSpec.ts';
import { scheduledReplicas } from './scheduledReplicas.ts';
import { WEEK_SECONDS } from './weekTime.ts';

const WINDOW_SECONDS = 60;

/** What sets a pool's number of replicas, with the number that is ready at the horizon's start. */
export function resolveController(
  document: AutoscaleDocument,
  startEpochSeconds: number,
): { readonly controller: ControllerSpec; readonly replicas: number } {
  if (document.kind === 'schedule') {
    const controller = scheduleOf(document);
    return { controller, replicas: scheduledReplicas(controller, startEpochSeconds, 0, 0) };
  }
  const { start, min } = document;
  // A revision of Knative begins with one replica, awake.
  const usual = document.kind === 'knative' ? Math.max(1, min) : min;
  return { controller: controllerOf(document), replicas: start ?? usual };
}

function controllerOf(document: Exclude<AutoscaleDocument, ScheduleDocument>): ControllerSpec {
  switch (document.kind) {
    case 'hpa':
      return hpaOf(document, document.metrics.map(metricOf));
    case 'keda':
      return kedaOf(document);
    case 'knative':
      return knativeOf(document);
    case 'ray-serve':
      return rayServeOf(document);
    case 'predictive':
      return predictiveOf(document);
  }
}

type Moves = Omit<HpaDocument, 'kind' | 'metrics' | 'start'>;

function hpaOf(document: Moves, metrics: readonly MetricSpec[]): HpaSpec {
  const { min, max, syncSeconds, metricDelaySeconds, tolerance, behavior } = document;
  const { downscaleStabilizationSeconds } = document;
  return {
    kind: 'hpa',
    min,
    max,
    metrics,
    syncSeconds,
    metricDelaySeconds,
    toleranceUp: behavior?.scaleUp?.tolerance ?? tolerance,
    toleranceDown: behavior?.scaleDown?.tolerance ?? tolerance,
    downscaleStabilizationSeconds,
    ...(behavior && { behavior: behaviorOf(behavior, downscaleStabilizationSeconds) }),
  };
}

function metricOf(document: MetricDocument): MetricSpec {
  const { metric, per = 'pods', windowSeconds = WINDOW_SECONDS } = document;
  const { averageValue, value } = document;
  const isWhole = METRICS[metric] === 'averageValue' && averageValue === undefined && value !== undefined;
  if (isWhole) return { metric, target: value, per: 'whole', windowSeconds };
  const target = document[METRICS[metric]];
  if (target === undefined) throw new RangeError(`a target of ${metric} that is none of its own`);
  return { metric, target, per, windowSeconds };
}

/** Kubernetes' defaults (autoscaling/v2): down, the controller's own window. */
function behaviorOf(
  { scaleUp, scaleDown }: NonNullable<HpaDocument['behavior']>,
  downscaleStabilizationSeconds: number,
): HpaBehaviorSpec {
  return {
    scaleUp: rulesOf(scaleUp, {
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: [
        { type: 'Pods', value: 4, periodSeconds: 15 },
        { type: 'Percent', value: 100, periodSeconds: 15 },
      ],
    }),
    scaleDown: rulesOf(scaleDown, {
      stabilizationWindowSeconds: downscaleStabilizationSeconds,
      selectPolicy: 'Max',
      policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
    }),
  };
}

function rulesOf(given: RulesDocument | undefined, usual: HpaRulesSpec): HpaRulesSpec {
  const { policies = [] } = given ?? {};
  return {
    stabilizationWindowSeconds: given?.stabilizationWindowSeconds ?? usual.stabilizationWindowSeconds,
    selectPolicy: given?.selectPolicy ?? usual.selectPolicy,
    policies: policies.length > 0 ? policies : usual.policies,
  };
}

/** KEDA's own, and the HPA that it makes: at least 1, for which every metric is an External one of the pool. */
function kedaOf(document: KedaDocument): KedaSpec {
  const { kind, min, max, idle, pollingSeconds, cooldownSeconds, initialCooldownSeconds, metrics } = document;
  return {
    kind,
    min,
    max,
    ...(idle !== undefined && { idle }),
    pollingSeconds,
    cooldownSeconds,
    initialCooldownSeconds,
    activations: metrics.map(({ metric, activation }) => activationOf(metric, activation)),
    hpa: hpaOf(
      { ...document, min: Math.max(1, min) },
      metrics.map((metric) => ({ ...metricOf(metric), per: 'pool' })),
    ),
  };
}

/** Knative's targets where none is given. */
const KNATIVE_TARGETS = { concurrency: 100, rps: 200 } as const;
/** What Knative computes with is not below these. */
const LEAST_TARGET = 0.01;
const LEAST_PANIC_SECONDS = 1;

function knativeOf(document: KnativeDocument): KnativeSpec {
  const { start: _, target, utilization, panicWindow, ...rest } = document;
  const capacity = target ?? KNATIVE_TARGETS[document.metric];
  return {
    ...rest,
    target: Math.max(LEAST_TARGET, capacity * utilization),
    capacity,
    panicWindowSeconds: Math.max(LEAST_PANIC_SECONDS, panicWindow * document.stableWindowSeconds),
  };
}

function rayServeOf(document: RayServeDocument): RayServeSpec {
  const { start: _, downscaleToZeroDelaySeconds = document.downscaleDelaySeconds, ...rest } = document;
  return { ...rest, downscaleToZeroDelaySeconds };
}

function scheduleOf({ kind, mode, timeZoneOffset, schedule }: ScheduleDocument): ScheduleSpec {
  const entries = schedule.map(({ from, replicas }) => ({
    secondOfWeek: inWeek(from - timeZoneOffset),
    replicas,
  }));
  return { kind, mode, entries: entries.toSorted((a, b) => a.secondOfWeek - b.secondOfWeek) };
}

function inWeek(seconds: number): number {
  return ((seconds % WEEK_SECONDS) + WEEK_SECONDS) % WEEK_SECONDS;
}

function predictiveOf(document: PredictiveDocument): PredictiveSpec {
  const { kind, min, max, syncSeconds, lookAhead, perReplica, margin, error } = document;
  return { kind, min, max, syncSeconds, lookAheadSeconds: lookAhead, perReplica, margin, error };
}
