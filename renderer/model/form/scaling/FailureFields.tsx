import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import type { Path } from '../../documentText.ts';
import { DRILL_TEXT, DURATION_LAW_TEXT, NUMBER_TEXT } from '../fields/fieldTexts.ts';
import { type FieldModel, useForm } from '../formModel.ts';
import { itemName } from '../listItems.ts';
import { FAILURE_CAUSES, type FailureCause, firstFailures } from './firstFailures.ts';
import { TextField } from '../fields/TextField.tsx';

/** What fails of a pool, by chance or in a drill, and how long until it is repaired; without a cause there is no group of them. */
export function FailureFields({ index }: { readonly index: number }) {
  const form = useForm();
  const path: Path = ['pools', index, 'failures'];
  const failures = valueAt(form.raw, path);
  const has = (cause: FailureCause): boolean => valueAt(failures, [cause]) !== undefined;
  const writes = (cause: FailureCause) => {
    const write = (value: unknown, field: FieldModel): void => {
      const step = `failures of ${itemName(form.raw, 'pools', index)}`;
      if (value !== undefined && failures !== undefined) field.set(value);
      else if (value !== undefined) form.set(step, path, firstFailures(cause, value));
      else if (FAILURE_CAUSES.some((other) => other !== cause && has(other)))
        form.set(step, [...path, cause], undefined);
      else form.set(step, path, undefined);
    };
    return { onWrite: write, onReset: (field: FieldModel) => write(field.saved, field) };
  };
  return (
    <>
      <TextField
        path={[...path, 'meanHours']}
        label={labelOf('pools.*.failures.meanHours')}
        text={NUMBER_TEXT}
        unit="hours on average"
        placeholder="never fails"
        {...writes('meanHours')}
      />
      <TextField
        path={[...path, 'zone', 'meanHours']}
        label={labelOf('pools.*.failures.zone.meanHours')}
        text={NUMBER_TEXT}
        unit="hours on average"
        placeholder="never fails"
        {...writes('zone')}
      />
      {has('zone') ? (
        <TextField
          path={[...path, 'zone', 'zones']}
          label={labelOf('pools.*.failures.zone.zones')}
          text={NUMBER_TEXT}
          unit="zones"
          placeholder="3"
        />
      ) : undefined}
      <TextField
        path={[...path, 'at']}
        label={labelOf('pools.*.failures.at')}
        text={DRILL_TEXT}
        isWhole
        placeholder="none"
        {...writes('at')}
      />
      {failures === undefined ? undefined : (
        <TextField
          path={[...path, 'repair']}
          label={labelOf('pools.*.failures.repair')}
          text={DURATION_LAW_TEXT}
          isWhole
        />
      )}
      {has('zone') ? (
        <TextField
          path={[...path, 'zone', 'repair']}
          label={labelOf('pools.*.failures.zone.repair')}
          text={DURATION_LAW_TEXT}
          isWhole
          placeholder="as a replica’s"
        />
      ) : undefined}
    </>
  );
}
