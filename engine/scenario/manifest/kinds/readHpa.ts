import type { PlacedProblem } from '../../reading/problems.ts';
import { checkValue } from '../../reading/readDocument.ts';
import { behaviorWords } from '../behaviorWords.ts';
import type { ForeignMetric } from '../metrics/foreignMetric.ts';
import { hpaMetricDocument } from '../metrics/hpaMetricDocument.ts';
import { type HpaManifestMetric, type HpaTarget, hpaV1Schema, hpaV2Schema } from './hpaSchemas.ts';
import type { ManifestAutoscale } from '../manifestAutoscale.ts';
import { type At, faults, type ManifestFaults, type ManifestReading } from '../manifestReading.ts';
import { mapMetrics, metricOrigins } from '../metrics/mapMetrics.ts';
import { endedWarnings, onlyResources, resourceWarning } from '../metrics/metricWarnings.ts';
import { templateValues } from '../templateLeftovers.ts';

const MOST_GROUPS = 3000;
/** Where autoscaling/v1 keeps what only v2 has fields for. */
const V1_ANNOTATIONS = ['metrics', 'behavior'].map((part) => `autoscaling.alpha.kubernetes.io/${part}`);

/** A HorizontalPodAutoscaler (v2, v1) as the autoscaler of kind hpa that it is. */
export function readHpa(
  value: unknown,
  version: string,
  asked: ManifestAutoscale,
): ManifestReading | ManifestFaults {
  const leftovers = templateValues((value as { spec?: unknown }).spec, ['spec']);
  if (leftovers.length > 0) return faults(leftovers);
  return version === 'v1' ? readV1(value, asked) : readV2(value, asked);
}

function readV2(value: unknown, asked: ManifestAutoscale): ManifestReading | ManifestFaults {
  const checked = checkValue(hpaV2Schema, value, MOST_GROUPS);
  if ('problems' in checked) return faults(checked.problems);
  const { spec } = checked.value;
  const { metrics = [], behavior } = spec;
  const found = metrics.map((metric, i) => foreignMetric(metric, ['spec', 'metrics', i]));
  const foreign = found.flatMap((each) => ('problem' in each ? [] : [each.metric]));
  const problems = found.flatMap((each) => ('problem' in each ? [each.problem] : []));
  if (metrics.length === 0) problems.push(NO_METRIC);
  const reading = readingOf(spec, foreign, problems, asked);
  if ('own' in reading) return reading;
  const { words, origins } = behaviorWords(behavior, ['spec', 'behavior']);
  return {
    ...reading,
    autoscale: { ...reading.autoscale, ...words },
    origins: [...reading.origins, ...origins],
  };
}

const NO_METRIC: PlacedProblem = {
  path: ['spec', 'metrics'],
  message: 'is missing: Kubernetes then scales by the processor’s use, which is not simulated',
  suggestion: 'a metric of the load, such as vllm:num_requests_waiting',
};

function readV1(value: unknown, asked: ManifestAutoscale): ManifestReading | ManifestFaults {
  const checked = checkValue(hpaV1Schema, value, MOST_GROUPS);
  if ('problems' in checked) return faults(checked.problems);
  const { spec, metadata } = checked.value;
  const problems: PlacedProblem[] = V1_ANNOTATIONS.filter(
    (name) => metadata?.annotations?.[name] !== undefined,
  ).map((name) => ({
    path: ['metadata', 'annotations', name],
    message: 'has what autoscaling/v1 has no fields for',
    suggestion: 'take it as autoscaling/v2 (kubectl get hpa.v2.autoscaling NAME -o yaml), which has',
  }));
  const { targetCPUUtilizationPercentage: percent } = spec;
  if (percent === undefined) {
    problems.push({ ...NO_METRIC, path: ['spec'] });
    return faults(problems);
  }
  const at = ['spec', 'targetCPUUtilizationPercentage'];
  const metric = { at, nameAt: at, names: ['cpu'], of: 'percent', target: percent, targetAt: at } as const;
  return readingOf(spec, [metric], problems, asked);
}

