import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWorkspace } from '../state/workspace.ts';
import { renameDocument } from './matrix/rowDeeds.ts';

/** Gives a scenario another name: the one in its text. */
export function RenameScenario({
  documentId,
  isOpen,
  onClose,
}: {
  documentId: string;
  isOpen: boolean;
  onClose(): void;
}) {
  const document = useWorkspace(({ documents }) => documents[documentId]);
  const [name, setName] = useState<string>();
  if (document === undefined) return undefined;
  const value = name ?? document.info.name;
  const rename = (): void => {
    renameDocument(documentId, value);
    setName(undefined);
    onClose();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="Rename the scenario"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (value.trim() !== '') rename();
        }}
      >
        <TextInput
          label="Name"
          value={value}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="end" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={value.trim() === ''}>
            Rename
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
