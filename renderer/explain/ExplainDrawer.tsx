import { Anchor, Breadcrumbs, Drawer, Loader, Stack, Table, Text, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Explanation, ResultRef } from '../../host/api/types.ts';
import { apiError } from '../api/apiError.ts';
import { host } from '../api/host.ts';
import { DataTable } from '../tables/DataTable.tsx';
import { approximately } from '../results/approximately.ts';
import { useWorkspace } from '../state/workspace.ts';
import { explainBackTo, explainNext, stopExplaining, useExplaining } from './explainState.ts';

/** “From what?”: formula, inputs with their sources and dates, and the ledger lines behind a figure. */
export function ExplainDrawer() {
  const { result, steps } = useExplaining();
  const figure = steps.at(-1)?.figure;
  const isApproximate = useWorkspace(({ results }) => {
    const shown = results[result?.documentId ?? ''];
    return shown?.id === result?.resultId && shown?.approximate === true;
  });
  const { explanation, trouble } = useExplanation(result, figure);
  return (
    <Drawer
      opened={figure !== undefined}
      onClose={stopExplaining}
      position="right"
      size="lg"
      title="From what?"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {steps.length > 1 ? (
        <Breadcrumbs
          component="nav"
          aria-label="The way here"
          mb="sm"
          separator="›"
          style={{ flexWrap: 'wrap' }}
        >
          {steps.slice(0, -1).map(({ title }, step) => (
            <Anchor
              key={`${step} ${title}`}
              component="button"
              type="button"
              size="sm"
              onClick={() => explainBackTo(step)}
            >
              {title}
            </Anchor>
          ))}
        </Breadcrumbs>
      ) : undefined}
      {trouble === undefined ? undefined : <Text role="alert">{trouble}</Text>}
      {explanation === undefined ? (
        trouble === undefined ? (
          <Loader size="sm" aria-label="Looking it up" />
        ) : undefined
      ) : (
        <Told explanation={explanation} isApproximate={isApproximate} />
      )}
    </Drawer>
  );
}

function Told({
  explanation,
  isApproximate,
}: {
  readonly explanation: Explanation;
  readonly isApproximate: boolean;
}) {
  const { title, value, formula, inputs, tables, notes } = explanation;
  const heading = useRef<HTMLHeadingElement>(null);
  // What was pressed to get here is gone: the keyboard goes on from the top of what came in its place.
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) heading.current?.focus();
  }, [explanation]);
  return (
    <Stack gap="md">
      <div>
        <Title order={3} size="h5" ref={heading} tabIndex={-1}>
          {title}
        </Title>
        <Text fz="1.6rem" fw={650}>
          {approximately({ approximate: isApproximate })}
          {value}
        </Text>
        <Text size="sm">= {formula}</Text>
        {isApproximate ? (
          <Text size="xs" className="fc-quiet">
            ≈ A quick estimate: what is simulated here is of typical hours and one replication.
          </Text>
        ) : undefined}
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
                      onClick={() => explainNext(title, figure)}
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
  result: ResultRef | undefined,
  figure: string | undefined,
): { readonly explanation?: Explanation; readonly trouble?: string } {
  const [state, setState] = useState<{ explanation?: Explanation; trouble?: string }>({});
  useEffect(() => {
    if (result === undefined || figure === undefined) return setState({});
    let isGone = false;
    host.results.explain({ ...result, figure }).then(
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
  }, [result, figure]);
  return state;
}
