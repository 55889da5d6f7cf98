import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import { describedBy, FieldRow } from './FieldRow.tsx';
import { type FieldModel, useField, useForm } from '../formModel.ts';
import type { Path } from '../../documentText.ts';
import { schemaHint } from '../schemaHints.ts';
import { shownValue } from './shownValue.ts';

/** One of the values to choose from; `value` as it stands in the document. */
export interface Choice {
  readonly value: string | boolean;
  readonly label: string;
}

interface ChoiceFieldProps {
  readonly path: Path;
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly description?: string;
  /** Shown where the document says nothing; the schema's default if left out. */
  readonly whenAbsent?: string;
  /** What to show as chosen, where that is not the value itself. */
  readonly chosen?: string;
  readonly isWhole?: boolean;
  /** What is shown below it. */
  readonly source?: ReactNode;
  /** Writes in another way than as the value of the path. */
  readonly onChoose?: (value: string, field: FieldModel) => void;
  /** Goes back to what was saved in another way than by the value of the path. */
  readonly onReset?: (saved: unknown) => void;
}

/** A value out of a few. One that is none of them is shown as it is, to be put right. */
export function ChoiceField(props: ChoiceFieldProps) {
  const { path, label, choices } = props;
  const { raw } = useForm();
  const found = useField(path, label, props.isWhole ?? false);
  const { onReset } = props;
  const field = onReset === undefined ? found : { ...found, reset: () => onReset(found.saved) };
  const hint = schemaHint(raw, path);
  const description = (props.description ?? hint.description) || undefined;
  const value = valueAt(raw, path);
  const chosen = props.chosen ?? String(value ?? props.whenAbsent ?? hint.default ?? '');
  const shown = choices.find((choice) => String(choice.value) === chosen)?.label;
  const strange = shown !== undefined || chosen === '' ? [] : [{ value: chosen, label: shownValue(value) }];
  return (
    <FieldRow field={field} label={label} description={description} source={props.source} text={shown}>
      <Select
        {...describedBy(field, description)}
        size="xs"
        error={field.problems.length > 0}
        withErrorStyles
        data={[...choices.map((choice) => ({ ...choice, value: String(choice.value) })), ...strange]}
        value={chosen === '' ? null : chosen}
        allowDeselect={false}
        checkIconPosition="right"
        onChange={(next) => {
          if (next === null || next === chosen) return;
          if (props.onChoose !== undefined) props.onChoose(next, field);
          else field.set(choices.find((choice) => String(choice.value) === next)?.value ?? next);
        }}
      />
    </FieldRow>
  );
}
