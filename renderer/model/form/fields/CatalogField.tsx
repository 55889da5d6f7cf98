import { Autocomplete, type ComboboxItem } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import type { CatalogEntry } from '../../../../host/api/types.ts';
import { describedBy, FieldRow } from './FieldRow.tsx';
import classes from './CatalogField.module.css';
import { foundEntries } from './catalogSearch.ts';
import { entryNamed } from '../pool/instanceChoice.ts';
import type { Path } from '../../documentText.ts';
import { type FieldModel, useField } from '../formModel.ts';
import { useEntry } from './useEntry.ts';
import { YamlOnly } from './YamlOnly.tsx';

/** More cannot be looked through; typing narrows them down. */
const MOST_OFFERED = 60;

interface CatalogFieldProps {
  readonly path: Path;
  readonly label: string;
  readonly entries: readonly CatalogEntry[];
  /** What to search by, in the empty field. */
  readonly placeholder?: string;
  /** What has come of the value, below it. */
  readonly note?: ReactNode;
  /** Writes in another way than as the value of the path. */
  readonly onWrite?: (value: unknown, field: FieldModel) => void;
  /** Goes back to what was saved in another way than by the value of the path. */
  readonly onReset?: (field: FieldModel) => void;
}

/**
 * An entry of the catalogue by its id: found by name, size, memory, kind or price, and written when it is picked. A
 * search that is left without a pick changes nothing; a name that finds nothing is written, to be told what is wrong.
 */
export function CatalogField({
  path,
  label,
  entries,
  placeholder,
  note,
  onWrite,
  onReset,
}: CatalogFieldProps) {
  const found = useField(path, label, true);
  const field = onReset === undefined ? found : { ...found, reset: () => onReset(found) };
  const { value } = field;
  const id = value === undefined || typeof value === 'object' ? '' : String(value);
  const entry = entries.find((candidate) => candidate.id === id);
  const typed = useEntry(id, (text) => {
    const name = text.trim();
    const meant = entryNamed(entries, name)?.id;
    if (meant === undefined && foundEntries(entries, name).length > 0) return;
    const next = meant ?? name;
    if (onWrite === undefined) field.set(next);
    else onWrite(next, field);
  });
  // A pick changes the text, too: that is no typing.
  const picked = useRef<string>(undefined);
  if (typeof value === 'object' && value !== null) {
    return (
      <FieldRow field={field} label={label}>
        <YamlOnly path={path} elementId={field.elementId}>
          Figures of your own
        </YamlOnly>
      </FieldRow>
    );
  }
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
        value={typed.text}
        data-typing={typed.isTyping}
        limit={MOST_OFFERED}
        placeholder={placeholder ?? 'Search the catalogue'}
        spellCheck={false}
        selectFirstOptionOnChange={typed.isTyping && typed.text.trim() !== ''}
        maxDropdownHeight={320}
        comboboxProps={{ width: 380, position: 'bottom-start' }}
        filter={({ options, search }) => {
          // A chosen one is where to begin to look, not all there is to see.
          if (!typed.isTyping) return options;
          const offered = new Set(foundEntries(entries, search).map((one) => one.id));
          return options.filter((option) => offered.has((option as ComboboxItem).value));
        }}
        renderOption={({ option }) => <Offer entry={entries.find((one) => one.id === option.value)} />}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={typed.onBlur}
        onKeyDown={(event) => {
          // Enter picks what is marked in the list; without anything found it takes what was typed.
          const isPick = event.key === 'Enter' && foundEntries(entries, typed.text).length > 0;
          if (!isPick) typed.onKeyDown(event);
        }}
        onChange={(text) => {
          if (text !== picked.current) typed.type(text);
          picked.current = undefined;
        }}
        onOptionSubmit={(text) => {
          picked.current = text;
          typed.take(text);
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
