import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { FieldModel, FormWarning } from '../formModel.ts';
import classes from './FieldRow.module.css';
import { shownValue } from './shownValue.ts';

interface FieldRowProps {
  readonly field: FieldModel;
  readonly label: string;
  /** What the value means. */
  readonly description?: string | undefined;
  /** Where the value comes from, below it. */
  readonly source?: ReactNode;
  /** The value as it is shown: a long one has the whole row, below its name, where it would be cut off beside it. */
  readonly text?: string | undefined;
  readonly children: ReactNode;
}

/** Letters that have room beside a name in a window of 1280 pixels. */
const LONG = 28;

/** A row of the form: name, value, what is wrong with it, where it is from, and the way back to what was saved. */
export function FieldRow({ field, label, description, source, text = '', children }: FieldRowProps) {
  const { elementId, problems, warnings, isChanged } = field;
  return (
    <div
      className={classes.row}
      data-changed={isChanged || undefined}
      data-wrong={problems.length > 0 || undefined}
      data-long={text.length > LONG || undefined}
    >
      <label className={classes.name} htmlFor={elementId}>
        {label}
        {isChanged ? <span className={classes.hidden}> (changed)</span> : undefined}
      </label>
      <div className={classes.value}>
        <Meaning text={description}>{children}</Meaning>
        <Told id={problemId(elementId)} what={problems} />
        <Told id={warningId(elementId)} what={warnings} isWarning />
        {source === undefined ? undefined : <div className={classes.note}>{source}</div>}
        {description === undefined ? undefined : (
          <div className={classes.hidden} id={descriptionId(elementId)}>
            {description}
          </div>
        )}
      </div>
      <div className={classes.reset}>
        {isChanged ? (
          <Tooltip label={`Back to ${shownValue(field.saved)}`}>
            <ActionIcon
              variant="subtle"
              size="sm"
              aria-label={`Reset ${label} to ${shownValue(field.saved)}`}
              onClick={field.reset}
            >
              <IconArrowBackUp size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        ) : undefined}
      </div>
    </div>
  );
}

interface ToldProps {
  readonly id: string;
  readonly what: readonly FormWarning[];
  readonly isWarning?: boolean;
}

/** What is wrong with a value or speaks against it, and what would be right; nothing where there is nothing. */
function Told({ id, what, isWarning = false }: ToldProps) {
  if (what.length === 0) return undefined;
  return (
    <ul className={classes.problems} data-warning={isWarning || undefined} id={id}>
      {what.map(({ message, suggestion }) => (
        <li key={message}>
          {message}
          {suggestion === undefined ? undefined : <span className={classes.suggestion}> {suggestion}</span>}
        </li>
      ))}
    </ul>
  );
}

/** Says what a value means beside it, while it is pointed at or has the focus. */
function Meaning({ text, children }: { readonly text: string | undefined; readonly children: ReactNode }) {
  if (text === undefined) return children;
  return (
    <Tooltip
      label={text}
      position="right"
      offset={36}
      multiline
      maw={260}
      openDelay={500}
      events={{ hover: true, focus: true, touch: false }}
    >
      <div>{children}</div>
    </Tooltip>
  );
}

/** What an input of a row says to those who do not see the row. */
export function describedBy(field: FieldModel, description: string | undefined) {
  const ids = [
    ...(field.problems.length > 0 ? [problemId(field.elementId)] : []),
    ...(field.warnings.length > 0 ? [warningId(field.elementId)] : []),
    ...(description === undefined ? [] : [descriptionId(field.elementId)]),
  ];
  return {
    id: field.elementId,
    'aria-invalid': field.problems.length > 0,
    ...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }),
  };
}

function problemId(elementId: string): string {
  return `${elementId}-problem`;
}

function warningId(elementId: string): string {
  return `${elementId}-warning`;
}

function descriptionId(elementId: string): string {
  return `${elementId}-description`;
}
