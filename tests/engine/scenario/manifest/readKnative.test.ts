import { describe, expect, it } from 'vitest';
import { faultsOf, readingOf } from './reading.ts';

/** A Service of Knative with these annotations. */
const service = (
  annotations: string,
  spec = '',
  kind = 'metadata: { name: chat }',
): string => `apiVersion: serving.knative.dev/v1
kind: Service
${kind}
spec:
  template:
    metadata:
      annotations: { ${annotations} }
    spec: { ${spec}containers: [{ image: i, args: ["{{ messages }}"] }] }
`;
const config = (data: string): string => `---
apiVersion: v1
kind: ConfigMap
metadata: { name: config-autoscaler, namespace: knative-serving }
data: { ${data} }
`;
const at = (annotation: string): string => `autoscaling.knative.dev/${annotation}`;
const MOST = `${at('max-scale')}: "8"`;

describe('a Service of Knative', () => {
  it('is the document that one would have written', () => {
    const { written, warnings } = readingOf(
      service(
        [
          'class: kpa.autoscaling.knative.dev',
          'metric: rps',
          'target: "150"',
          'target-utilization-percentage: "29"',
          'target-burst-capacity: "-1"',
          'window: 1m30s',
          'panic-window-percentage: "12.5"',
          'panic-threshold-percentage: "150"',
          'min-scale: "1"',
          'max-scale: "8"',
          'initial-scale: "3"',
          'activation-scale: "2"',
          'scale-down-delay: 15m',
          'scale-to-zero-pod-retention-period: 1m5s',
          'metric-aggregation-algorithm: linear',
        ]
          .map(at)
          .join(', '),
      ),
    );
    expect(written).toEqual({
      kind: 'knative',
      metric: 'rps',
      target: 150,
      utilization: 0.29,
      targetBurstCapacity: -1,
      stableWindowSeconds: 90,
      panicWindow: 0.125,
      panicThreshold: 1.5,
      min: 1,
      max: 8,
      start: 3,
      activationScale: 2,
      scaleDownDelaySeconds: 900,
      retentionSeconds: 65,
    });
    expect(warnings).toEqual([]);
  });

  it('may use the older spelling, and be the PodAutoscaler that Knative makes of it', () => {
    const text = `apiVersion: autoscaling.internal.knative.dev/v1alpha1
kind: PodAutoscaler
metadata: { name: a, annotations: { ${at('minScale')}: "1", ${at('maxScale')}: "4" } }
spec: { containerConcurrency: 0 }`;
    expect(readingOf(text).written).toEqual({ kind: 'knative', min: 1, max: 4 });
  });

  it('takes the settings of the cluster where the revision has none of its own', () => {
    const text =
      service(`${at('window')}: 30s`) +
      config(
        '_example: "{{ not read }}", max-scale: "9", stable-window: 40s, max-scale-up-rate: "10", max-scale-down-rate: "4", enable-scale-to-zero: "false", container-concurrency-target-default: "50", container-concurrency-target-percentage: "0.8", scale-to-zero-grace-period: 45s',
      );
    expect(readingOf(text).written).toEqual({
      kind: 'knative',
      max: 9,
      min: 1,
      stableWindowSeconds: 30,
      maxScaleUpRate: 10,
      maxScaleDownRate: 4,
      scaleToZeroGraceSeconds: 45,
      target: 50,
      utilization: 0.8,
    });
  });

  it('aims at no more than its containers take, and says what that limit is besides', () => {
    const limited = readingOf(service(`${MOST}, ${at('target')}: "40"`, 'containerConcurrency: 16, '));
    expect(limited.written['target']).toBe(16);
    expect(limited.warnings).toMatchObject([
      {
        path: 'spec.template.spec.containerConcurrency',
        suggestion: expect.stringMatching(/maxSequences: 16/),
      },
    ]);
    expect(readingOf(service(MOST, 'containerConcurrency: 16, ')).written['target']).toBe(16);
    expect(
      readingOf(service(`${MOST}, ${at('metric')}: rps`, 'containerConcurrency: 16, ')).written,
    ).not.toHaveProperty('target');
  });

  it('begins with its least where it would begin with less', () => {
    const text = service(`${MOST}, ${at('min-scale')}: "3", ${at('initial-scale')}: "1"`);
    expect(readingOf(text).written).toEqual({ kind: 'knative', min: 3, max: 8 });
  });

  it('has its most said beside it where it has none itself', () => {
    expect(faultsOf(service('')).own).toMatchObject([
      { path: ['max'], message: expect.stringMatching(/no max-scale/) },
    ]);
    expect(readingOf(service(`${at('max-scale')}: "0"`), { max: 7, tickSeconds: 4 }).written).toEqual({
      kind: 'knative',
      max: 7,
      tickSeconds: 4,
    });
    expect(faultsOf(service(MOST), { max: 7 }).own).toMatchObject([
      { path: ['max'], message: 'is said by the manifest already' },
    ]);
    expect(readingOf(service(`${MOST}, ${at('initial-scale')}: "3"`), { start: 0 }).written['start']).toBe(0);
  });

  it.each([
    ['a setting that is none', service(`${MOST}, ${at('min-scal')}: "1"`), 'min-scal', /is no setting/],
    ['a name of JavaScript’s', service(`${MOST}, ${at('constructor')}: "1"`), 'constructor', /is no setting/],
    [
      'a bare number',
      service(`${MOST}, ${at('min-scale')}: 1`),
      'min-scale',
      /a whole number in quotes, such as “3”, got 1/,
    ],
    ['no duration', service(`${MOST}, ${at('window')}: "90"`), 'window', /a duration in quotes/],
    [
      'the other class',
      service(`${MOST}, ${at('class')}: hpa.autoscaling.knative.dev`),
      'class',
      /Knative’s own is simulated/,
    ],
    ['the processor', service(`${MOST}, ${at('metric')}: cpu`), 'metric', /concurrency or rps/],
    [
      'other weights',
      service(`${MOST}, ${at('metric-aggregation-algorithm')}: weighted-exponential`),
      'metric-aggregation-algorithm',
      /must be linear/,
    ],
    ['a window that is too short', service(`${MOST}, ${at('window')}: 2s`), 'window', /from 6 s/],
    [
      'a placeholder',
      service(`${MOST}, ${at('min-scale')}: "{{ .Values.min }}"`),
      'min-scale',
      /placeholder/,
    ],
  ])('is refused with %s, at the place', (_, text, annotation, message) => {
    const { problems, own } = faultsOf(text);
    expect(own).toEqual([]);
    expect(problems[0]).toMatchObject({
      line: 7,
      path: `spec.template.metadata.annotations.${at(annotation)}`,
      message: expect.stringMatching(message),
    });
  });

  it('is refused with settings where Knative does not read them', () => {
    const text = service(MOST, '', `metadata: { name: a, annotations: { ${at('min-scale')}: "1" } }`);
    expect(faultsOf(text).problems).toMatchObject([
      { line: 3, suggestion: expect.stringMatching(/spec\.template\.metadata/) },
    ]);
  });

  it('names a mistake of the cluster’s settings where it stands', () => {
    expect(faultsOf(service(MOST) + config('stable-window: long')).problems).toMatchObject([
      { line: 13, path: 'data.stable-window', message: expect.stringMatching(/got "long"/) },
    ]);
    expect(faultsOf(service(MOST), { metricOf: { a: 'waiting' } }).own).toMatchObject([
      { path: ['metricOf', 'a'] },
    ]);
  });
});
