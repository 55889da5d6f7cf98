import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { describedBy, FieldRow } from './FieldRow.tsx';
import type { FieldText } from './fieldTexts.ts';
import { type FieldModel, useField, useForm } from '../formModel.ts';
import type { Path } from '../../documentText.ts';
import { schemaHint } from '../schemaHints.ts';
import classes from './TextField.module.css';
import { useEntry } from './useEntry.ts';
import { YamlOnly } from './YamlOnly.tsx';

interface TextFieldProps {
  readonly path: Path;
  readonly label: string;
  readonly text: FieldText;
  /** What is behind the value: `tokens`, `requests/s`. */
  readonly unit?: string;
  readonly description?: string;
  readonly placeholder?: string;
  /** What is left where the field is emptied: the key goes, or stays with nothing in it. */
  readonly whenEmpty?: 'remove' | 'keep';
  readonly isWhole?: boolean;
  /** Writes in another way than as the value of the path. */
  readonly onWrite?: (value: unknown, field: FieldModel) => void;
  /** Goes back to what was saved in another way than by the value of the path. */
  readonly onReset?: (field: FieldModel) => void;
  /** What may be typed and what has come of it, below it. */
  readonly note?: ReactNode;
}

/** A value that is typed, and written when it is whole. */
export function TextField(props: TextFieldProps) {
  const { path, label, text, unit, whenEmpty = 'remove', isWhole = false } = props;
  const { raw } = useForm();
  const plain = useField(path, label, isWhole);
  const { onReset } = props;
  const found = onReset === undefined ? plain : { ...plain, reset: () => onReset(plain) };
  const hint = schemaHint(raw, path);
  const forms = text.forms === undefined ? undefined : `Such as ${text.forms}`;
  const shown = text.show(found.value);
  const field = forms === undefined ? found : inWords(found, shown, forms);
  const entry = useEntry(shown ?? '', (typed) => {
    const isEmpty = typed.trim() === '';
    const value = isEmpty ? (whenEmpty === 'remove' ? undefined : '') : text.write(typed);
    if (props.onWrite === undefined) field.set(value);
    else props.onWrite(value, field);
  });
  const description = (props.description ?? forms ?? hint.description) || undefined;
  if (shown === undefined) {
    return (
      <FieldRow field={field} label={label}>
        <YamlOnly path={path} elementId={field.elementId}>
          More than a line can say
        </YamlOnly>
      </FieldRow>
    );
  }
  return (
    <FieldRow field={field} label={label} description={description} source={props.note} text={shown}>
      <TextInput
        {...describedBy(field, description)}
        size="xs"
        error={field.problems.length > 0}
        withErrorStyles
        value={entry.text}
        data-typing={entry.isTyping}
        placeholder={props.placeholder ?? placeholderOf(hint.default)}
        {...(unit === undefined
          ? {}
          : {
              rightSection: <span className={classes.unit}>{unit}</span>,
              rightSectionWidth: `${unit.length * 0.42 + 1.1}rem`,
            })}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => entry.type(event.currentTarget.value)}
        onBlur={entry.onBlur}
        onKeyDown={entry.onKeyDown}
      />
    </FieldRow>
  );
}

/** A field whose text is not understood says so in the words of what may be typed. */
function inWords(field: FieldModel, shown: string | undefined, forms: string): FieldModel {
  const isUnread = field.problems.some(({ message }) => /^must be a (number|list)/.test(message));
  if (!isUnread || shown === undefined || shown === '') return field;
  return {
    ...field,
    problems: [{ path: field.place, message: `“${shown}” is not understood.`, suggestion: `${forms}.` }],
  };
}

function placeholderOf(value: unknown): string {
  return value === undefined || typeof value === 'object' ? '' : String(value);
}
