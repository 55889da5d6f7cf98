import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import {
  KNATIVE_METRIC_LABELS,
  type LIVING_LABELS,
} from '../../../../engine/scenario/living/livingLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import type { Path } from '../../documentText.ts';
import { BehaviorFields } from './BehaviorFields.tsx';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { choicesOf } from '../fields/choicesOf.ts';
import { DURATION_TEXT, type FieldText, NUMBER_TEXT, SHARE_TEXT } from '../fields/fieldTexts.ts';
import { useForm } from '../formModel.ts';
import { MetricFields } from './MetricFields.tsx';
import { ScalerLimits } from './ScalerLimits.tsx';
import { TextField } from '../fields/TextField.tsx';

const KNATIVE_METRICS = choicesOf(KNATIVE_METRIC_LABELS);

interface ScalerProps {
  /** Of the autoscaler. */
  readonly path: Path;
}

type KeyOf<Label> = Label extends `pools.*.autoscale.${infer Key}` ? Key : never;
type ScalerKey = Exclude<KeyOf<keyof typeof LIVING_LABELS>, `${string}.${string}`>;

interface PlainField {
  readonly key: ScalerKey;
  readonly text: FieldText;
  /** What holds where it is empty. */
  readonly usual: string;
  readonly unit?: string;
}

const seconds = (key: ScalerKey, usual: string): PlainField => ({ key, text: DURATION_TEXT, usual });
const share = (key: ScalerKey, usual: string): PlainField => ({ key, text: SHARE_TEXT, usual });
const number = (key: ScalerKey, usual: string, unit?: string): PlainField => ({
  key,
  text: NUMBER_TEXT,
  usual,
  ...(unit !== undefined && { unit }),
});

const HPA_FIELDS: readonly PlainField[] = [
  seconds('syncSeconds', '15 s'),
  seconds('metricDelaySeconds', '0 s'),
  seconds('downscaleStabilizationSeconds', '300 s'),
  share('tolerance', '10%'),
];
const KEDA_FIELDS: readonly PlainField[] = [
  number('idle', 'as at least'),
  seconds('pollingSeconds', '30 s'),
  seconds('cooldownSeconds', '300 s'),
  seconds('initialCooldownSeconds', '0 s'),
];
const KNATIVE_FIELDS: readonly PlainField[] = [
  share('utilization', '70%'),
  seconds('stableWindowSeconds', '60 s'),
  share('panicWindow', '10%'),
  share('panicThreshold', '200%'),
  number('maxScaleUpRate', '1000', 'times'),
  number('maxScaleDownRate', '2', 'times'),
  seconds('scaleDownDelaySeconds', '0 s'),
  seconds('scaleToZeroGraceSeconds', '30 s'),
  seconds('retentionSeconds', '0 s'),
  number('activationScale', '1'),
  number('targetBurstCapacity', '211', 'requests'),
  seconds('tickSeconds', '2 s'),
];
const RAY_SERVE_FIELDS: readonly PlainField[] = [
  number('targetOngoingRequests', '2', 'requests a replica'),
  seconds('lookBackSeconds', '30 s'),
  seconds('metricsIntervalSeconds', '10 s'),
  seconds('upscaleDelaySeconds', '30 s'),
  seconds('downscaleDelaySeconds', '600 s'),
  seconds('downscaleToZeroDelaySeconds', 'as any other'),
  number('upscalingFactor', '1'),
  number('downscalingFactor', '1'),
  seconds('loopSeconds', '0.1 s'),
];

/** Kubernetes' HPA. */
export function HpaFields({ path }: ScalerProps) {
  return (
    <>
      <ScalerLimits path={path} />
      <MetricFields path={[...path, 'metrics']} />
      <PlainFields path={path} fields={HPA_FIELDS} />
      <BehaviorFields path={[...path, 'behavior']} />
    </>
  );
}

/** KEDA, and the HPA that it makes. */
export function KedaFields({ path }: ScalerProps) {
  return (
    <>
      <ScalerLimits path={path} min="0" max="100" />
      <MetricFields path={[...path, 'metrics']} isOfKeda />
      <PlainFields path={path} fields={KEDA_FIELDS} />
      <PlainFields path={path} fields={HPA_FIELDS} />
      <BehaviorFields path={[...path, 'behavior']} />
    </>
  );
}

/** Knative's pod autoscaler. */
export function KnativeFields({ path }: ScalerProps) {
  const { raw } = useForm();
  const isOfRate = valueAt(raw, [...path, 'metric']) === 'rps';
  return (
    <>
      <ScalerLimits path={path} min="0" start="1, or as at least" />
      <ChoiceField
        path={[...path, 'metric']}
        label={labelOf('pools.*.autoscale.metric')}
        choices={KNATIVE_METRICS}
        whenAbsent="concurrency"
      />
      <TextField
        path={[...path, 'target']}
        label={labelOf('pools.*.autoscale.target')}
        text={NUMBER_TEXT}
        unit="a replica"
        placeholder={isOfRate ? '200' : '100'}
      />
      <PlainFields path={path} fields={KNATIVE_FIELDS} />
    </>
  );
}

/** Ray Serve's autoscaler. */
export function RayServeFields({ path }: ScalerProps) {
  return (
    <>
      <ScalerLimits path={path} min="1" max="100" />
      <PlainFields path={path} fields={RAY_SERVE_FIELDS} />
    </>
  );
}

function PlainFields({ path, fields }: ScalerProps & { readonly fields: readonly PlainField[] }) {
  return fields.map(({ key, text, usual, unit }) => (
    <TextField
      key={key}
      path={[...path, key]}
      label={labelOf(`pools.*.autoscale.${key}`)}
      text={text}
      placeholder={usual}
      {...(unit !== undefined && { unit })}
    />
  ));
}
