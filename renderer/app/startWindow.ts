import { modals } from '@mantine/modals';
import { useConnection } from '../api/connection.ts';
import { host } from '../api/host.ts';
import { shell } from '../shell/shell.ts';
import { whenInConflict } from '../state/autosave.ts';
import { keepMine, loadTheirs } from '../state/conflicts.ts';
import { forgetDocument, openById, openChosen, takeDocument } from '../state/opening.ts';
import { isRoute } from '../state/routes.ts';
import { attachRuns } from '../state/running.ts';
import { isEdited, shownDocument, useWorkspace } from '../state/workspace.ts';
import { act } from './appActions.ts';
import { attempt } from './say.ts';

const LAST_DOCUMENT = 'fleetcast.document';

/** Everything that goes on beside what the person does; gives the way to stop it. */
export function startWindow(): () => void {
  const stops = [
    shell.onAction(act),
    shell.onDocuments((chosen) => void attempt(() => openChosen(chosen))),
    useWorkspace.subscribe(tellShell),
    useWorkspace.subscribe(rememberDocument),
    useConnection.subscribe(({ opened }, before) => {
      if (opened > before.opened) void onConnected();
    }),
  ];
  whenInConflict(askWhichVersion);
  tellShell();
  void reopenLast();
  return () => {
    for (const stop of stops) stop();
  };
}

/** After each opening of the way to the host: what may have changed is asked for anew. */
async function onConnected(): Promise<void> {
  await attempt(async () => {
    const [system, settings] = await Promise.all([host.system.info(), host.system.settings()]);
    useWorkspace.setState({ system, settings });
    await attachRuns();
  });
  try {
    for await (const { kind, id, revision } of await host.documents.watch()) {
      useWorkspace.setState(({ documentsChanged }) => ({ documentsChanged: documentsChanged + 1 }));
      const known = useWorkspace.getState().documents[id];
      if (kind === 'removed') forgetDocument(id);
      // What another window wrote; a text of one's own that is not kept yet is asked about when it is.
      else if (known !== undefined && known.info.revision < revision && known.text === known.info.text) {
        void attempt(async () => {
          const info = await host.documents.get({ documentId: id });
          const now = useWorkspace.getState().documents[id];
          if (now !== undefined && now.text === now.info.text) takeDocument(info);
        });
      }
    }
  } catch {
    // The connection went; the next opening watches again.
  }
}

function askWhichVersion(id: string): void {
  modals.openConfirmModal({
    title: 'Another window changed this scenario',
    children: 'Which version should stay? The other one can be had back with undo.',
    labels: { confirm: 'Keep mine', cancel: 'Load the other' },
    onConfirm: () => void attempt(() => keepMine(id)),
    onCancel: () => void attempt(() => loadTheirs(id)),
    closeOnClickOutside: false,
    closeOnEscape: false,
    withCloseButton: false,
  });
}

function tellShell(): void {
  const state = useWorkspace.getState();
  const document = shownDocument(state);
  const title = state.route === 'compare' ? 'Comparison' : (document?.info.name ?? '');
  shell.setDocument(title, document !== undefined && isEdited(document));
}

/** So that a reload comes back to where it was; each window has its own. */
function rememberDocument({ documentId, route }: { documentId?: string; route: string }): void {
  sessionStorage.setItem(LAST_DOCUMENT, JSON.stringify({ documentId, route }));
}

async function reopenLast(): Promise<void> {
  const { documentId, route } = JSON.parse(sessionStorage.getItem(LAST_DOCUMENT) ?? '{}') as {
    documentId?: string;
    route?: string;
  };
  if (documentId !== undefined) {
    try {
      await openById(documentId);
    } catch {
      // Removed meanwhile: Home is a good place, too.
      return;
    }
  }
  // Model is where opening leads to, if there was a document.
  if (route !== undefined && isRoute(route) && route !== 'model') useWorkspace.setState({ route });
}
