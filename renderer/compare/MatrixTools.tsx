import { Button, Checkbox, Group, MultiSelect, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { CompareView } from '../../host/api/types.ts';
import { attempt } from '../app/say.ts';
import { saveTableCsv } from '../tables/saveTableCsv.ts';
import type { MatrixRow } from './matrixRows.ts';
import { BEST_FIRST, lookAt, useMatrix } from './matrixState.ts';

/** Narrows the rows down and puts them in order; saves them as they are shown. */
export function MatrixTools({
  view,
  rows,
  nameOf,
}: {
  readonly view: CompareView;
  readonly rows: readonly MatrixRow[];
  nameOf(documentId: string): string;
}) {
  const { sorting, text, keepsPromise, accelerators } = useMatrix();
  const found = [...new Set(view.lines.map(({ cells }) => cells['accelerator']?.text ?? '–'))].sort();
  const order = sorting === undefined ? 'own' : sorting.key === 'place' ? 'best' : 'column';
  return (
    <Group gap="xs" align="center">
      <SegmentedControl
        size="xs"
        aria-label="Order of the rows"
        value={order}
        onChange={(value) => lookAt({ sorting: value === 'best' ? BEST_FIRST : undefined })}
        data={[
          { value: 'best', label: 'Best first' },
          { value: 'own', label: 'Own order' },
          ...(order === 'column' ? [{ value: 'column', label: 'By column' }] : []),
        ]}
      />
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
