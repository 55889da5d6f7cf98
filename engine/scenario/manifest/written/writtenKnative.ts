import type { KnativeDocument } from '../../living/autoscale/knativeSchema.ts';
import type { PlacedProblem } from '../../reading/problems.ts';
import { ANNOTATIONS, CLUSTER_CONFIG, KNATIVE_GROUP, type SettingForm } from '../kinds/knativeSettings.ts';
import { percentText } from '../percentText.ts';
import { CONFIG } from '../kinds/readKnative.ts';
import { unusual, wholeSeconds, type WriteManifest, type WriteNames } from './writtenManifest.ts';

/** What is not said where it is so. */
const USUAL: Readonly<Partial<KnativeDocument>> = {
  min: 0,
  metric: 'concurrency',
  utilization: 0.7,
  targetBurstCapacity: 211,
  stableWindowSeconds: 60,
  panicWindow: 0.1,
  panicThreshold: 2,
  activationScale: 1,
  scaleDownDelaySeconds: 0,
  retentionSeconds: 0,
  maxScaleUpRate: 1000,
  maxScaleDownRate: 2,
  scaleToZeroGraceSeconds: 30,
};
const IMAGES = { vllm: 'vllm/vllm-openai', sglang: 'lmsysorg/sglang' } as const;

/** A policy of kind knative as a Service; what only the cluster has, as its ConfigMap beside it. */
export function writtenKnative(document: KnativeDocument, { name, engine }: WriteNames): WriteManifest {
  const problems = refused(document);
  if (problems.length > 0) return { problems };
  const said = unusual(document, USUAL);
  const { max, start, target } = document;
  const annotations = {
    ...settings({ ...said, max, ...(start === undefined ? {} : { start }) }, ANNOTATIONS),
    ...(target === undefined ? {} : { target: String(target) }),
  };
  const ofRevision = new Set(Object.values(ANNOTATIONS).map(({ field }) => field));
  const ofCluster = Object.fromEntries(Object.entries(said).filter(([field]) => !ofRevision.has(field)));
  const data = {
    ...settings(ofCluster, CLUSTER_CONFIG),
    ...(start === 0 && { 'allow-zero-initial-scale': 'true' }),
  };
  const hasConfig = Object.keys(data).length > 0;
  return {
    objects: [
      {
        apiVersion: 'serving.knative.dev/v1',
        kind: 'Service',
        metadata: { name },
        spec: {
          template: {
            metadata: {
              annotations: Object.fromEntries(
                Object.entries(annotations).map(([key, value]) => [`${KNATIVE_GROUP}${key}`, value]),
              ),
            },
            spec: { containers: [{ name: 'model', image: IMAGES[engine] }] },
          },
        },
      },
      ...(hasConfig
        ? [
            {
              apiVersion: 'v1',
              kind: 'ConfigMap',
              metadata: { name: CONFIG, namespace: 'knative-serving' },
              data,
            },
          ]
        : []),
    ],
    beside: unusual(document, { tickSeconds: 2 }),
    remarks: [
      'the container is a stand-in: image, arguments and resources are yours',
      ...(hasConfig
        ? [`ConfigMap ${CONFIG} holds for all of the cluster: put its data to what is there`]
        : []),
      ...(document.tickSeconds === 2 ? [] : ['Knative looks every 2 s: tickSeconds is no setting of it']),
    ],
  };
}

/** Settings of a table for fields of the document. */
function settings(
  fields: Readonly<Record<string, unknown>>,
  table: typeof ANNOTATIONS,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([name, { field, form }]) => {
      const value = field === undefined ? undefined : fields[field];
      return value === undefined ? [] : [[name, settingText(form, value as number | string)]];
    }),
  );
}

function settingText(form: SettingForm, value: number | string): string {
  if (form === 'percent') return percentText(Number(value));
  return form === 'duration' ? `${value}s` : String(value);
}

/** What Knative’s own checks refuse (knative/serving, annotation_validation.go). */
function refused({ min, max, activationScale, ...document }: KnativeDocument): readonly PlacedProblem[] {
  const least = (['utilization', 'panicWindow'] as const).flatMap((key) =>
    document[key] >= 0.01
      ? []
      : [{ path: [key], message: `must be at least 1% in a manifest, got ${document[key]}` }],
  );
  const isOutside = activationScale > 1 && (activationScale < min || activationScale > max);
  return [
    ...least,
    ...(['stableWindowSeconds', 'scaleDownDelaySeconds'] as const).flatMap((key) =>
      wholeSeconds(document[key], [key]),
    ),
    ...(isOutside
      ? [
          {
            path: ['activationScale'],
            message: `must be from min (${min}) to max (${max}) in a manifest, got ${activationScale}`,
          },
        ]
      : []),
  ];
}
