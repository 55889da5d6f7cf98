import { ActionIcon, Table, Text, Title } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { CompareView } from '../../host/api/types.ts';
import { say } from '../app/say.ts';
import { useWorkspace } from '../state/workspace.ts';
import classes from './CompareScreen.module.css';
import { resetToBaseline } from './matrix/rowDeeds.ts';

/** Only the assumptions that differ, a row a scenario; what is not as in the baseline is tinted and can be reset. */
export function Differences({ view }: { readonly view: CompareView }) {
  const { lines, fields } = view;
  return (
    <section className="fc-card" style={{ padding: '0.9rem 1rem' }} aria-labelledby="differs-title">
      <Title order={2} size="h5" id="differs-title">
        What differs
      </Title>
      {fields.length === 0 ? (
        <Text size="sm">
          Nothing but the names. Open one of them in Model and change what differs in your world.
        </Text>
      ) : (
        <Table.ScrollContainer
          minWidth={0}
          mah={480}
          scrollAreaProps={{
            viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'What differs: table' },
          }}
        >
          <Table verticalSpacing={5} fz="0.8125rem">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Scenario</Table.Th>
                {fields.map(({ path, field }) => (
                  <Table.Th scope="col" key={path} className={classes.assumption ?? ''}>
                    {field}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {lines.map(({ documentId, label }, line) => (
                <Table.Tr key={documentId}>
                  <Table.Th scope="row" fw={400} className={classes.scenario ?? ''}>
                    {label}
                  </Table.Th>
                  {fields.map(({ path, field, values, differs }) => (
                    <Table.Td
                      key={path}
                      className={differs[line] ? (classes.override ?? '') : line === 0 ? '' : 'fc-quiet'}
                    >
                      {values[line]}
                      {differs[line] ? (
                        <Reset documentId={documentId} label={label} path={path} field={field} />
                      ) : undefined}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}

interface ResetProps {
  readonly documentId: string;
  readonly label: string;
  readonly path: string;
  /** As the form calls it. */
  readonly field: string;
}

/** Gives the document of its row the baseline's value; asks nothing, for it can be undone. */
function Reset({ documentId, label, path, field }: ResetProps) {
  const isThere = useWorkspace(({ documents }) => documents[documentId] !== undefined);
  if (!isThere) return undefined;
  return (
    <ActionIcon
      size="xs"
      ml={6}
      variant="subtle"
      color="gray"
      aria-label={`Reset ${field} of ${label} to the baseline's`}
      onClick={() =>
        say(
          resetToBaseline(documentId, path)
            ? `${field} of ${label} is as in the baseline. Undo takes it back.`
            : `${field} of ${label} cannot be reset here: its text brings it in from elsewhere. Change it in Model, as YAML.`,
        )
      }
    >
      <IconArrowBackUp size={12} aria-hidden />
    </ActionIcon>
  );
}
