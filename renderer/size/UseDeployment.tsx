import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SizeRow } from '../../host/api/types.ts';
import { attempt } from '../app/say.ts';
import { useWorkspace } from '../state/workspace.ts';
import { compareDeployment, takeDeployment } from './sizing.ts';

interface UseDeploymentProps {
  readonly documentId: string;
  readonly row: SizeRow;
  /** What it may be called. */
  readonly proposed: string;
  onClose(): void;
}

type Way = 'here' | 'compared';

/** Asks how a deployment that was found is to be used, under which name, and says what becomes of the comparison. */
export function UseDeployment({ documentId, row, proposed, onClose }: UseDeploymentProps) {
  const compared = useWorkspace(({ settings }) => settings.compared);
  const [way, setWay] = useState<Way>('here');
  const [name, setName] = useState(proposed);
  const isCompared = compared.includes(documentId);
  const use = (): void => {
    const called = name.trim() === '' ? proposed : name.trim();
    if (way === 'here') takeDeployment(documentId, row, called);
    else void attempt(() => compareDeployment(documentId, row, called));
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={`Use ${row.label}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          use();
        }}
      >
        <Stack gap="sm">
          <Radio.Group label="Where" value={way} onChange={(value) => setWay(value as Way)}>
            <Stack gap={6} mt={4}>
              <Radio value="here" label="In this scenario, in place of its deployment" />
              <Radio value="compared" label="As a scenario of its own, in the comparison" />
            </Stack>
          </Radio.Group>
          <TextInput
            label="Name"
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Text size="sm" className="fc-wrap">
            {consequence(way, isCompared, compared.length)}
          </Text>
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Keep it as it is
            </Button>
            <Button type="submit">Use it</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** What becomes of the comparison. */
function consequence(way: Way, isCompared: boolean, count: number): string {
  if (way === 'here') {
    return isCompared
      ? 'This scenario is in the comparison: its row there changes with it, and so does what is compared with it. Undo takes it back.'
      : 'The comparison does not hold this scenario and stays as it is. Undo takes it back.';
  }
  if (isCompared) return 'This scenario stays as it is; the new one becomes the last row of the comparison.';
  return count === 0
    ? 'This scenario stays as it is; both make a comparison, with this one as the baseline.'
    : 'This scenario stays as it is; both become the last rows of the comparison.';
}
