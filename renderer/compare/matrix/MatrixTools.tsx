import { ActionIcon, Button, Checkbox, Group, MultiSelect, Select, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconSearch } from '@tabler/icons-react';
import type { CompareView } from '../../../host/api/types.ts';
import { attempt } from '../../app/say.ts';
import { saveTableCsv } from '../../tables/saveTableCsv.ts';
import type { MatrixRow } from './matrixRows.ts';
import { BEST_FIRST, lookAt, type MatrixState, useMatrix } from './matrixState.ts';

const OWN_ORDER = 'own';

/** Narrows the rows down and puts them in order; saves them as they are shown. */
export function MatrixTools({
  view,
  columns,
  rows,
  nameOf,
}: {
  readonly view: CompareView;
  /** Those in which the rows differ. */
  readonly columns: CompareView['columns'];
  readonly rows: readonly MatrixRow[];
  nameOf(documentId: string): string;
}) {
  const { sorting, text, keepsPromise, accelerators } = useMatrix();
  const found = [...new Set(view.lines.map(({ cells }) => cells['accelerator']?.text ?? '–'))].sort();
  return (
    <Group gap="xs" align="center">
      <Order sorting={sorting} columns={columns} />
      <TextInput
        size="xs"
        w="12rem"
        aria-label="Filter the rows by any word"
        placeholder="Filter by any word"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={text}
        onChange={(event) => lookAt({ text: event.currentTarget.value })}
      />
      {found.length > 1 ? (
        <MultiSelect
          size="xs"
          miw="11rem"
          aria-label="Filter the rows by accelerator"
          {...(accelerators.length === 0 ? { placeholder: 'Any accelerator' } : {})}
          data={found}
          value={[...accelerators]}
          onChange={(value) => lookAt({ accelerators: value })}
          clearable
        />
      ) : undefined}
      <Checkbox
        size="xs"
        label="Keeps its promise"
        checked={keepsPromise}
        onChange={(event) => lookAt({ keepsPromise: event.currentTarget.checked })}
      />
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        aria-label="Save the comparison's table as CSV"
        onClick={() => void attempt(() => saveRows(view, rows, nameOf))}
      >
        CSV
      </Button>
    </Group>
  );
}

/** In which order the rows stand: the one to take first, their own, or by any column, those that are only words below a row among them. */
function Order({ sorting, columns }: Pick<MatrixState, 'sorting'> & Pick<CompareView, 'columns'>) {
  const isByColumn = sorting !== undefined && sorting.key !== BEST_FIRST.key;
  const Icon = sorting?.isDescending === true ? IconArrowDown : IconArrowUp;
  const orders = [
    { value: BEST_FIRST.key, label: 'Best first' },
    { value: OWN_ORDER, label: 'Own order' },
  ];
  const byColumn = [
    { value: 'name', label: 'Scenario' },
    ...columns.map(({ key, label }) => ({ value: key, label })),
  ];
  const take = (key: string | null): void => {
    if (key === null || key === OWN_ORDER) return lookAt({ sorting: undefined });
    const isDescending = columns.find((column) => column.key === key)?.better === 'high';
    lookAt({ sorting: { key, isDescending } });
  };
  return (
    <Group gap={4} wrap="nowrap">
      <Select
        size="xs"
        w="11rem"
        aria-label="Order of the rows"
        allowDeselect={false}
        value={sorting?.key ?? OWN_ORDER}
        onChange={take}
        data={[
          { group: 'Order', items: orders },
          { group: 'By column', items: byColumn },
        ]}
      />
      {isByColumn ? (
        <ActionIcon
          variant="default"
          size={30}
          aria-label={sorting.isDescending ? 'Descending: turn the order' : 'Ascending: turn the order'}
          onClick={() => lookAt({ sorting: { ...sorting, isDescending: !sorting.isDescending } })}
        >
          <Icon size={14} aria-hidden />
        </ActionIcon>
      ) : undefined}
    </Group>
  );
}

function saveRows(
  { columns, lines }: CompareView,
  rows: readonly MatrixRow[],
  nameOf: (documentId: string) => string,
): Promise<void> {
  const table = {
    columns: [{ label: 'Scenario', isNumber: false }, ...columns],
    rows: rows.map(({ documentId, line }) => ({
      cells: [nameOf(documentId), ...columns.map(({ key }) => line?.cells[key]?.text ?? '–')],
    })),
  };
  return saveTableCsv(
    table,
    'comparison',
    lines.some(({ approximate }) => approximate),
  );
}
