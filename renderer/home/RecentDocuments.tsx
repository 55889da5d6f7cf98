import { ActionIcon, Anchor, Button, Stack, Table, Text, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { DocumentSummary } from '../../host/api/types.ts';
import { attempt } from '../app/say.ts';
import { openById, removeDocument } from '../state/opening.ts';

/** So many leave room for the examples on the first screenful. */
const SHOWN_FIRST = 4;

/** What a person made or opened, the last one first. */
export function RecentDocuments({ documents }: { readonly documents: readonly DocumentSummary[] }) {
  const [showsAll, setShowsAll] = useState(false);
  const own = documents.filter(({ origin, edited }) => origin.kind !== 'example' || edited);
  if (own.length === 0) return undefined;
  return (
    <Stack component="section" gap="sm" aria-labelledby="recent-title">
      <Title order={2} size="h4" id="recent-title">
        Your scenarios
      </Title>
      <div className="fc-card">
        <Table.ScrollContainer
          minWidth={480}
          scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': 'Your scenarios' } }}
        >
          <Table verticalSpacing="xs" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Name</Table.Th>
                <Table.Th scope="col">Where</Table.Th>
                <Table.Th scope="col">Opened</Table.Th>
                <Table.Td />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {(showsAll ? own : own.slice(0, SHOWN_FIRST)).map((document) => (
                <Row key={document.id} document={document} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        {own.length > SHOWN_FIRST ? (
          <Button size="compact-sm" variant="subtle" m={6} onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? 'Show the last ones only' : `Show all ${own.length}`}
          </Button>
        ) : undefined}
      </div>
    </Stack>
  );
}

function Row({ document }: { readonly document: DocumentSummary }) {
  const { id, name, origin, edited, openedAt } = document;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component="button" type="button" size="sm" onClick={() => void attempt(() => openById(id))}>
          {name}
        </Anchor>
        {edited && origin.kind !== 'new' && origin.kind !== 'variant' ? (
          <Text span size="xs" className="fc-quiet">
            {' '}
            ● edited
          </Text>
        ) : undefined}
      </Table.Td>
      <Table.Td>
        <Text size="sm" className="fc-quiet fc-wrap">
          {origin.kind === 'file'
            ? origin.path
            : origin.kind === 'example'
              ? 'an example, changed'
              : origin.kind === 'variant'
                ? `kept here, a variant of ${origin.name}`
                : 'kept here, in no file'}
        </Text>
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{new Date(openedAt).toLocaleString()}</Table.Td>
      <Table.Td ta="right">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove ${name} from the list`}
          onClick={() => askToRemove(document)}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
}

function askToRemove({ id, name, origin }: DocumentSummary): void {
  modals.openConfirmModal({
    title: `Remove “${name}”?`,
    children:
      origin.kind === 'file'
        ? 'The file stays where it is; changes that are not saved in it are lost.'
        : 'It is in no file: it will be gone.',
    labels: { confirm: 'Remove', cancel: 'Keep' },
    confirmProps: { color: 'red' },
    onConfirm: () => void attempt(() => removeDocument(id)),
  });
}
