import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import { ArrivalFields } from './ArrivalFields.tsx';
import { arrivalKind } from './arrivalKinds.ts';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import type { Path } from '../../documentText.ts';
import { DURATION_TEXT, PLAIN_TEXT, SHARE_TEXT } from '../fields/fieldTexts.ts';
import { useForm } from '../formModel.ts';
import { IdField } from '../fields/IdField.tsx';
import { idsOf } from '../listItems.ts';
import { LengthField } from '../fields/LengthField.tsx';
import { RetryFields } from './RetryFields.tsx';
import { TextField } from '../fields/TextField.tsx';
import { useGenerates } from '../useGenerates.ts';

/** Who asks, how often, for how much, and which pool answers. */
export function WorkloadFields({ index }: { readonly index: number }) {
  const { raw } = useForm();
  const path: Path = ['workloads', index];
  const generates = useGenerates(index);
  const isTrace = arrivalKind(valueAt(raw, [...path, 'arrivals'])) === 'trace';
  return (
    <>
      <IdField list="workloads" index={index} />
      <TextField
        path={[...path, 'tenant']}
        label={labelOf('workloads.*.tenant')}
        text={PLAIN_TEXT}
        placeholder="as its name"
      />
      <ArrivalFields index={index} />
      {isTrace ? undefined : (
        <>
          <LengthField path={[...path, 'promptTokens']} label={labelOf('workloads.*.promptTokens')} />
          {generates || valueAt(raw, [...path, 'outputTokens']) !== undefined ? (
            <LengthField path={[...path, 'outputTokens']} label={labelOf('workloads.*.outputTokens')} />
          ) : undefined}
        </>
      )}
      <ChoiceField
        path={[...path, 'target']}
        label={labelOf('workloads.*.target')}
        description=""
        choices={idsOf(raw, 'pools').map((value) => ({ value, label: value }))}
      />
      <RetryFields index={index} />
    </>
  );
}

/** What a workload is promised; each limit may be left out. */
export function ServiceLevelFields({ index }: { readonly index: number }) {
  const path: Path = ['workloads', index, 'slo'];
  const { raw } = useForm();
  const generates = useGenerates(index);
  const has = (key: string): boolean => generates || valueAt(raw, [...path, key]) !== undefined;
  const doneBy = (
    <TextField
      path={[...path, 'doneBy']}
      label={labelOf('workloads.*.slo.doneBy')}
      text={PLAIN_TEXT}
      unit="UTC"
      placeholder="no time"
      description="Time of day by which all of the batch must be answered, such as 06:00"
    />
  );
  if (valueAt(raw, [...path, 'doneBy']) !== undefined) return doneBy;
  const isBatch = arrivalKind(valueAt(raw, ['workloads', index, 'arrivals'])) === 'batch';
  return (
    <>
      {isBatch ? doneBy : undefined}
      {has('ttftSeconds') ? (
        <TextField
          path={[...path, 'ttftSeconds']}
          label={labelOf('workloads.*.slo.ttftSeconds', generates)}
          text={DURATION_TEXT}
          placeholder="no limit"
        />
      ) : undefined}
      {has('tpotSeconds') ? (
        <TextField
          path={[...path, 'tpotSeconds']}
          label={labelOf('workloads.*.slo.tpotSeconds')}
          text={DURATION_TEXT}
          placeholder="no limit"
        />
      ) : undefined}
      <TextField
        path={[...path, 'endToEndSeconds']}
        label={labelOf('workloads.*.slo.endToEndSeconds', generates)}
        text={DURATION_TEXT}
        placeholder="no limit"
      />
      <TextField
        path={[...path, 'percentile']}
        label={labelOf('workloads.*.slo.percentile')}
        text={SHARE_TEXT}
        unit="of requests"
        placeholder="95%"
      />
    </>
  );
}
