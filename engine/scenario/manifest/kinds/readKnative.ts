import { nearest } from '../../reading/nearest.ts';
import { type PlacedProblem, valueAt } from '../../reading/problems.ts';
import { checkValue } from '../../reading/readDocument.ts';
import { serviceSchema, podAutoscalerSchema } from './knativeSchemas.ts';
import { ANNOTATIONS, CLUSTER_CONFIG, KNATIVE_GROUP, kebab, settingValue } from './knativeSettings.ts';
import type { ManifestAutoscale } from '../manifestAutoscale.ts';
import {
  type At,
  faults,
  type ManifestFaults,
  type ManifestReading,
  type Origin,
} from '../manifestReading.ts';
import { mapMetrics } from '../metrics/mapMetrics.ts';
import { templateValues } from '../templateLeftovers.ts';

const MOST_GROUPS = 10_000;
const KPA = 'kpa.autoscaling.knative.dev';

/** Settings by their name, with where they stand. */
type Settings = ReadonlyMap<string, { readonly value: number | string; readonly at: At }>;

/** A Service of Knative, or its PodAutoscaler, as the autoscaler of kind knative that it is; with the cluster’s ConfigMap, where the file has it. */
export function readKnative(
  value: unknown,
  kind: 'Service' | 'PodAutoscaler',
  config: unknown,
  asked: ManifestAutoscale,
): ManifestReading | ManifestFaults {
  const isService = kind === 'Service';
  const checked = isService
    ? checkValue(serviceSchema, value, MOST_GROUPS)
    : checkValue(podAutoscalerSchema, value, MOST_GROUPS);
  if ('problems' in checked) return faults(checked.problems);
  const within = isService ? ['spec', 'template'] : [];
  const annotationsAt = [...within, 'metadata', 'annotations'];
  const limitAt = [...within, 'spec', 'containerConcurrency'];
  const { own } = mapMetrics([], asked);
  const problems: PlacedProblem[] = isService ? misplaced(value) : [];
  const revision = settingsOf(valueAt(value, annotationsAt), ANNOTATIONS, annotationsAt, problems);
  const cluster = settingsOf(valueAt(config, ['data']), CLUSTER_CONFIG, [CONFIG, 'data'], problems);
  problems.push(...policyProblems(revision, cluster));
  if (problems.length > 0 || own.length > 0) return faults(problems, own);

  const fields = new Map<string, { readonly value: number | string; readonly at: At }>();
  const take = (settings: Settings, table: typeof ANNOTATIONS): void => {
    for (const [name, setting] of settings) {
      const { field } = table[name] ?? {};
      if (field !== undefined) fields.set(field, setting);
    }
  };
  // What the revision says goes before what the cluster does.
  take(cluster, CLUSTER_CONFIG);
  take(revision, ANNOTATIONS);
  // None, which a fleet cannot be without.
  if (fields.get('max')?.value === 0) fields.delete('max');
  if (cluster.get('enable-scale-to-zero')?.value === 'false' && Number(fields.get('min')?.value ?? 0) === 0) {
    fields.set('min', { value: 1, at: cluster.get('enable-scale-to-zero')?.at ?? [] });
  }
  // Of the two the larger one is begun with.
  if (Number(fields.get('start')?.value) < Number(fields.get('min')?.value)) fields.delete('start');
  if (!fields.has('max') && asked.max === undefined) return faults([], [NO_MOST]);
  const limit = Number(valueAt(value, limitAt) ?? 0);
  for (const [field, setting] of carried(revision, cluster, limit, limitAt)) fields.set(field, setting);
  return {
    autoscale: {
      kind: 'knative',
      ...Object.fromEntries([...fields].map(([field, setting]) => [field, setting.value])),
    },
    origins: [
      { field: [], at: annotationsAt },
      ...[...fields].map(([field, { at }]): Origin => ({ field: [field], at })),
    ],
    notes: isService
      ? [{ path: ['spec', 'template', 'spec'], message: 'is read for containerConcurrency only' }]
      : [],
    warnings: limit > 0 ? [limitWarning(limit, limitAt)] : [],
  };
}

/** Stands for the ConfigMap beside: its places are in a document of its own. */
export const CONFIG = 'config-autoscaler';

