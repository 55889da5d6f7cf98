import { Alert, Stack } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react';
import { useConnection } from '../api/connection.ts';
import { shownDocument, useWorkspace } from '../state/workspace.ts';

/** What concerns the whole window: the way to the host is lost, the store cannot keep, a draft was not kept. */
export function Banners() {
  const { state } = useConnection();
  const system = useWorkspace((workspace) => workspace.system);
  const document = useWorkspace(shownDocument);
  const isLost = state === 'lost';
  if (!isLost && system?.storeProblem === undefined && document?.keepFailure === undefined) return undefined;
  return (
    <Stack gap="xs" p="sm">
      {isLost ? (
        <Alert
          color="red"
          icon={<IconPlugConnectedX aria-hidden />}
          title="Fleetcast does not answer"
          role="alert"
        >
          What you see stays. This window connects again by itself once Fleetcast runs; if it was started
          anew, open the address that it printed in the terminal.
        </Alert>
      ) : undefined}
      {system?.storeProblem === undefined ? undefined : (
        <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title="Nothing is kept this time">
          {system.storeProblem}
        </Alert>
      )}
      {document?.keepFailure === undefined ? undefined : (
        <Alert
          color="red"
          icon={<IconAlertTriangle aria-hidden />}
          title={document.keepFailure.sentence}
          role="alert"
        >
          The draft could not be kept; your text is still here. {document.keepFailure.action}
        </Alert>
      )}
    </Stack>
  );
}
