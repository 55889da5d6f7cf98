import { servedModel } from '../../../../engine/scenario/generationChecks.ts';
import { PROFILE_LABELS, labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { demandOf } from '../../../../engine/scenario/arrivals/demandOf.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import { PROFILE_NAMES } from '../../../../engine/scenario/arrivals/profiles.ts';
import { isEncoder } from '../../../state/knownModels.ts';
import {
  ARRIVAL_KINDS,
  type ArrivalKind,
  arrivalKind,
  arrivalsOfKind,
  FIRST_LENGTHS,
} from './arrivalKinds.ts';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { type Path, setAt } from '../../documentText.ts';
import { DURATION_TEXT, NUMBER_TEXT, PLAIN_TEXT, SHARE_TEXT } from '../fields/fieldTexts.ts';
import { useField, useForm } from '../formModel.ts';
import { itemsOf } from '../listItems.ts';
import { RateField } from './RateField.tsx';
import { TextField } from '../fields/TextField.tsx';
import { TraceFields } from './TraceFields.tsx';
import { WeekShape } from './WeekShape.tsx';
import { YamlOnly } from '../fields/YamlOnly.tsx';

const OWN_PROFILE = 'own';

/** When the requests of a workload arrive. */
export function ArrivalFields({ index }: { readonly index: number }) {
  const { raw } = useForm();
  const path: Path = ['workloads', index, 'arrivals'];
  const arrivals = valueAt(raw, path);
  const kind = arrivalKind(arrivals);
  return (
    <>
      <KindField index={index} kind={kind} />
      {kind === 'trace' ? <TraceFields index={index} /> : <ProcessFields path={path} kind={kind} />}
    </>
  );
}

function KindField({ index, kind }: { readonly index: number; readonly kind: string }) {
  const form = useForm();
  const workload: Path = ['workloads', index];
  const path: Path = [...workload, 'arrivals'];
  const saved = {
    promptTokens: useField([...workload, 'promptTokens'], labelOf('workloads.*.promptTokens')).saved,
    outputTokens: useField([...workload, 'outputTokens'], labelOf('workloads.*.outputTokens')).saved,
  };
  const isEncoded =
    servedModel(valueAt(form.raw, workload), itemsOf(form.raw, 'pools'), isEncoder).isEncoder === true;
  // A trace brings the lengths; a process needs them said, of what the model generates.
  const put = (label: string, arrivals: unknown): void =>
    form.edit(label, (document) => {
      setAt(document, path, arrivals);
      for (const key of ['promptTokens', 'outputTokens'] as const) {
        const length = [...workload, key];
        if (arrivalKind(arrivals) === 'trace') setAt(document, length, undefined);
        else if (key === 'outputTokens' && isEncoded) continue;
        else if (!document.hasIn(length)) setAt(document, length, saved[key] ?? FIRST_LENGTHS[key]);
      }
    });
  const change = (next: string): void =>
    put(`arrivals: ${kind} → ${next}`, arrivalsOfKind(valueAt(form.raw, path), next as ArrivalKind));
  return (
    <ChoiceField
      path={path}
      label={labelOf('workloads.*.arrivals')}
      choices={ARRIVAL_KINDS}
      chosen={kind}
      description=""
      onChoose={change}
      onReset={(before) => put('arrivals: reset', before)}
    />
  );
}

function ProcessFields({ path, kind }: { readonly path: Path; readonly kind: string }) {
  const { raw } = useForm();
  const has = (key: string): boolean => valueAt(raw, [...path, key]) !== undefined;
  if (kind === 'batch') {
    return (
      <>
        <TextField
          path={[...path, 'count']}
          label={labelOf('workloads.*.arrivals.count')}
          text={NUMBER_TEXT}
          unit="requests"
        />
        <TextField
          path={[...path, 'at']}
          label={labelOf('workloads.*.arrivals.at')}
          text={PLAIN_TEXT}
          unit="UTC"
          placeholder="00:00"
        />
        <TextField
          path={[...path, 'everyDays']}
          label={labelOf('workloads.*.arrivals.everyDays')}
          text={NUMBER_TEXT}
          unit="days"
        />
      </>
    );
  }
  const isRenewal = kind === 'gamma' || kind === 'weibull';
  return (
    <>
      {kind === 'mmpp' ? (
        <YamlOnly path={[...path, 'states']}>{statesText(valueAt(raw, [...path, 'states']))}</YamlOnly>
      ) : undefined}
      <RateField
        path={path}
        label={labelOf('workloads.*.arrivals.rate')}
        {...(kind === 'mmpp' ? { placeholder: 'as the phases give' } : {})}
      />
      {kind === 'clients' ? <ClientFields path={path} /> : undefined}
      {isRenewal && has('shape') ? (
        <TextField
          path={[...path, 'shape']}
          label={labelOf('workloads.*.arrivals.shape')}
          text={NUMBER_TEXT}
        />
      ) : isRenewal || (kind === 'clients' && !has('clients')) ? (
        <TextField
          path={[...path, 'cv']}
          label={labelOf('workloads.*.arrivals.cv')}
          text={NUMBER_TEXT}
          description="Coefficient of variation of the intervals: 1 as Poisson, more is burstier"
        />
      ) : undefined}
      <ShapeFields path={path} />
    </>
  );
}

function ClientFields({ path }: { readonly path: Path }) {
  const { raw } = useForm();
  if (valueAt(raw, [...path, 'clients']) !== undefined) {
    return <YamlOnly path={[...path, 'clients']}>Clients one by one</YamlOnly>;
  }
  return (
    <>
      <TextField
        path={[...path, 'count']}
        label={labelOf('workloads.*.arrivals.count')}
        text={NUMBER_TEXT}
        unit="clients"
      />
      <TextField
        path={[...path, 'skew']}
        label={labelOf('workloads.*.arrivals.skew')}
        text={NUMBER_TEXT}
        description="Shares fall as 1 / rank^skew; 0 makes all equal"
      />
    </>
  );
}

/** What shapes the rate over the week and the months. */
function ShapeFields({ path }: { readonly path: Path }) {
  const { raw } = useForm();
  const profile = valueAt(raw, [...path, 'hourOfWeek']);
  const rare = (['monthOfYear', 'events'] as const).filter(
    (key) => valueAt(raw, [...path, key]) !== undefined,
  );
  const isOwn = Array.isArray(profile);
  const week = demandOf({
    arrivals: { process: 'poisson', ratePerSecond: 1, hourOfWeek: profile },
  })?.hourOfWeek;
  return (
    <>
      <ChoiceField
        path={[...path, 'hourOfWeek']}
        label={labelOf('workloads.*.arrivals.hourOfWeek')}
        whenAbsent="flat"
        isWhole
        description="How the rate moves through the hours of a week, around its mean; the Azure ones are those of a week in May 2024 (Stojkovic et al., DynamoLLM, HPCA 2025)"
        choices={[
          ...PROFILE_NAMES.map((value) => ({ value, label: PROFILE_LABELS[value] })),
          ...(isOwn ? [{ value: OWN_PROFILE, label: '168 factors of your own' }] : []),
        ]}
        {...(isOwn ? { chosen: OWN_PROFILE } : {})}
        source={week === undefined ? undefined : <WeekShape hourOfWeek={week} />}
      />
      <TextField
        path={[...path, 'timeZoneOffset']}
        label={labelOf('workloads.*.arrivals.timeZoneOffset')}
        text={PLAIN_TEXT}
        placeholder="UTC"
      />
      <TextField
        path={[...path, 'growthPerMonth']}
        label={labelOf('workloads.*.arrivals.growthPerMonth')}
        text={SHARE_TEXT}
        unit="a month"
        placeholder="0%"
      />
      <YamlOnly path={[...path, ...rare.slice(0, 1)]}>
        {rare.length === 0
          ? 'Events, seasons, own factors'
          : rare.map((key) => labelOf(`workloads.*.arrivals.${key}`)).join(' and ')}
      </YamlOnly>
    </>
  );
}

function statesText(states: unknown): string {
  if (!Array.isArray(states)) return labelOf('workloads.*.arrivals.states');
  const phases = states.map((state: unknown) => {
    const rate = valueAt(state, ['ratePerSecond']);
    return `${String(rate)}/s for ${DURATION_TEXT.show(valueAt(state, ['meanSeconds'])) ?? '?'}`;
  });
  return `${labelOf('workloads.*.arrivals.states')}: ${phases.join(', ')} on average`;
}
