import { labelOf } from '../../../engine/scenario/fieldLabels.ts';
import { JOB_FLEET_LABELS } from '../../../engine/scenario/jobs/jobLabels.ts';
import { valueAt } from '../../../engine/scenario/reading/problems.ts';
import { type Path, setAt } from '../documentText.ts';
import { ChoiceField } from './fields/ChoiceField.tsx';
import { choicesOf } from './fields/choicesOf.ts';
import { DURATION_TEXT, NUMBER_TEXT, PLAIN_TEXT } from './fields/fieldTexts.ts';
import { useForm } from './formModel.ts';
import { IdField } from './fields/IdField.tsx';
import { LengthField } from './fields/LengthField.tsx';
import { idsOf, itemName } from './listItems.ts';
import { TextField } from './fields/TextField.tsx';
import { useGenerates } from './useGenerates.ts';

const FLEETS = choicesOf(JOB_FLEET_LABELS);

/** Work that can wait: how much, from when until when, and what of its pool it has. */
export function JobFields({ index }: { readonly index: number }) {
  const { raw } = useForm();
  const path: Path = ['jobs', index];
  const generates = useGenerates(index, 'jobs');
  return (
    <>
      <IdField list="jobs" index={index} />
      <TextField
        path={[...path, 'tenant']}
        label={labelOf('jobs.*.tenant')}
        text={PLAIN_TEXT}
        placeholder="as its name"
      />
      <TextField path={[...path, 'items']} label={labelOf('jobs.*.items')} text={NUMBER_TEXT} unit="a run" />
      <LengthField path={[...path, 'promptTokens']} label={labelOf('jobs.*.promptTokens')} />
      {generates || valueAt(raw, [...path, 'outputTokens']) !== undefined ? (
        <LengthField path={[...path, 'outputTokens']} label={labelOf('jobs.*.outputTokens')} />
      ) : undefined}
      <TextField
        path={[...path, 'at']}
        label={labelOf('jobs.*.at')}
        text={PLAIN_TEXT}
        unit="UTC"
        placeholder="01:00"
      />
      <TextField
        path={[...path, 'everyDays']}
        label={labelOf('jobs.*.everyDays')}
        text={NUMBER_TEXT}
        unit="days"
      />
      <TextField
        path={[...path, 'deadline']}
        label={labelOf('jobs.*.deadline')}
        text={DURATION_TEXT}
        placeholder="no deadline"
      />
      <ChoiceField
        path={[...path, 'target']}
        label={labelOf('jobs.*.target')}
        description=""
        choices={idsOf(raw, 'pools').map((value) => ({ value, label: value }))}
      />
      <TextField
        path={[...path, 'inFlight']}
        label={labelOf('jobs.*.inFlight')}
        text={NUMBER_TEXT}
        unit="items"
      />
      <TextField
        path={[...path, 'checkpoint']}
        label={labelOf('jobs.*.checkpoint')}
        text={NUMBER_TEXT}
        unit="items"
        placeholder="each by itself"
      />
      <FleetOfJob index={index} />
    </>
  );
}

/** Whether the pool's replicas are there for the job alone, and what they may cost. */
function FleetOfJob({ index }: { readonly index: number }) {
  const form = useForm();
  const path: Path = ['jobs', index];
  const has = (key: string): boolean => valueAt(form.raw, [...path, key]) !== undefined;
  const currency = String(valueAt(form.raw, ['currency']) ?? 'USD');
  const name = itemName(form.raw, 'jobs', index);
  const change = (next: keyof typeof JOB_FLEET_LABELS): void =>
    form.edit(`replicas of ${name}: → ${JOB_FLEET_LABELS[next]}`, (document) => {
      setAt(document, [...path, 'fleet'], next === 'always' ? undefined : next);
      // Only replicas of its own are counted towards a cap.
      if (next === 'always') document.deleteIn([...path, 'costCap']);
    });
  return (
    <>
      <ChoiceField
        path={[...path, 'fleet']}
        label={labelOf('jobs.*.fleet')}
        choices={FLEETS}
        whenAbsent="always"
        onChoose={(next) => change(next as keyof typeof JOB_FLEET_LABELS)}
      />
      {has('fleet') || has('costCap') ? (
        <TextField
          path={[...path, 'costCap']}
          label={labelOf('jobs.*.costCap')}
          text={NUMBER_TEXT}
          unit={`${currency} a run`}
          placeholder="no cap"
          description="A run stops before its replicas cost more; what is left is listed to be tried again"
        />
      ) : undefined}
    </>
  );
}
