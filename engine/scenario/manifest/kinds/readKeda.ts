import type { PlacedProblem } from '../../reading/problems.ts';
import { checkValue } from '../../reading/readDocument.ts';
import { behaviorWords } from '../behaviorWords.ts';
import { kedaMetricDocument } from '../metrics/kedaMetricDocument.ts';
import { scaledObjectSchema } from './kedaSchemas.ts';
import { kedaMetric } from './kedaTriggers.ts';
import type { ManifestAutoscale } from '../manifestAutoscale.ts';
import { faults, type ManifestFaults, type ManifestReading, type Origin } from '../manifestReading.ts';
import { mapMetrics, metricOrigins } from '../metrics/mapMetrics.ts';
import { endedWarnings, onlyResources, resourceWarning } from '../metrics/metricWarnings.ts';
import { templateValues } from '../templateLeftovers.ts';

const MOST_GROUPS = 3000;

/** What of `spec` is what of the document. */
const FIELDS = {
  minReplicaCount: 'min',
  maxReplicaCount: 'max',
  idleReplicaCount: 'idle',
  pollingInterval: 'pollingSeconds',
  cooldownPeriod: 'cooldownSeconds',
  initialCooldownPeriod: 'initialCooldownSeconds',
} as const;

/** A ScaledObject as the autoscaler of kind keda that it is. */
export function readKeda(value: unknown, asked: ManifestAutoscale): ManifestReading | ManifestFaults {
  const leftovers = templateValues((value as { spec?: unknown }).spec, ['spec']);
  if (leftovers.length > 0) return faults(leftovers);
  const checked = checkValue(scaledObjectSchema, value, MOST_GROUPS);
  if ('problems' in checked) return faults(checked.problems);
  const { spec, metadata } = checked.value;
  const found = spec.triggers.map((trigger, i) => kedaMetric(trigger, ['spec', 'triggers', i]));
  const triggers = found.flatMap((each) => ('problem' in each ? [] : [each.metric]));
  const { mapped, passedOver, own } = mapMetrics(triggers, asked);
  const words = mapped.map((each) => {
    const trigger = triggers.find((one) => one === each.foreign);
    if (trigger === undefined) throw new Error('a metric that is no trigger of its own');
    return { ...kedaMetricDocument(each, trigger), from: trigger };
  });
  const metrics = words.flatMap(({ metric, from }) => (metric === undefined ? [] : [{ metric, from }]));
  const problems = [
    ...pausedProblems(metadata?.annotations ?? {}),
    ...(spec.advanced?.scalingModifiers === undefined ? [] : [MODIFIERS]),
    ...found.flatMap((each) => ('problem' in each ? [each.problem] : [])),
    ...words.flatMap((each) => each.problems),
  ];
  if (problems.length === 0 && own.length === 0 && metrics.length === 0)
    problems.push(onlyResources(passedOver));
  if (problems.length > 0 || own.length > 0) return faults(problems, own);
  const behavior = behaviorWords(spec.advanced?.horizontalPodAutoscalerConfig?.behavior, [
    'spec',
    'advanced',
    'horizontalPodAutoscalerConfig',
    'behavior',
  ]);
  const fields = Object.entries(FIELDS).flatMap(([theirs, ours]): [string, number, Origin][] => {
    const amount = spec[theirs as keyof typeof FIELDS];
    return amount === undefined ? [] : [[ours, amount, { field: [ours], at: ['spec', theirs] }]];
  });
  return {
    autoscale: {
      kind: 'keda',
      ...Object.fromEntries(fields.map(([ours, amount]) => [ours, amount])),
      metrics: metrics.map(({ metric }) => metric),
      ...behavior.words,
    },
    origins: [
      ...fields.map(([, , origin]) => origin),
      { field: ['metrics'], at: ['spec', 'triggers'] },
      ...metrics.flatMap(({ from }, i) => [
        ...metricOrigins(i, from),
        { field: ['metrics', i, 'activation'], at: from.activationAt },
      ]),
      ...behavior.origins,
    ],
    notes: notesOf(spec),
    warnings: [
      ...triggers.flatMap(({ unread }) => unread),
      ...words.flatMap(({ warnings }) => warnings),
      ...endedWarnings(mapped),
      ...passedOver.map(resourceWarning),
    ],
  };
}

const MODIFIERS: PlacedProblem = {
  path: ['spec', 'advanced', 'scalingModifiers'],
  message: 'is not simulated: a formula makes one metric of the triggers',
  suggestion: 'without it the trigger that asks for most replicas decides',
};

/** A ScaledObject that is paused does not scale. */
function pausedProblems(annotations: Readonly<Record<string, unknown>>): PlacedProblem[] {
  return Object.keys(annotations)
    .filter((key) => key.startsWith('autoscaling.keda.sh/paused') && annotations[key] !== 'false')
    .map((key) => ({
      path: ['metadata', 'annotations', key],
      message: 'has it paused: not all of it scales then',
      suggestion: 'leave it out; a number that stays is replicas: in the place of autoscale',
    }));
}

function notesOf(spec: {
  readonly scaleTargetRef?: unknown;
  readonly fallback?: unknown;
  readonly advanced?: object | undefined;
}): readonly PlacedProblem[] {
  const all: readonly (readonly [unknown, readonly string[], string])[] = [
    [spec.scaleTargetRef, ['scaleTargetRef'], 'is not read: what is scaled is this pool'],
    [spec.fallback, ['fallback'], 'is not read: metrics never fail here'],
    [
      spec.advanced && 'restoreToOriginalReplicaCount' in spec.advanced ? spec.advanced : undefined,
      ['advanced', 'restoreToOriginalReplicaCount'],
      'is not read: the ScaledObject is never taken away here',
    ],
  ];
  return all.flatMap(([value, path, message]) =>
    value === undefined ? [] : [{ path: ['spec', ...path], message }],
  );
}
