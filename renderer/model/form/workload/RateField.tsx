import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { demandOf } from '../../../../engine/scenario/arrivals/demandOf.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import type { Path } from '../../documentText.ts';
import { setInPlaceOf } from '../../documentText.ts';
import { demandText } from './demandText.ts';
import { describedBy, FieldRow } from '../fields/FieldRow.tsx';
import { useField, useForm } from '../formModel.ts';
import { RATE_UNITS, type RateEntry, rateEntryOf, typedRate, writtenRate } from './rateEntry.ts';
import classes from './RateField.module.css';
import { shownValue } from '../fields/shownValue.ts';
import { useEntry } from '../fields/useEntry.ts';

const DESCRIPTION =
  'How much is asked, on average over the week or in its highest hour; such as 12/s at peak, 43,200/h or 40M output tokens a day';

const LEVELS = [
  { value: 'mean', label: 'mean' },
  { value: 'peak', label: 'peak' },
];

interface RateFieldProps {
  /** Of the arrivals. */
  readonly path: Path;
  readonly label: string;
  readonly placeholder?: string;
}

/** How much is asked: an amount, what it counts and over which time, and whether it is the mean or the peak. */
export function RateField({ path, label, placeholder }: RateFieldProps) {
  const form = useForm();
  const arrivals = valueAt(form.raw, path) as { readonly rate?: unknown; readonly ratePerSecond?: unknown };
  const key = arrivals.rate === undefined ? 'ratePerSecond' : 'rate';
  const own = useField([...path, key], label);
  const other = useField([...path, key === 'rate' ? 'ratePerSecond' : 'rate'], label);
  const rate = rateEntryOf(arrivals);
  const put = (step: string, written: { readonly key: string; readonly value: unknown }): void =>
    form.edit(step, (document) =>
      setInPlaceOf(
        document,
        path,
        written.key === 'rate' ? 'ratePerSecond' : 'rate',
        written.key,
        written.value,
      ),
    );
  const write = (next: RateEntry): void => {
    const written = writtenRate(next);
    if (written.key === key && written.value === own.value) return;
    const id = valueAt(form.raw, [...path.slice(0, 2), 'id']);
    put(
      `${label.toLowerCase()} of ${String(id)}: ${shownValue(own.value)} → ${shownValue(written.value)}`,
      written,
    );
  };
  const entry = useEntry(rate.amount, (typed) => write(typedRate(rate, typed)));
  const saved = own.saved ?? other.saved;
  const field = {
    ...own,
    saved,
    problems: [...own.problems, ...other.problems],
    isChanged: own.isChanged || other.isChanged,
    reset: () =>
      put(`${label.toLowerCase()}: reset to ${shownValue(saved)}`, {
        key:
          own.saved === undefined && other.saved !== undefined
            ? key === 'rate'
              ? 'ratePerSecond'
              : 'rate'
            : key,
        value: saved,
      }),
  };
  const demand = demandOf(valueAt(form.raw, path.slice(0, 2)));
  const unit = `${rate.unit}/${rate.period}`;
  const units = RATE_UNITS.some(({ value }) => value === unit)
    ? RATE_UNITS
    : [...RATE_UNITS, { value: unit, label: unit }];
  return (
    <FieldRow
      field={field}
      label={label}
      description={DESCRIPTION}
      source={demand === undefined ? undefined : <span data-demand>{demandText(demand)}</span>}
    >
      <div className={classes.parts}>
        <TextInput
          {...describedBy(field, DESCRIPTION)}
          size="xs"
          className={classes.amount ?? ''}
          error={field.problems.length > 0}
          withErrorStyles
          value={entry.text}
          data-typing={entry.isTyping}
          placeholder={placeholder ?? ''}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => entry.type(event.currentTarget.value)}
          onBlur={entry.onBlur}
          onKeyDown={entry.onKeyDown}
        />
        <Select
          size="xs"
          className={classes.unit ?? ''}
          aria-label={`${label} counts`}
          data={units}
          value={unit}
          allowDeselect={false}
          comboboxProps={{ width: 170, position: 'bottom-end' }}
          onChange={(next) => {
            const [counted, period] = String(next).split('/');
            write({ ...rate, unit: counted, period } as RateEntry);
          }}
        />
        <SegmentedControl
          size="xs"
          className={classes.level ?? ''}
          aria-label={`${label} is`}
          data={LEVELS}
          value={rate.level}
          onChange={(level) => write({ ...rate, level } as RateEntry)}
        />
      </div>
    </FieldRow>
  );
}
