import { Button, Group, Text, Title } from '@mantine/core';
import { useId } from 'react';
import type { ReportSection } from '../../host/api/types.ts';
import { attempt } from '../app/say.ts';
import { DataTable } from './DataTable.tsx';
import { saveTableCsv } from './saveTableCsv.ts';

/** A table with its notes, and a way to keep it. */
export function SectionCard({
  section,
  isApproximate,
  onFigure,
}: {
  readonly section: ReportSection;
  readonly isApproximate: boolean;
  /** Asks “from what?” of a figure. */
  readonly onFigure?: (path: string) => void;
}) {
  const id = useId();
  const { title, table, notes } = section;
  return (
    <section className="fc-card" style={{ padding: '0.9rem 1rem', minWidth: 0 }} aria-labelledby={id}>
      <Group justify="space-between" wrap="nowrap" mb={4} align="start">
        <Title order={3} size="h5" id={id}>
          {isApproximate ? '≈ ' : ''}
          {title}
        </Title>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-label={`Save ${title} as CSV`}
          onClick={() => void attempt(() => saveTableCsv(table, title, isApproximate))}
        >
          CSV
        </Button>
      </Group>
      {table.rows.length === 0 ? undefined : (
        <DataTable
          table={table}
          caption={`${title}: table`}
          {...(onFigure === undefined ? {} : { onFigure })}
        />
      )}
      {notes.map((note) => (
        <Text key={note} size="xs" className="fc-quiet fc-wrap" mt={4}>
          {note}
        </Text>
      ))}
    </section>
  );
}
