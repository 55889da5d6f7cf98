import { Autocomplete, type ComboboxItem } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { CatalogEntry } from '../../../host/api/types.ts';
import { describedBy, FieldRow } from './FieldRow.tsx';
import classes from './CatalogField.module.css';
import type { Path } from '../documentText.ts';
import { type FieldModel, useField } from './formModel.ts';
import { YamlOnly } from './YamlOnly.tsx';

/** More cannot be looked through; typing narrows them down. */
const MOST_OFFERED = 60;

interface CatalogFieldProps {
  readonly path: Path;
  readonly label: string;
  readonly entries: readonly CatalogEntry[];
  /** What has come of the value, below it. */
  readonly note?: ReactNode;
  /** Writes in another way than as the value of the path. */
  readonly onWrite?: (value: unknown, field: FieldModel, before: unknown) => void;
  /** Goes back to what was saved in another way than by the value of the path. */
  readonly onReset?: (field: FieldModel) => void;
}

/** An entry of the catalogue by its id: found by any words of its name, id or figures, with its source. */
export function CatalogField({ path, label, entries, note, onWrite, onReset }: CatalogFieldProps) {
  const found = useField(path, label, true);
  const field = onReset === undefined ? found : { ...found, reset: () => onReset(found) };
  const [before, setBefore] = useState<{ readonly value: unknown }>();
  const { value } = field;
  if (typeof value === 'object' && value !== null) {
    return (
      <FieldRow field={field} label={label}>
        <YamlOnly path={path} elementId={field.elementId}>
          Figures of your own
        </YamlOnly>
      </FieldRow>
    );
  }
  const id = value === undefined ? '' : String(value);
  const entry = entries.find((candidate) => candidate.id === id);
  return (
    <FieldRow
      field={field}
      label={label}
      source={entry === undefined ? note : <Source entry={entry} note={note} />}
    >
      <Autocomplete
        {...describedBy(field, undefined)}
        size="xs"
        error={field.problems.length > 0}
        withErrorStyles
        data={entries.map((candidate) => candidate.id)}
        value={id}
        limit={MOST_OFFERED}
        placeholder="Search the catalogue"
        spellCheck={false}
        maxDropdownHeight={320}
        comboboxProps={{ width: 380, position: 'bottom-start' }}
        filter={({ options, search }) =>
          // A chosen one is where to begin to look, not all there is to see.
          search === id && entry !== undefined
            ? options
            : options.filter((option) => isFound(entries, (option as ComboboxItem).value, search))
        }
        renderOption={({ option }) => <Offer entry={entries.find((one) => one.id === option.value)} />}
        onFocus={(event) => {
          setBefore({ value });
          event.currentTarget.select();
        }}
        onBlur={() => setBefore(undefined)}
        onChange={(typed) => {
          const next = typed.trim() === '' ? undefined : typed.trim();
          if (onWrite === undefined) field.set(next, before?.value ?? value);
          else onWrite(next, field, before?.value ?? value);
        }}
      />
    </FieldRow>
  );
}

function Offer({ entry }: { readonly entry: CatalogEntry | undefined }) {
  if (entry === undefined) return undefined;
  return (
    <div className={classes.offer}>
      <div>{entry.name}</div>
      <div className={classes.hint}>
        {entry.name === entry.id ? undefined : `${entry.id} · `}
        {entry.hint}
      </div>
    </div>
  );
}

function Source({ entry, note }: { readonly entry: CatalogEntry; readonly note: ReactNode }) {
  return (
    <>
      {note}
      {entry.hint}.
      <details className={classes.source}>
        <summary>Source{entry.readOn === undefined ? '' : `, read on ${entry.readOn}`}</summary>
        {entry.source}
      </details>
    </>
  );
}

/** Whether every word of a search is in the id, the name or the hint. */
function isFound(entries: readonly CatalogEntry[], id: string, search: string): boolean {
  const entry = entries.find((candidate) => candidate.id === id);
  if (entry === undefined) return false;
  const text = `${entry.id} ${entry.name} ${entry.hint}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
