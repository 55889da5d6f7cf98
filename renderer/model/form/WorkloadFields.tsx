import { valueAt } from '../../../engine/scenario/problems.ts';
import { ArrivalFields } from './ArrivalFields.tsx';
import { arrivalKind } from './arrivalKinds.ts';
import { ChoiceField } from './ChoiceField.tsx';
import type { Path } from '../documentText.ts';
import { DURATION_TEXT, LENGTH_TEXT, PLAIN_TEXT, SHARE_TEXT } from './fieldTexts.ts';
import { useForm } from './formModel.ts';
import { IdField } from './IdField.tsx';
import { idsOf } from './listItems.ts';
import { TextField } from './TextField.tsx';

/** Who asks, how often, for how much, and which pool answers. */
export function WorkloadFields({ index }: { readonly index: number }) {
  const { raw } = useForm();
  const path: Path = ['workloads', index];
  const isTrace = arrivalKind(valueAt(raw, [...path, 'arrivals'])) === 'trace';
  return (
    <>
      <IdField list="workloads" index={index} />
      <TextField path={[...path, 'tenant']} label="Tenant" text={PLAIN_TEXT} placeholder="as its name" />
      <ArrivalFields index={index} />
      {isTrace ? undefined : (
        <>
          <LengthField path={[...path, 'promptTokens']} label="Prompt tokens" />
          <LengthField path={[...path, 'outputTokens']} label="Output tokens" />
        </>
      )}
      <ChoiceField
        path={[...path, 'target']}
        label="Served by"
        description=""
        choices={idsOf(raw, 'pools').map((value) => ({ value, label: value }))}
      />
    </>
  );
}

function LengthField({ path, label }: { readonly path: Path; readonly label: string }) {
  return (
    <TextField
      path={path}
      label={label}
      text={LENGTH_TEXT}
      isWhole
      placeholder="p50 1020 p90 2735 max 8192"
    />
  );
}

/** What a workload is promised; each limit may be left out. */
export function ServiceLevelFields({ index }: { readonly index: number }) {
  const path: Path = ['workloads', index, 'slo'];
  return (
    <>
      <TextField path={[...path, 'ttftSeconds']} label="TTFT" text={DURATION_TEXT} placeholder="no limit" />
      <TextField path={[...path, 'tpotSeconds']} label="TPOT" text={DURATION_TEXT} placeholder="no limit" />
      <TextField
        path={[...path, 'endToEndSeconds']}
        label="End to end"
        text={DURATION_TEXT}
        placeholder="no limit"
      />
      <TextField
        path={[...path, 'percentile']}
        label="Kept for"
        text={SHARE_TEXT}
        unit="of requests"
        placeholder="95%"
      />
    </>
  );
}
