import { Anchor, Button, Drawer, Loader, Stack, Table, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Explanation } from '../../host/api/types.ts';
import { apiError } from '../api/apiError.ts';
import { host } from '../api/host.ts';
import { DataTable } from '../tables/DataTable.tsx';
import { explainBack, explainNext, stopExplaining, useExplaining } from './explainState.ts';

/** “From what?”: formula, inputs with their sources and dates, and the ledger lines behind a figure. */
export function ExplainDrawer() {
  const { resultId, figures } = useExplaining();
  const figure = figures.at(-1);
  const { explanation, trouble } = useExplanation(resultId, figure);
  return (
    <Drawer
      opened={figure !== undefined}
      onClose={stopExplaining}
      position="right"
      size="lg"
      title="From what?"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {figures.length > 1 ? (
        <Button
          size="compact-sm"
          variant="subtle"
          mb="sm"
          leftSection={<IconArrowLeft size={14} aria-hidden />}
          onClick={explainBack}
        >
          Back
        </Button>
      ) : undefined}
      {trouble === undefined ? undefined : <Text role="alert">{trouble}</Text>}
      {explanation === undefined ? (
        trouble === undefined ? (
          <Loader size="sm" aria-label="Looking it up" />
        ) : undefined
      ) : (
        <Told explanation={explanation} />
      )}
    </Drawer>
  );
}

function Told({ explanation }: { readonly explanation: Explanation }) {
  const { title, value, formula, inputs, tables, notes } = explanation;
  return (
    <Stack gap="md">
      <div>
        <Title order={3} size="h5">
          {title}
        </Title>
        <Text fz="1.6rem" fw={650}>
          {value}
        </Text>
        <Text size="sm">= {formula}</Text>
      </div>
      {inputs.length === 0 ? undefined : (
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Input</Table.Th>
              <Table.Th scope="col" ta="right">
                Value
              </Table.Th>
              <Table.Th scope="col">Source</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {inputs.map(({ name, value: shown, source, date, figure }) => (
              <Table.Tr key={name}>
                <Table.Td>
                  {figure === undefined ? (
                    name
                  ) : (
                    <Anchor
                      component="button"
                      type="button"
                      size="sm"
                      ta="left"
                      onClick={() => explainNext(figure)}
                    >
                      {name}
                    </Anchor>
                  )}
                </Table.Td>
                <Table.Td ta="right">{shown}</Table.Td>
                <Table.Td>
                  <Text size="xs" className="fc-quiet fc-wrap">
                    {source}
                    {date === undefined ? '' : `, ${date}`}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {tables.map((section) => (
        <div key={section.title}>
          <Title order={4} size="h6">
            {section.title}
          </Title>
          <DataTable table={section.table} caption={section.title} />
          {section.notes.map((note) => (
            <Text key={note} size="xs" className="fc-quiet">
              {note}
            </Text>
          ))}
        </div>
      ))}
      {notes.map((note) => (
        <Text key={note} size="xs" className="fc-quiet fc-wrap">
          {note}
        </Text>
      ))}
    </Stack>
  );
}

/** Asks the host; what was shown stays until the answer is there. */
function useExplanation(
  resultId: string | undefined,
  figure: string | undefined,
): { readonly explanation?: Explanation; readonly trouble?: string } {
  const [state, setState] = useState<{ explanation?: Explanation; trouble?: string }>({});
  useEffect(() => {
    if (resultId === undefined || figure === undefined) return setState({});
    let isGone = false;
    host.results.explain({ resultId, figure }).then(
      (explanation) => {
        if (!isGone) setState({ explanation });
      },
      (error: unknown) => {
        const { sentence, action } = apiError(error);
        if (!isGone) setState({ trouble: `${sentence} ${action}` });
      },
    );
    return () => {
      isGone = true;
    };
  }, [resultId, figure]);
  return state;
}
