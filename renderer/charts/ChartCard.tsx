import { Button, Group, Text, Title } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import type { Chart } from '../../host/api/types.ts';
import { attempt } from '../app/say.ts';
import { shell } from '../shell/shell.ts';
import { DataTable } from '../tables/DataTable.tsx';
import { saveTableCsv } from '../tables/saveTableCsv.ts';
import { chartImage, type OnLine } from './drawChart.ts';
import { PlotlyChart } from './PlotlyChart.tsx';

export interface ChartCardProps {
  readonly chart: Chart;
  readonly height?: number;
  /** Marks a quick estimate. */
  readonly isApproximate: boolean;
  /** What the figures come from: engine, scenario, seed. Stands on pictures that are kept. */
  readonly source: string;
  /** Lets the chart’s first line be dragged. */
  readonly onLine?: OnLine;
}

/** A chart with its sentence, its figures as a table, and ways to keep either. */
export function ChartCard({ chart, height = 300, isApproximate, source, onLine }: ChartCardProps) {
  const id = useId();
  const element = useRef<HTMLDivElement>(null);
  const [isTable, setTable] = useState(false);
  const save = (format: 'png' | 'svg'): void =>
    void attempt(async () => {
      const size = element.current?.getBoundingClientRect();
      const title = `${isApproximate ? '≈ ' : ''}${chart.title}${isApproximate ? ' (quick estimate)' : ''}`;
      if (size !== undefined) await shell.saveFile(await chartImage(chart, size, { title, source }, format));
    });
  return (
    <figure
      className="fc-card"
      style={{ margin: 0, padding: '0.9rem 1rem', minWidth: 0 }}
      aria-labelledby={`${id}-title`}
    >
      <Group justify="space-between" align="start" wrap="nowrap">
        <Title order={3} size="h5" id={`${id}-title`}>
          {chart.title}
        </Title>
        <Group gap={2} wrap="nowrap">
          {isTable ? (
            <SmallButton
              onClick={() => void attempt(() => saveTableCsv(chart.table, chart.id, isApproximate))}
              label="CSV"
              name={`Save ${chart.title} as CSV`}
            />
          ) : (
            <>
              <SmallButton onClick={() => save('png')} label="PNG" name={`Save ${chart.title} as PNG`} />
              <SmallButton onClick={() => save('svg')} label="SVG" name={`Save ${chart.title} as SVG`} />
            </>
          )}
          <SmallButton
            onClick={() => setTable(!isTable)}
            label={isTable ? 'Chart' : 'Table'}
            name={`${chart.title} as ${isTable ? 'a chart' : 'a table'}`}
          />
        </Group>
      </Group>
      <Text size="sm" className="fc-quiet" id={`${id}-summary`} mb="xs">
        {isApproximate ? '≈ ' : ''}
        {chart.summary}
      </Text>
      {isTable ? (
        <DataTable table={chart.table} caption={`${chart.title}: figures`} />
      ) : (
        <PlotlyChart
          chart={chart}
          height={height}
          element={element}
          labelledBy={`${id}-title`}
          describedBy={`${id}-summary`}
          onLine={onLine}
        />
      )}
    </figure>
  );
}

function SmallButton({ label, name, onClick }: { label: string; name: string; onClick(): void }) {
  return (
    <Button size="compact-xs" variant="subtle" color="gray" aria-label={name} onClick={onClick}>
      {label}
    </Button>
  );
}
