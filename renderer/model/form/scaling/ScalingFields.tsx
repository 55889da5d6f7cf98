import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { AUTOSCALE_LABELS, SCHEDULE_MODE_LABELS } from '../../../../engine/scenario/living/livingLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import { type Path, setAt, setInPlaceOf } from '../../documentText.ts';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { choicesOf } from '../fields/choicesOf.ts';
import { DURATION_TEXT, NUMBER_TEXT, PLAIN_TEXT, SCHEDULE_TEXT, SHARE_TEXT } from '../fields/fieldTexts.ts';
import { useForm } from '../formModel.ts';
import { itemName } from '../listItems.ts';
import { HpaFields, KedaFields, KnativeFields, RayServeFields } from './ScalerFields.tsx';
import { ScalerLimits } from './ScalerLimits.tsx';
import { firstAutoscale, type ScalingKind, scalingKind, writtenReplicas } from './scalingKinds.ts';
import { TextField } from '../fields/TextField.tsx';

const KINDS = choicesOf(AUTOSCALE_LABELS);
const MODES = choicesOf(SCHEDULE_MODE_LABELS);

/** How many replicas a pool has: a number, or who sets it. */
export function ScalingFields({ index }: { readonly index: number }) {
  const form = useForm();
  const pool: Path = ['pools', index];
  const path: Path = [...pool, 'autoscale'];
  const written = valueAt(form.raw, pool);
  const kind = scalingKind(written);
  const change = (next: ScalingKind): void => {
    const replicas = writtenReplicas(written);
    const name = itemName(form.raw, 'pools', index);
    form.edit(
      `number of replicas of ${name}: ${AUTOSCALE_LABELS[kind]} → ${AUTOSCALE_LABELS[next]}`,
      (document) => {
        if (next === 'none') setInPlaceOf(document, pool, 'autoscale', 'replicas', replicas);
        else if (kind === 'none') {
          setInPlaceOf(document, pool, 'replicas', 'autoscale', firstAutoscale(next, replicas));
        } else setAt(document, path, firstAutoscale(next, replicas));
      },
    );
  };
  return (
    <>
      <ChoiceField
        path={path}
        label={labelOf('pools.*.autoscale.kind')}
        choices={KINDS}
        chosen={kind}
        description="Fixed, or set by an autoscaler while the pool serves: Kubernetes’ HPA, KEDA, Knative, Ray Serve, a week’s schedule, a forecast of the rate, or what a cluster’s manifest says"
        onChoose={(next) => change(next as ScalingKind)}
      />
      {kind === 'none' ? (
        <TextField path={[...pool, 'replicas']} label={labelOf('pools.*.replicas')} text={NUMBER_TEXT} />
      ) : undefined}
      {kind === 'hpa' ? <HpaFields path={path} /> : undefined}
      {kind === 'keda' ? <KedaFields path={path} /> : undefined}
      {kind === 'knative' ? <KnativeFields path={path} /> : undefined}
      {kind === 'ray-serve' ? <RayServeFields path={path} /> : undefined}
      {kind === 'schedule' ? <ScheduleFields path={path} /> : undefined}
      {kind === 'manifest' ? <ManifestFields path={path} /> : undefined}
      {kind === 'predictive' ? <PredictiveFields path={path} /> : undefined}
    </>
  );
}

/** What a manifest sets is in its file; what its metrics are (`metricOf`) is for the text. */
function ManifestFields({ path }: AutoscaleProps) {
  return (
    <>
      <TextField
        path={[...path, 'manifest']}
        label={labelOf('pools.*.autoscale.manifest')}
        text={PLAIN_TEXT}
        description="A file beside the scenario with a HorizontalPodAutoscaler, ScaledObject, Knative Service or RayService"
      />
      <TextField path={[...path, 'name']} label={labelOf('pools.*.autoscale.name')} text={PLAIN_TEXT} />
    </>
  );
}

interface AutoscaleProps {
  readonly path: Path;
}

function ScheduleFields({ path }: AutoscaleProps) {
  return (
    <>
      <TextField
        path={[...path, 'schedule']}
        label={labelOf('pools.*.autoscale.schedule')}
        text={SCHEDULE_TEXT}
        isWhole
      />
      <TextField
        path={[...path, 'timeZoneOffset']}
        label={labelOf('pools.*.autoscale.timeZoneOffset')}
        text={PLAIN_TEXT}
        placeholder="UTC"
      />
      <ChoiceField path={[...path, 'mode']} label={labelOf('pools.*.autoscale.mode')} choices={MODES} />
    </>
  );
}

function PredictiveFields({ path }: AutoscaleProps) {
  return (
    <>
      <ScalerLimits path={path} />
      <TextField
        path={[...path, 'perReplica']}
        label={labelOf('pools.*.autoscale.perReplica')}
        text={NUMBER_TEXT}
        unit="requests/s"
      />
      <TextField
        path={[...path, 'lookAhead']}
        label={labelOf('pools.*.autoscale.lookAhead')}
        text={DURATION_TEXT}
        placeholder="10min"
      />
      <TextField
        path={[...path, 'margin']}
        label={labelOf('pools.*.autoscale.margin')}
        text={SHARE_TEXT}
        placeholder="20%"
      />
      <TextField
        path={[...path, 'error']}
        label={labelOf('pools.*.autoscale.error')}
        text={SHARE_TEXT}
        placeholder="10%"
      />
      <TextField
        path={[...path, 'syncSeconds']}
        label={labelOf('pools.*.autoscale.syncSeconds')}
        text={DURATION_TEXT}
        placeholder="15 s"
      />
    </>
  );
}