/** What a replica carries: of a concurrency no more than its containers take (knative/serving, pkg/autoscaler/resources). */
function carried(
  revision: Settings,
  cluster: Settings,
  limit: number,
  limitAt: At,
): readonly (readonly [string, { readonly value: number; readonly at: At }])[] {
  const isRate = revision.get('metric')?.value === 'rps';
  const usual = cluster.get(
    isRate ? 'requests-per-second-target-default' : 'container-concurrency-target-default',
  );
  const target = revision.get('target') ?? (limit > 0 && !isRate ? { value: limit, at: limitAt } : usual);
  const share = cluster.get('container-concurrency-target-percentage');
  const isOwnShare = revision.has('target-utilization-percentage');
  // The cluster’s may be written as a share, too: 0.7 is 70%.
  const utilization = Number(share?.value) <= 0.01 ? 100 * Number(share?.value) : Number(share?.value);
  return [
    ...(target === undefined
      ? []
      : [
          [
            'target',
            {
              value: isRate || limit === 0 ? Number(target.value) : Math.min(Number(target.value), limit),
              at: target.at,
            },
          ] as const,
        ]),
    ...(share === undefined || isRate || isOwnShare
      ? []
      : [['utilization', { value: utilization, at: share.at }] as const]),
  ];
}

/** Annotations, or data of a ConfigMap, that are of the autoscaler. */
function settingsOf(group: unknown, table: typeof ANNOTATIONS, at: At, problems: PlacedProblem[]): Settings {
  const settings = new Map<string, { readonly value: number | string; readonly at: At }>();
  if (typeof group !== 'object' || group === null) return settings;
  problems.push(...templateValues(autoscaling(group, table), at));
  for (const [key, value] of Object.entries(autoscaling(group, table))) {
    const name = kebab(key.replace(KNATIVE_GROUP, ''));
    const path = [...at, key];
    const setting = Object.hasOwn(table, name) ? table[name] : undefined;
    if (setting === undefined) {
      problems.push({
        path,
        message: 'is no setting of Knative’s autoscaler',
        suggestion: () =>
          `did you mean ${nearest(name, Object.keys(table)) ?? Object.keys(table).join(', ')}?`,
      });
      continue;
    }
    const read = settingValue(setting.form, value, path);
    if (typeof read === 'object') problems.push(read);
    else settings.set(name, { value: read, at: path });
  }
  return settings;
}

/** The autoscaler’s among all annotations; of a ConfigMap all but the example in it. */
function autoscaling(group: object, table: typeof ANNOTATIONS): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(group).filter(([key]) =>
      table === ANNOTATIONS ? key.startsWith(KNATIVE_GROUP) : key !== '_example',
    ),
  );
}

const NO_MOST: PlacedProblem = {
  path: ['max'],
  message: 'is missing: the manifest has no max-scale, and a fleet is not without bound',
  suggestion: `max: 20, say, beside manifest; or annotation ${KNATIVE_GROUP}max-scale in it`,
};

/** On the Service itself they are refused by Knative. */
function misplaced(value: unknown): PlacedProblem[] {
  const annotations = valueAt(value, ['metadata', 'annotations']);
  if (typeof annotations !== 'object' || annotations === null) return [];
  return Object.keys(annotations)
    .filter((key) => key.startsWith(KNATIVE_GROUP))
    .map((key) => ({
      path: ['metadata', 'annotations', key],
      message: 'is not where Knative reads it',
      suggestion: 'put it to spec.template.metadata.annotations',
    }));
}

/** What makes another autoscaler of it than the one that is simulated. */
function policyProblems(revision: Settings, cluster: Settings): PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  const autoscaler = revision.get('class') ?? cluster.get('pod-autoscaler-class');
  if (autoscaler !== undefined && autoscaler.value !== KPA) {
    problems.push({
      path: autoscaler.at,
      message: `must be ${KPA}, got ${String(autoscaler.value)}: Knative’s own is simulated`,
      suggestion:
        'of class hpa.autoscaling.knative.dev Knative makes a HorizontalPodAutoscaler: give that as the manifest',
    });
  }
  const metric = revision.get('metric');
  if (
    metric !== undefined &&
    metric.value !== 'concurrency' &&
    metric.value !== 'rps' &&
    problems.length === 0
  ) {
    problems.push({
      path: metric.at,
      message: `must be concurrency or rps, got ${String(metric.value)}`,
      suggestion: 'others are of class hpa.autoscaling.knative.dev',
    });
  }
  const mean = revision.get('metric-aggregation-algorithm');
  if (mean !== undefined && mean.value !== 'linear') {
    problems.push({
      path: mean.at,
      message: `must be linear, got ${String(mean.value)}: means with other weights are not simulated`,
      suggestion: 'leave it out',
    });
  }
  return problems;
}

function limitWarning(limit: number, path: At): PlacedProblem {
  return {
    path,
    message: `is taken for the autoscaler’s target only: Knative hands a replica no more than ${limit} requests at a time, here they wait in the engine`,
    suggestion: `batching: { maxSequences: ${limit} } runs no more at a time`,
  };
}
