import { Button, Group, Table, Text, Title, Tooltip } from '@mantine/core';
import type { CompareRow, CompareView, ReportTable, ResultRef } from '../../host/api/types.ts';
import { attempt } from '../app/say.ts';
import { explain } from '../explain/explainState.ts';
import { FigureButton } from '../tables/DataTable.tsx';
import { saveTableCsv } from '../tables/saveTableCsv.ts';
import classes from './CompareScreen.module.css';

const VERDICT_CLASSES: Readonly<Record<string, string>> = {
  real: '',
  noise: 'fc-quiet',
  unknown: 'fc-quiet',
  equal: 'fc-quiet',
};

/** Of the names of figures, and the least of a scenario's: eight fit a window of 1280 pixels, six one of 900. */
const [FIGURE_PIXELS, LEAST_PIXELS] = [152, 92];

/** Every figure of every scenario, its difference from the baseline, and whether that is real or noise. */
export function Outcomes({ view }: { readonly view: CompareView }) {
  const { lines: columns, rows } = view;
  const isApproximate = columns.some(({ approximate }) => approximate);
  return (
    <section className="fc-card" style={{ padding: '0.9rem 1rem' }} aria-labelledby="outcomes-title">
      <Group justify="space-between">
        <Title order={2} size="h5" id="outcomes-title">
          Outcomes
        </Title>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-label="Save the outcomes as CSV"
          onClick={() => void attempt(() => saveTableCsv(outcomeTable(view), 'outcomes', isApproximate))}
        >
          CSV
        </Button>
      </Group>
      <Text size="xs" className="fc-quiet">
        real: the 95% interval of the difference, paired over replications with shared random numbers, leaves
        out 0; noise: it does not; unknown: it cannot be told.
      </Text>
      <Table.ScrollContainer
        minWidth={FIGURE_PIXELS + LEAST_PIXELS * columns.length}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Outcomes: table' } }}
      >
        <Table verticalSpacing={5} fz="0.8125rem">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" className={classes.figure ?? ''}>
                Figure
              </Table.Th>
              {columns.map(({ documentId, label, approximate }) => (
                <Table.Th scope="col" key={documentId} ta="right">
                  {approximate ? '≈\u00a0' : ''}
                  {label}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.metric}>
                <Table.Th scope="row" fw={400} className={classes.figure ?? ''}>
                  {row.label}
                </Table.Th>
                <Table.Td className={classes.numbers}>
                  <Figure value={row.values[0]} metric={row.metric} result={columns[0]} />
                </Table.Td>
                {row.differences.map((difference, i) => (
                  <Difference
                    key={columns[i + 1].documentId}
                    value={row.values[i + 1]}
                    metric={row.metric}
                    result={columns[i + 1]}
                    difference={difference}
                  />
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Reasons rows={rows} />
    </section>
  );
}

/** Why verdicts are what they are, in words below the table: what the figures' tooltips say. */
function Reasons({ rows }: Pick<CompareView, 'rows'>) {
  const all = rows.flatMap(({ differences }) => differences.filter(({ verdict }) => verdict !== 'equal'));
  const reasons = [...new Set(all.map(({ verdict, reason }) => `${verdict}: ${reason}`))];
  return reasons.slice(0, 6).map((reason) => (
    <Text key={reason} size="xs" className="fc-quiet fc-wrap">
      {reason}
    </Text>
  ));
}

interface FigureProps {
  readonly value: string;
  readonly metric: string;
  readonly result: ResultRef;
}

/** A metric of a comparison is a figure of the forecast, under the same name. */
function Figure({ value, metric, result: { documentId, resultId } }: FigureProps) {
  return value === '–' ? (
    value
  ) : (
    <FigureButton figure={value} onClick={() => explain({ documentId, resultId }, metric)} />
  );
}

function Difference({
  difference,
  ...figure
}: FigureProps & { readonly difference: CompareRow['differences'][number] }) {
  const { verdict, reason } = difference;
  return (
    <Table.Td className={classes.numbers}>
      <Figure {...figure} />
      <Tooltip label={reason} withArrow>
        <Text size="xs" className={VERDICT_CLASSES[verdict]} fw={verdict === 'real' ? 600 : 400} tabIndex={0}>
          {changeText(difference)}
        </Text>
      </Tooltip>
    </Table.Td>
  );
}

function changeText({ difference, relative, interval, verdict }: CompareRow['differences'][number]): string {
  if (verdict === 'equal') return 'equal';
  // Of a baseline of 0 there is no share.
  const change = relative === '–' ? difference : relative;
  if (change === '–') return 'nothing to compare';
  return `${change}${interval === '–' ? '' : ` (${interval.replace(' ', '\u00a0')})`}, ${verdict}`;
}

function outcomeTable({ lines: columns, rows }: CompareView): ReportTable {
  const [baseline, ...others] = columns;
  return {
    columns: [
      { label: 'Figure', isNumber: false },
      { label: baseline.label, isNumber: true },
      ...others.flatMap(({ label }) => [
        { label, isNumber: true },
        { label: `${label}: difference`, isNumber: true },
        { label: `${label}: interval`, isNumber: true },
        { label: `${label}: verdict`, isNumber: false },
      ]),
    ],
    rows: rows.map(({ label, values, differences }) => ({
      cells: [
        label,
        values[0],
        ...differences.flatMap(({ difference, interval, verdict }, i) => [
          values[i + 1],
          difference,
          interval,
          verdict,
        ]),
      ],
    })),
  };
}
