import type { PlacedProblem } from '../../reading/problems.ts';
import { parseQuantity } from '../quantity.ts';
import type { ForeignMetric } from '../metrics/foreignMetric.ts';
import type { KedaTrigger } from './kedaSchemas.ts';
import type { At } from '../manifestReading.ts';

/** Where triggers keep their target and their activation, by type (KEDA’s documentation 2.21, scalers). */
const KEYS: Readonly<Record<string, readonly [target: string, activation: string]>> = {
  prometheus: ['threshold', 'activationThreshold'],
  loki: ['threshold', 'activationThreshold'],
  graphite: ['threshold', 'activationThreshold'],
  datadog: ['queryValue', 'activationQueryValue'],
  'metrics-api': ['targetValue', 'activationTargetValue'],
  rabbitmq: ['value', 'activationValue'],
  'gcp-pubsub': ['value', 'activationValue'],
  kafka: ['lagThreshold', 'activationLagThreshold'],
  'aws-sqs-queue': ['queueLength', 'activationQueueLength'],
  redis: ['listLength', 'activationListLength'],
};

/** A trigger as a metric, with the amount above which there is something to do. */
export interface KedaMetric extends ForeignMetric {
  /** What KEDA does not read, where it stands. */
  readonly unread: readonly PlacedProblem[];
  readonly activation: number;
  readonly activationAt: At;
}

/** A trigger as a metric, or what is wrong with it. */
export function kedaMetric(
  trigger: KedaTrigger,
  at: At,
): { readonly metric: KedaMetric } | { readonly problem: PlacedProblem } {
  const { type, name, metadata, metricType = 'AverageValue' } = trigger;
  if (type === 'cpu' || type === 'memory') return { metric: resource(trigger, at) };
  if (trigger.useCachedMetrics === true) {
    return {
      problem: {
        path: [...at, 'useCachedMetrics'],
        message: 'is not simulated: between polls the HPA would see what the last one saw',
        suggestion: 'leave it out',
      },
    };
  }
  if (!Object.hasOwn(KEYS, type)) return { problem: unknownType(type, at) };
  const [targetKey, activationKey] = KEYS[type];
  const target = amountOf(metadata, targetKey, [...at, 'metadata', targetKey]);
  if (typeof target !== 'number') return { problem: target };
  if (target <= 0) {
    return {
      problem: { path: [...at, 'metadata', targetKey], message: `must be more than 0, got ${target}` },
    };
  }
  const activationAt = [...at, 'metadata', activationKey];
  const activation =
    metadata[activationKey] === undefined ? 0 : amountOf(metadata, activationKey, activationAt);
  if (typeof activation !== 'number') return { problem: activation };
  const { query } = metadata;
  if (type === 'prometheus' && query === undefined) {
    return {
      problem: { path: [...at, 'metadata', 'query'], message: 'is missing: it must be a query in PromQL' },
    };
  }
  return {
    metric: {
      at,
      nameAt: type === 'prometheus' ? [...at, 'metadata', 'query'] : [...at, 'type'],
      names: [...(name === undefined ? [] : [name]), ...(query === undefined ? [type] : [])],
      ...(query === undefined ? {} : { query }),
      of: metricType === 'Value' ? 'whole' : 'shared',
      target,
      targetAt: [...at, 'metadata', targetKey],
      activation,
      activationAt,
      unread: metadata['metricType'] === undefined ? [] : [misplacedType(at)],
    },
  };
}

function misplacedType(at: At): PlacedProblem {
  return {
    path: [...at, 'metadata', 'metricType'],
    message: 'is not read, by KEDA neither: a trigger’s metricType stands beside its metadata',
  };
}

function resource({ type, metadata }: KedaTrigger, at: At): KedaMetric {
  const targetAt = [...at, 'metadata', 'value'];
  const target = parseQuantity(metadata['value'] ?? '') ?? 0;
  return {
    at,
    nameAt: [...at, 'type'],
    names: [type],
    of: 'percent',
    target,
    targetAt,
    activation: 0,
    activationAt: at,
    unread: [],
  };
}

function unknownType(type: string, at: At): PlacedProblem {
  const path = [...at, 'type'];
  if (type === 'cron') {
    return {
      path,
      message: 'is not simulated: cron sets a number by the clock, beside other triggers',
      suggestion: 'autoscale: { kind: schedule } has numbers by the clock',
    };
  }
  return {
    path,
    message: `“${type}” is not read`,
    suggestion: `there are ${Object.keys(KEYS).join(', ')}, cpu and memory`,
  };
}

function amountOf(metadata: Readonly<Record<string, string>>, key: string, path: At): number | PlacedProblem {
  const text = metadata[key];
  if (text === undefined) return { path, message: 'is missing: it must be a number, in quotes' };
  const amount = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(amount) ? amount : { path, message: `must be a number, got “${text}”` };
}
