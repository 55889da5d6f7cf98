import { Table, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { CompareLine, CompareView } from '../../../host/api/types.ts';
import { explain } from '../../explain/explainState.ts';
import { isStale, useWorkspace } from '../../state/workspace.ts';
import { FigureButton } from '../../tables/DataTable.tsx';
import { DetailedRow } from '../../tables/DetailedRow.tsx';
import { useFolded } from '../../tables/useFolded.ts';
import { FIGURE_PATHS } from '../figurePaths.ts';
import classes from './Matrix.module.css';
import type { MatrixRow } from './matrixRows.ts';
import { groundsTexts, isGround } from '../groundsTexts.ts';
import { sortBy, useMatrix } from './matrixState.ts';
import { NameCell } from './NameCell.tsx';

type Column = CompareView['columns'][number];

export interface MatrixTableProps {
  readonly columns: readonly Column[];
  /** In the order in which they are shown. */
  readonly rows: readonly MatrixRow[];
  nameOf(documentId: string): string;
}

/** So many columns stay beside each other, however narrow it is: what a deployment is and what it costs. */
const LEAST_COLUMNS = 5;

/**
 * One line of figures a scenario; a header sorts, and its words say on hover what the figure is. Columns that have no room
 * follow below their row.
 */
export function MatrixTable({ columns: all, rows, nameOf }: MatrixTableProps) {
  const wanted = all.filter(({ key }) => !isGround(key));
  const { ref, folded } = useFolded(Math.max(0, wanted.length - LEAST_COLUMNS));
  const columns = wanted.slice(0, wanted.length - folded);
  const below = wanted.slice(wanted.length - folded);
  const grounds = all.filter(({ key }) => isGround(key));
  return (
    <Table.ScrollContainer
      minWidth={0}
      scrollAreaProps={{
        viewportRef: ref,
        viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Comparison: table' },
      }}
    >
      <Table verticalSpacing={5} horizontalSpacing={7} highlightOnHover className={classes.table ?? ''}>
        <Table.Thead>
          <Table.Tr>
            <Head sortKey="name" label="Scenario" isNumber={false} className={classes.name ?? ''} />
            {columns.map((column) => (
              <Head
                key={column.key}
                sortKey={column.key}
                label={column.label}
                isNumber={column.isNumber}
                isHighFirst={column.better === 'high'}
                meaning={column.meaning}
              />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Row
              key={row.documentId}
              row={row}
              columns={columns}
              below={below}
              grounds={grounds}
              name={nameOf(row.documentId)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface HeadProps {
  readonly sortKey: string;
  readonly label: string;
  readonly isNumber: boolean;
  readonly isHighFirst?: boolean;
  readonly meaning?: string;
  readonly className?: string;
}

function Head({ sortKey, label, isNumber, isHighFirst = false, meaning, className }: HeadProps) {
  const sorting = useMatrix((look) => look.sorting);
  const isSorted = sorting?.key === sortKey;
  const Icon = isSorted && sorting.isDescending ? IconArrowDown : IconArrowUp;
  const button = (
    <UnstyledButton className={classes.sort ?? ''} onClick={() => sortBy(sortKey, isHighFirst)}>
      {/* A unit stays with the word before it. */}
      {label.replace(/, (\S+)$/, ',\u00a0$1')}
      {isSorted ? <Icon size={12} aria-hidden /> : undefined}
    </UnstyledButton>
  );
  return (
    <Table.Th
      scope="col"
      aria-sort={isSorted ? (sorting.isDescending ? 'descending' : 'ascending') : 'none'}
      className={`${className ?? ''} ${isNumber ? (classes.number ?? '') : ''}`}
    >
      {meaning === undefined ? (
        button
      ) : (
        <Tooltip label={meaning} multiline maw={280} withArrow>
          {button}
        </Tooltip>
      )}
    </Table.Th>
  );
}

interface RowProps {
  readonly row: MatrixRow;
  readonly columns: readonly Column[];
  /** Those that have no room beside them. */
  readonly below: readonly Column[];
  /** What its figures rest on: words below them. */
  readonly grounds: readonly Column[];
  readonly name: string;
}

function Row({ row, columns, below, grounds, name }: RowProps) {
  const { documentId, isBaseline, isPinned, line } = row;
  const isOld = useWorkspace((state) => isStale(state, documentId));
  const details: readonly ReactNode[] =
    line === undefined
      ? []
      : [
          ...below
            .filter(({ key }) => (line.cells[key]?.text ?? '–') !== '–')
            .map(({ key, label }) => [label, ' ', figureOf(line, key)]),
          ...groundsTexts(grounds, line.cells),
        ];
  const marks = {
    'data-baseline': isBaseline || undefined,
    'data-pinned': isPinned || undefined,
    'data-old': isOld || undefined,
  };
  return (
    <DetailedRow details={details} span={columns.length} marks={marks} own={{ 'data-document': documentId }}>
      <NameCell row={row} name={name} rows={details.length === 0 ? 1 : 2} />
      {columns.map(({ key, isNumber }) => {
        const cell = line?.cells[key];
        const isMissed = key === 'promise' && line?.keepsPromise === false;
        return (
          <Table.Td
            key={key}
            className={`${(isNumber ? classes.number : classes.words) ?? ''} ${isMissed ? 'fc-bad' : ''}`}
          >
            {line === undefined ? '–' : figureOf(line, key)}
            {cell?.plusMinus === undefined ? undefined : (
              <Text component="div" fz="0.6875rem" className="fc-quiet">
                {cell.plusMinus}
              </Text>
            )}
          </Table.Td>
        );
      })}
    </DetailedRow>
  );
}

/** What a line has in a column; a figure of the forecast tells from what it is made. */
function figureOf(line: CompareLine, key: string): ReactNode {
  const cell = line.cells[key];
  const path = FIGURE_PATHS[key];
  if (cell === undefined || cell.text === '–' || path === undefined) return cell?.text ?? '–';
  return (
    <FigureButton
      key={key}
      figure={`${line.approximate ? '≈ ' : ''}${cell.text}`}
      onClick={() => explain(line, path)}
    />
  );
}
