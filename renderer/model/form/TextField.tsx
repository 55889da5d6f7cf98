import { TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { describedBy, FieldRow } from './FieldRow.tsx';
import type { FieldText } from './fieldTexts.ts';
import { type FieldModel, useField, useForm } from './formModel.ts';
import type { Path } from '../documentText.ts';
import { schemaHint } from './schemaHints.ts';
import classes from './TextField.module.css';
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
  readonly onWrite?: (value: unknown, field: FieldModel, before: unknown) => void;
  /** Goes back to what was saved in another way than by the value of the path. */
  readonly onReset?: (field: FieldModel) => void;
  /** What may be typed and what has come of it, below it. */
  readonly note?: ReactNode;
}

/** A value that is typed. The document follows each keystroke, while the input keeps what was typed as it was. */
export function TextField(props: TextFieldProps) {
  const { path, label, text, unit, whenEmpty = 'remove', isWhole = false } = props;
  const { raw } = useForm();
  const plain = useField(path, label, isWhole);
  const { onReset } = props;
  const found = onReset === undefined ? plain : { ...plain, reset: () => onReset(plain) };
  const hint = schemaHint(raw, path);
  const forms = text.forms === undefined ? undefined : `Such as ${text.forms}`;
  const [typing, setTyping] = useState<Typing>();
  const shown = text.show(found.value);
  const field = forms === undefined ? found : inWords(found, shown, forms);
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
  // Undo, the YAML view or another window may have changed the value meanwhile: then that is shown.
  const current = JSON.stringify(field.value);
  const isOwn = typing !== undefined && typing.value === current;
  const write = (typed: string): void => {
    const isEmpty = typed.trim() === '';
    const value = isEmpty ? (whenEmpty === 'remove' ? undefined : '') : text.write(typed);
    const before = typing?.before ?? { value: field.value };
    setTyping({ typed, value: JSON.stringify(value), before });
    if (props.onWrite === undefined) field.set(value, before.value);
    else props.onWrite(value, field, before.value);
  };
  return (
    <FieldRow field={field} label={label} description={description} source={props.note}>
      <TextInput
        {...describedBy(field, description)}
        size="xs"
        error={field.problems.length > 0}
        withErrorStyles
        value={isOwn ? typing.typed : shown}
        placeholder={props.placeholder ?? placeholderOf(hint.default)}
        {...(unit === undefined
          ? {}
          : {
              rightSection: <span className={classes.unit}>{unit}</span>,
              rightSectionWidth: `${unit.length * 0.42 + 1.1}rem`,
            })}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => write(event.currentTarget.value)}
        onBlur={() => setTyping(undefined)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') setTyping(undefined);
        }}
      />
    </FieldRow>
  );
}

interface Typing {
  readonly typed: string;
  /** What it wrote, to be told from what others write. */
  readonly value: string | undefined;
  /** What stood there when typing began. */
  readonly before: { readonly value: unknown };
}

/** A field whose text is not understood says so in the words of what may be typed. */
function inWords(field: FieldModel, shown: string | undefined, forms: string): FieldModel {
  const isUnread = field.problems.some(({ message }) => message.startsWith('must be a number'));
  if (!isUnread || shown === undefined || shown === '') return field;
  return {
    ...field,
    problems: [{ path: field.place, message: `“${shown}” is not understood.`, suggestion: `${forms}.` }],
  };
}

function placeholderOf(value: unknown): string {
  return value === undefined || typeof value === 'object' ? '' : String(value);
}
