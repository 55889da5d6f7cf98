import { Modal, Select, Stack } from '@mantine/core';
import { attempt } from '../app/say.ts';
import { useRecentDocuments } from '../state/useRecentDocuments.ts';
import { VaryPanel } from '../vary/VaryPanel.tsx';
import { compareRows } from './addDeeds.ts';
import { closeVary, openVary, useVaryDialog } from './varyDialogState.ts';

/** Picks a scenario and what varies of it, and puts a row of each combination into the comparison. */
export function VaryDialog() {
  const { documentId, isNew } = useVaryDialog();
  const kept = useRecentDocuments() ?? [];
  return (
    <Modal
      opened={documentId !== undefined}
      onClose={closeVary}
      title="Compare deployments"
      size="xl"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {documentId === undefined ? undefined : (
        <Stack gap="sm">
          <Select
            label="Of which scenario"
            size="xs"
            maw="30rem"
            searchable
            allowDeselect={false}
            data={kept.map(({ id, name }) => ({ value: id, label: name }))}
            value={documentId}
            onChange={(id) => id !== null && openVary(id, isNew)}
          />
          <VaryPanel
            key={documentId}
            documentId={documentId}
            onRows={(rows) => {
              if (rows.length === 0) return;
              closeVary();
              void attempt(() => compareRows(documentId, rows, isNew));
            }}
          />
        </Stack>
      )}
    </Modal>
  );
}
