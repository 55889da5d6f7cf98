import { Button, Table, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { ReportRow, ReportTable } from '../../host/api/types.ts';
import classes from './DataTable.module.css';
import { DetailedRow } from './DetailedRow.tsx';
import { type Sorting, sortedRows } from './sortedRows.ts';
import { useFolded } from './useFolded.ts';

export interface DataTableProps {
  readonly table: ReportTable;
  readonly caption: string;
  /** Asks “from what?” of a figure; without it, figures are plain text. */
  readonly onFigure?: (path: string) => void;
  /** What can be done with a row. */
  readonly action?: { readonly label: string; run(row: ReportRow): void };
}

/** A date or a time of a day: not to be broken at its dashes, however long it is. */
const INSTANT = /^\d{4}-\d{2}/;
/** So many columns stay beside each other, however narrow it is. */
const LEAST_COLUMNS = 2;
/** Words up to so many letters stand on one line, as “17.9 ms to 26.7 ms”; longer ones are broken, but not to a word a line. */
const SHORT = 20;

/**
 * A table of figures: numbers flush right in even digits, units in the headers; a header sorts. Columns that have no room
 * follow below their row.
 */
export function DataTable({ table, caption, onFigure, action }: DataTableProps) {
  const [sorting, setSorting] = useState<Sorting>();
  const { columns } = table;
  const places = columns.map((_, column) => column);
  const wanted = places.filter((column) => columns[column].isDetail !== true);
  const { ref, folded } = useFolded(Math.max(0, wanted.length - LEAST_COLUMNS));
  const shown = wanted.slice(0, wanted.length - folded);
  const below = places.filter((column) => !shown.includes(column));
  return (
    <Table.ScrollContainer
      minWidth={0}
      scrollAreaProps={{
        viewportRef: ref,
        viewportProps: { tabIndex: 0, role: 'region', 'aria-label': caption },
      }}
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
            const details = below.flatMap((column): readonly ReactNode[] => {
              const cell = cells[column];
              if (cell === '–' || cell === '') return [];
              return [[columns[column].label, ' ', figureOf(cell, figures?.[column], onFigure)]];
            });
            return (
              <DetailedRow
                key={`${index} ${cells[0]}`}
                details={details}
                span={shown.length + (action === undefined ? 0 : 1)}
                marks={{ 'data-tone': tone }}
              >
                {shown.map((column) => {
                  const cell = cells[column];
                  const numeric = columns[column].isNumber ? classes.number : undefined;
                  const shape =
                    cell.length <= SHORT || INSTANT.test(cell) ? (classes.short ?? '') : (classes.long ?? '');
                  // A row without a name of its own, as a second line of one, has no heading.
                  return column === 0 && cell !== '' ? (
                    <Table.Th
                      key={columns[column].label}
                      scope="row"
                      className={`${classes.head} ${numeric ?? ''} ${shape}`}
                    >
                      {cell}
                    </Table.Th>
                  ) : (
                    <Table.Td key={columns[column].label} className={numeric ?? shape}>
                      {figureOf(cell, figures?.[column], onFigure)}
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
              </DetailedRow>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** A cell; one that shows a figure tells from what that is made, where it is asked. */
function figureOf(
  cell: string,
  path: string | undefined,
  onFigure: ((path: string) => void) | undefined,
): ReactNode {
  if (path === undefined || onFigure === undefined || cell === '–') return cell;
  return <FigureButton key={path} figure={cell} onClick={() => onFigure(path)} />;
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
