import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import type { Path } from '../../documentText.ts';
import { DURATION_TEXT, NUMBER_TEXT } from '../fields/fieldTexts.ts';
import { type FieldModel, useForm } from '../formModel.ts';
import { itemName } from '../listItems.ts';
import { TextField } from '../fields/TextField.tsx';

/** How often and when clients ask again; without a number there is no group of it. */
export function RetryFields({ index }: { readonly index: number }) {
  const form = useForm();
  const path: Path = ['workloads', index, 'retry'];
  const isThere = valueAt(form.raw, path) !== undefined;
  const write = (times: unknown, field: FieldModel): void => {
    const step = `clients of ${itemName(form.raw, 'workloads', index)} ask again`;
    if (times !== undefined && isThere) field.set(times);
    else form.set(step, path, times === undefined ? undefined : { times });
  };
  return (
    <>
      <TextField
        path={[...path, 'times']}
        label={labelOf('workloads.*.retry.times')}
        text={NUMBER_TEXT}
        unit="times"
        placeholder="never"
        description="Where no replica was ready in time, or a request was lost with one for good"
        onWrite={write}
        onReset={(field) => write(field.saved, field)}
      />
      {isThere ? (
        <>
          <TextField
            path={[...path, 'backoff']}
            label={labelOf('workloads.*.retry.backoff')}
            text={DURATION_TEXT}
          />
          <TextField
            path={[...path, 'factor']}
            label={labelOf('workloads.*.retry.factor')}
            text={NUMBER_TEXT}
            unit="times"
          />
        </>
      ) : undefined}
    </>
  );
}