/** What both versions have in common: the limits, and what the metrics are here. */
function readingOf(
  spec: {
    readonly minReplicas?: number | undefined;
    readonly maxReplicas: number;
    readonly scaleTargetRef?: unknown;
  },
  foreign: readonly ForeignMetric[],
  before: readonly PlacedProblem[],
  asked: ManifestAutoscale,
): ManifestReading | ManifestFaults {
  const { mapped, passedOver, own } = mapMetrics(foreign, asked);
  const words = mapped.map((each) => ({ ...hpaMetricDocument(each), foreign: each.foreign }));
  const metrics = words.flatMap(({ metric, foreign: from }) =>
    metric === undefined ? [] : [{ metric, from }],
  );
  const problems = [...before, ...words.flatMap((each) => each.problems)];
  if (problems.length === 0 && own.length === 0 && metrics.length === 0)
    problems.push(onlyResources(passedOver));
  if (problems.length > 0 || own.length > 0) return faults(problems, own);
  return {
    autoscale: {
      kind: 'hpa',
      min: spec.minReplicas ?? 1,
      max: spec.maxReplicas,
      metrics: metrics.map(({ metric }) => metric),
    },
    origins: [
      { field: ['min'], at: ['spec', 'minReplicas'] },
      { field: ['max'], at: ['spec', 'maxReplicas'] },
      { field: ['metrics'], at: ['spec', 'metrics'] },
      ...metrics.flatMap(({ from }, i) => metricOrigins(i, from)),
    ],
    notes: [
      ...(spec.scaleTargetRef === undefined ? [] : [SCALE_TARGET]),
      ...foreign.flatMap(({ selectorAt }) => (selectorAt === undefined ? [] : [selectorNote(selectorAt)])),
    ],
    warnings: [
      ...words.flatMap(({ warnings }) => warnings),
      ...endedWarnings(mapped),
      ...passedOver.map(resourceWarning),
    ],
  };
}

/** What is scaled in the cluster: here it is the pool. */
const SCALE_TARGET: PlacedProblem = {
  path: ['spec', 'scaleTargetRef'],
  message: 'is not read: what is scaled is this pool',
};

function selectorNote(path: At): PlacedProblem {
  return { path, message: 'is not read: the metric is of this pool' };
}

/** A metric by its type, or what is wrong with it. */
function foreignMetric(
  metric: HpaManifestMetric,
  at: At,
): { readonly metric: ForeignMetric } | { readonly problem: PlacedProblem } {
  const key = KEYS[metric.type];
  const source = metric[key];
  if (source === undefined) {
    const message = `is missing: a metric of type ${metric.type} has its source there`;
    return { problem: { path: [...at, key], message } };
  }
  const isNamed = 'metric' in source;
  const targetAt = [...at, key, 'target'];
  const target = targetOf(source.target, metric.type, targetAt);
  if ('problem' in target) return target;
  return {
    metric: {
      ...target,
      at,
      nameAt: [...at, key, ...(isNamed ? ['metric'] : []), 'name'],
      names: [isNamed ? source.metric.name : source.name],
      ...(isNamed &&
        source.metric.selector !== undefined && { selectorAt: [...at, key, 'metric', 'selector'] }),
    },
  };
}

const KEYS = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
} as const;

/** Which targets go with a type, and what they are of (Kubernetes’ API reference; its validation refuses others). */
const TARGETS = {
  Resource: ['averageUtilization', 'averageValue'],
  ContainerResource: ['averageUtilization', 'averageValue'],
  Pods: ['averageValue'],
  Object: ['value', 'averageValue'],
  External: ['value', 'averageValue'],
} as const satisfies Readonly<Record<HpaManifestMetric['type'], readonly string[]>>;
const TARGET_KEYS = {
  Utilization: 'averageUtilization',
  Value: 'value',
  AverageValue: 'averageValue',
} as const;

function targetOf(
  target: HpaTarget,
  type: HpaManifestMetric['type'],
  at: At,
): Pick<ForeignMetric, 'of' | 'target' | 'targetAt'> | { readonly problem: PlacedProblem } {
  const key = TARGET_KEYS[target.type];
  const allowed: readonly string[] = TARGETS[type];
  if (!allowed.includes(key)) {
    const names = Object.entries(TARGET_KEYS).flatMap(([name, own]) => (allowed.includes(own) ? [name] : []));
    const message = `does not go with a metric of type ${type}, got ${target.type}`;
    return { problem: { path: [...at, 'type'], message, suggestion: `type: ${names.join(' or ')}` } };
  }
  const amount = target[key];
  if (amount === undefined || amount <= 0) {
    const message =
      amount === undefined
        ? `is missing: a target of type ${target.type} has it`
        : `must be more than 0, got ${amount}`;
    return { problem: { path: [...at, key], message } };
  }
  const isOfPods = type !== 'Object' && type !== 'External';
  const of =
    key === 'averageUtilization' ? 'percent' : key === 'value' ? 'whole' : isOfPods ? 'replica' : 'shared';
  return { of, target: amount, targetAt: [...at, key] };
}
