import { Table } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import classes from './DetailedRow.module.css';

type Marks = Readonly<Record<`data-${string}`, string | boolean | undefined>>;

interface DetailedRowProps {
  /** What has no room as a column of its own, part by part; none, and the row stands alone. */
  readonly details: readonly ReactNode[];
  /** Columns that the details lie below. */
  readonly span: number;
  /** Of the row and of its details. */
  readonly marks: Marks;
  /** Of the row alone. */
  readonly own?: Marks;
  /** Its cells. */
  readonly children: ReactNode;
}

/** A row of a table; what else is to be said of it follows below, as a line of words. */
export function DetailedRow({ details, span, marks, own, children }: DetailedRowProps) {
  const isLed = details.length > 0;
  return (
    <>
      <Table.Tr {...marks} {...own} className={isLed ? (classes.led ?? '') : ''}>
        {children}
      </Table.Tr>
      {isLed ? (
        <Table.Tr {...marks} className={classes.below ?? ''}>
          <Table.Td colSpan={span} className={classes.details ?? ''}>
            {details.map((part, index) => (
              // Parts have no name of their own, and keep their order.
              <Fragment key={index}>
                {index === 0 ? '' : ' · '}
                {part}
              </Fragment>
            ))}
          </Table.Td>
        </Table.Tr>
      ) : undefined}
    </>
  );
}
