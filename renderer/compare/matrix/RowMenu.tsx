import { ActionIcon, Menu } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { attempt, say } from '../../app/say.ts';
import { undoEdit } from '../../state/editing.ts';
import { openById } from '../../state/opening.ts';
import { cancelRun } from '../../state/running.ts';
import { runAllInFull } from '../../state/runQueue.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { moveCompared, removeCompared } from '../comparedDocuments.ts';
import { lookAt, togglePinned } from './matrixState.ts';
import type { MatrixRow } from './matrixRows.ts';
import { RenameScenario } from '../RenameScenario.tsx';
import { duplicateCompared, takeOverIntoBaseline } from './rowDeeds.ts';

/** Everything that can be done with a compared document. */
export function RowMenu({ row, name }: { readonly row: MatrixRow; readonly name: string }) {
  const { documentId, isBaseline, isPinned } = row;
  const [isRenaming, setRenaming] = useState(false);
  const lastStep = useWorkspace(({ documents }) => documents[documentId]?.history.undo.at(-1)?.label);
  const isRunning = useWorkspace(({ runs }) => runs[documentId]?.state === 'running');
  const place = useWorkspace(({ settings }) => settings.compared.indexOf(documentId));
  const count = useWorkspace(({ settings }) => settings.compared.length);
  const baseline = useWorkspace(
    ({ settings, documents }) => documents[settings.compared[0]]?.info.name ?? '',
  );
  const move = (to: number): void => {
    // It would go unseen where another order is shown.
    lookAt({ sorting: undefined });
    void attempt(() => moveCompared(documentId, to));
  };
  return (
    <>
      <Menu position="bottom-start" width={250} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`What to do with ${name}`}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void attempt(() => openById(documentId))}>Open in Model</Menu.Item>
          <Menu.Item onClick={() => setRenaming(true)}>Rename…</Menu.Item>
          <Menu.Item onClick={() => void attempt(() => duplicateCompared(documentId))}>Duplicate</Menu.Item>
          {lastStep === undefined ? undefined : (
            <Menu.Item onClick={() => undoEdit(documentId)}>Undo: {lastStep}</Menu.Item>
          )}
          <Menu.Item
            onClick={() =>
              void attempt(() => (isRunning ? cancelRun(documentId) : runAllInFull([documentId])))
            }
          >
            {isRunning ? 'Cancel its full run' : 'Run in full'}
          </Menu.Item>
          <Menu.Divider />
          {isBaseline ? undefined : (
            <>
              <Menu.Item onClick={() => move(0)}>Make it the baseline</Menu.Item>
              <Menu.Item onClick={() => askToTakeOver(documentId, name, baseline)}>
                Take over into the baseline…
              </Menu.Item>
              <Menu.Item onClick={() => togglePinned(documentId)}>
                {isPinned ? 'Unpin' : 'Pin on top'}
              </Menu.Item>
            </>
          )}
          {place > 0 ? <Menu.Item onClick={() => move(place - 1)}>Move up</Menu.Item> : undefined}
          {place < count - 1 ? <Menu.Item onClick={() => move(place + 1)}>Move down</Menu.Item> : undefined}
          <Menu.Divider />
          <Menu.Item onClick={() => void attempt(() => removeCompared(documentId))}>Take out</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RenameScenario documentId={documentId} isOpen={isRenaming} onClose={() => setRenaming(false)} />
    </>
  );
}

function askToTakeOver(documentId: string, name: string, baseline: string): void {
  modals.openConfirmModal({
    title: `Take ${name} over into ${baseline}?`,
    children: `All of ${baseline} but its name becomes as in ${name}. It is one step, “take over ${name}”, that can be undone. Both stay in the comparison, and are then the same.`,
    labels: { confirm: 'Take over', cancel: 'Leave it' },
    onConfirm: () =>
      say(
        takeOverIntoBaseline(documentId)
          ? `${baseline} is now as ${name}. Undo takes it back.`
          : `${name} cannot be taken over: its text is not one that can be read.`,
      ),
  });
}
