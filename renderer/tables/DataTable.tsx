import { Button, Table, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import type { ReportRow, ReportTable } from '../../host/api/types.ts';
import classes from './DataTable.module.css';
import { type Sorting, sortedRows } from './sortedRows.ts';

export interface DataTableProps {
  readonly table: ReportTable;
  readonly caption: string;
  /** Asks “from what?” of a figure; without it, figures are plain text. */
  readonly onFigure?: (path: string) => void;
  /** What can be done with a row. */
  readonly action?: { readonly label: string; run(row: ReportRow): void };
}

/** A date or a time of a day: not to be broken at its dashes. */
const INSTANT = /^\d{4}-\d{2}/;
/** Names longer than this would be squeezed to a word a line by the figures beside them. */
const LONG_NAME = 24;

/** A table of figures: numbers flush right in even digits, units in the headers; a header sorts. */
export function DataTable({ table, caption, onFigure, action }: DataTableProps) {
  const [sorting, setSorting] = useState<Sorting>();
  const { columns } = table;
  const places = columns.map((_, column) => column);
  const shown = places.filter((column) => columns[column].isDetail !== true);
  const details = places.filter((column) => columns[column].isDetail === true);
  return (
    <Table.ScrollContainer
      minWidth={0}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': caption } }}
    >
      <Table verticalSpacing={5} horizontalSpacing="sm" highlightOnHover className={classes.table ?? ''}>
        <Table.Thead>
          <Table.Tr>
            {shown.map((column) => {
              const { label, isNumber } = columns[column];
              const isSorted = sorting?.column === column;
              const order = isSorted ? (sorting.isDescending ? 'descending' : 'ascending') : 'none';
              const Icon = sorting?.isDescending === true ? IconArrowDown : IconArrowUp;
              return (
                <Table.Th
                  key={label}
                  scope="col"
                  aria-sort={order}
                  className={isNumber ? classes.number : undefined}
                >
                  <UnstyledButton
                    className={classes.sort ?? ''}
                    onClick={() => setSorting(nextSorting(sorting, column, isNumber))}
                  >
                    {label}
                    {isSorted ? <Icon size={12} aria-hidden /> : undefined}
                  </UnstyledButton>
                </Table.Th>
              );
            })}
            {action === undefined ? undefined : <Table.Td className={classes.action ?? ''} />}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sortedRows(table, sorting).map((row, index) => {
            const { cells, tone, figures } = row;
            const words = details.flatMap((column) =>
              cells[column] === '–' ? [] : [`${columns[column].label} ${cells[column]}`],
            );
            return (
              <Fragment key={`${index} ${cells[0]}`}>
                <Table.Tr data-tone={tone} data-led={words.length > 0 || undefined}>
                  {shown.map((column) => {
                    const cell = cells[column];
                    const numeric = columns[column].isNumber ? classes.number : undefined;
                    const path = cell === '–' ? undefined : figures?.[column];
                    // A row without a name of its own, as a second line of one, has no heading.
                    const shape = INSTANT.test(cell)
                      ? classes.instant
                      : cell.length > LONG_NAME
                        ? classes.long
                        : '';
                    return column === 0 && cell !== '' ? (
                      <Table.Th
                        key={columns[column].label}
                        scope="row"
                        className={`${classes.head} ${numeric ?? ''} ${shape}`}
                      >
                        {cell}
                      </Table.Th>
                    ) : (
                      <Table.Td
                        key={columns[column].label}
                        className={numeric ?? (INSTANT.test(cell) ? classes.instant : undefined)}
                      >
                        {path === undefined || onFigure === undefined ? (
                          cell
                        ) : (
                          <FigureButton figure={cell} onClick={() => onFigure(path)} />
                        )}
                      </Table.Td>
                    );
                  })}
                  {action === undefined ? undefined : (
                    <Table.Td className={classes.action ?? ''}>
                      <Button
                        size="compact-xs"
                        variant="default"
                        aria-label={`${action.label} ${cells[0]}`}
                        onClick={() => action.run(row)}
                      >
                        {action.label}
                      </Button>
                    </Table.Td>
                  )}
                </Table.Tr>
                {words.length === 0 ? undefined : (
                  <Table.Tr data-tone={tone}>
                    <Table.Td
                      colSpan={shown.length + (action === undefined ? 0 : 1)}
                      className={classes.details ?? ''}
                    >
                      {words.join(' · ')}
                    </Table.Td>
                  </Table.Tr>
                )}
              </Fragment>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** A figure that tells from what it is made. */
export function FigureButton({ figure, onClick }: { readonly figure: string; onClick(): void }) {
  return (
    <UnstyledButton className={classes.figure ?? ''} onClick={onClick}>
      {figure}
      <VisuallyHidden>, from what?</VisuallyHidden>
    </UnstyledButton>
  );
}

/** Once the way one asks first (largest figures, names from A), then the other way, then as it came. */
function nextSorting(before: Sorting | undefined, column: number, isNumber: boolean): Sorting | undefined {
  if (before?.column !== column) return { column, isDescending: isNumber };
  return before.isDescending === isNumber ? { column, isDescending: !isNumber } : undefined;
}
