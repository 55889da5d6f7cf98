import type { PlacedProblem } from '../../reading/problems.ts';
import { parseGoDuration } from '../goDuration.ts';
import type { At } from '../manifestReading.ts';
import { shareOfPercent } from '../percentText.ts';

/** How a setting of Knative is written. */
export type SettingForm = 'count' | 'number' | 'percent' | 'duration' | 'text' | 'switch';

interface Setting {
  /** Of the document; what has none is read by whoever knows it. */
  readonly field?: string;
  readonly form: SettingForm;
}

export const KNATIVE_GROUP = 'autoscaling.knative.dev/';

/** Of a revision, below `autoscaling.knative.dev/` (knative/serving, pkg/apis/autoscaling); their older spelling is in camelCase. */
export const ANNOTATIONS: Readonly<Record<string, Setting>> = {
  class: { form: 'text' },
  metric: { field: 'metric', form: 'text' },
  'metric-aggregation-algorithm': { form: 'text' },
  target: { form: 'number' },
  'target-utilization-percentage': { field: 'utilization', form: 'percent' },
  'target-burst-capacity': { field: 'targetBurstCapacity', form: 'number' },
  window: { field: 'stableWindowSeconds', form: 'duration' },
  'panic-window-percentage': { field: 'panicWindow', form: 'percent' },
  'panic-threshold-percentage': { field: 'panicThreshold', form: 'percent' },
  'min-scale': { field: 'min', form: 'count' },
  'max-scale': { field: 'max', form: 'count' },
  'initial-scale': { field: 'start', form: 'count' },
  'activation-scale': { field: 'activationScale', form: 'count' },
  'scale-down-delay': { field: 'scaleDownDelaySeconds', form: 'duration' },
  'scale-to-zero-pod-retention-period': { field: 'retentionSeconds', form: 'duration' },
};

/** Of the cluster: the data of ConfigMap config-autoscaler (knative/serving, config/core/configmaps/autoscaler.yaml). */
export const CLUSTER_CONFIG: Readonly<Record<string, Setting>> = {
  'container-concurrency-target-default': { form: 'number' },
  'container-concurrency-target-percentage': { form: 'percent' },
  'requests-per-second-target-default': { form: 'number' },
  'target-burst-capacity': { field: 'targetBurstCapacity', form: 'number' },
  'stable-window': { field: 'stableWindowSeconds', form: 'duration' },
  'panic-window-percentage': { field: 'panicWindow', form: 'percent' },
  'panic-threshold-percentage': { field: 'panicThreshold', form: 'percent' },
  'max-scale-up-rate': { field: 'maxScaleUpRate', form: 'number' },
  'max-scale-down-rate': { field: 'maxScaleDownRate', form: 'number' },
  'enable-scale-to-zero': { form: 'switch' },
  'scale-to-zero-grace-period': { field: 'scaleToZeroGraceSeconds', form: 'duration' },
  'scale-to-zero-pod-retention-period': { field: 'retentionSeconds', form: 'duration' },
  'pod-autoscaler-class': { form: 'text' },
  'activator-capacity': { form: 'number' },
  'initial-scale': { field: 'start', form: 'count' },
  'allow-zero-initial-scale': { form: 'switch' },
  'min-scale': { field: 'min', form: 'count' },
  'max-scale': { field: 'max', form: 'count' },
  'max-scale-limit': { form: 'count' },
  'scale-down-delay': { field: 'scaleDownDelaySeconds', form: 'duration' },
};

const FORMS: Readonly<Record<SettingForm, string>> = {
  count: 'a whole number in quotes, such as “3”',
  number: 'a number in quotes, such as “10”',
  percent: 'a percentage in quotes, such as “70”',
  duration: 'a duration in quotes, such as “60s” or “1h30m”',
  text: 'a text',
  switch: '“true” or “false”',
};

/** A setting in its own unit: a number, a share of 1, seconds; or what is wrong with it. */
export function settingValue(form: SettingForm, value: unknown, path: At): number | string | PlacedProblem {
  const wrong = { path, message: `must be ${FORMS[form]}, got ${JSON.stringify(value) ?? 'nothing'}` };
  if (typeof value !== 'string') return wrong;
  if (form === 'text' || (form === 'switch' && /^(true|false)$/.test(value))) return value;
  const read = READ[form]?.(value.trim());
  return read === undefined || !Number.isFinite(read) ? wrong : read;
}

const READ: Partial<Record<SettingForm, (text: string) => number | undefined>> = {
  count: (text) => (/^\d+$/.test(text) ? Number(text) : undefined),
  number: (text) => (text === '' ? undefined : Number(text)),
  percent: shareOfPercent,
  duration: parseGoDuration,
};

/** A name as it is spelled today. */
export function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
