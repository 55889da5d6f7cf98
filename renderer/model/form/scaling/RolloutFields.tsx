import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import type { Path } from '../../documentText.ts';
import { INSTANTS_TEXT, REPLICAS_TEXT } from '../fields/fieldTexts.ts';
import { type FieldModel, useForm } from '../formModel.ts';
import { itemName } from '../listItems.ts';
import { TextField } from '../fields/TextField.tsx';

/** When all replicas of a pool are replaced, and how many at a time; without a date there is no group of it. */
export function RolloutFields({ index }: { readonly index: number }) {
  const form = useForm();
  const path: Path = ['pools', index, 'rollout'];
  const isThere = valueAt(form.raw, path) !== undefined;
  const write = (at: unknown, field: FieldModel): void => {
    const step = `rollouts of ${itemName(form.raw, 'pools', index)}`;
    if (at !== undefined && isThere) field.set(at);
    else form.set(step, path, at === undefined ? undefined : { at });
  };
  return (
    <>
      <TextField
        path={[...path, 'at']}
        label={labelOf('pools.*.rollout.at')}
        text={INSTANTS_TEXT}
        isWhole
        placeholder="never"
        onWrite={write}
        onReset={(field) => write(field.saved, field)}
      />
      {isThere
        ? (['surge', 'unavailable'] as const).map((part) => (
            <TextField
              key={part}
              path={[...path, part]}
              label={labelOf(`pools.*.rollout.${part}`)}
              text={REPLICAS_TEXT}
              placeholder="25%"
            />
          ))
        : undefined}
    </>
  );
}
