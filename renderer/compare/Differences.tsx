import { ActionIcon, Table, Text, Title } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { CompareView } from '../../host/api/types.ts';
import { useWorkspace } from '../state/workspace.ts';
import classes from './CompareScreen.module.css';
import { resetToBaseline } from './rowDeeds.ts';

/** Only the assumptions that differ, a column a scenario; what is not as in the baseline is tinted and can be reset. */
export function Differences({ view }: { readonly view: CompareView }) {
  const { lines: columns, scenarios } = view;
  const documents = useWorkspace((state) => state.documents);
  const paths = [...new Set(scenarios.flatMap(({ differs }) => differs.map(({ path }) => path)))].filter(
    (path) => path !== 'name',
  );
  const found = (scenario: number, path: string) =>
    scenarios[scenario].differs.find((difference) => difference.path === path);
  return (
    <section className="fc-card" style={{ padding: '0.9rem 1rem' }} aria-labelledby="differs-title">
      <Title order={2} size="h5" id="differs-title">
        What differs
      </Title>
      {paths.length === 0 ? (
        <Text size="sm">
          Nothing but the names. Open one of them in Model and change what differs in your world.
        </Text>
      ) : (
        <Table.ScrollContainer
          minWidth={120 + 110 * columns.length}
          scrollAreaProps={{
            viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'What differs: table' },
          }}
        >
          <Table verticalSpacing={5}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Assumption</Table.Th>
                {columns.map(({ documentId, label }) => (
                  <Table.Th scope="col" key={documentId}>
                    {label}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {paths.map((path) => {
                const baseline = scenarios
                  .map((_, i) => found(i, path))
                  .find((difference) => difference !== undefined)?.baseline;
                return (
                  <Table.Tr key={path}>
                    <Table.Th scope="row" fw={400} className={classes.assumption}>
                      {path}
                    </Table.Th>
                    <Table.Td>{baseline ?? '–'}</Table.Td>
                    {scenarios.map(({ label }, i) => {
                      const difference = found(i, path);
                      const document = documents[columns[i + 1].documentId];
                      const from = documents[columns[0].documentId];
                      return (
                        <Table.Td
                          key={columns[i + 1].documentId}
                          className={difference === undefined ? undefined : classes.override}
                        >
                          {difference === undefined ? (baseline ?? '–') : (difference.other ?? '–')}
                          {difference === undefined ||
                          document === undefined ||
                          from === undefined ? undefined : (
                            <ActionIcon
                              size="xs"
                              ml={6}
                              variant="subtle"
                              color="gray"
                              aria-label={`Reset ${path} of ${label} to the baseline's`}
                              onClick={() => resetToBaseline(columns[i + 1].documentId, path)}
                            >
                              <IconArrowBackUp size={12} aria-hidden />
                            </ActionIcon>
                          )}
                        </Table.Td>
                      );
                    })}
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}
