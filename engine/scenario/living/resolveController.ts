import type {
  AutoscaleDocument,
  HpaDocument,
  MetricDocument,
  PredictiveDocument,
  RulesDocument,
  ScheduleDocument,
} from './autoscaleSchema.ts';
import {
  type ControllerSpec,
  type HpaBehaviorSpec,
  type HpaRulesSpec,
  type HpaSpec,
  METRICS,
  type MetricSpec,
  type PredictiveSpec,
  type ScheduleSpec,
} from './livingSpec.ts';
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
  const controller = document.kind === 'hpa' ? hpaOf(document) : predictiveOf(document);
  return { controller, replicas: document.start ?? document.min };
}

function hpaOf(document: HpaDocument): HpaSpec {
  const { kind, min, max, metrics, syncSeconds, metricDelaySeconds, tolerance, behavior } = document;
  const { downscaleStabilizationSeconds } = document;
  return {
    kind,
    min,
    max,
    metrics: metrics.map(metricOf),
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
