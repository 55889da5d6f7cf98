import { spotlight } from '@mantine/spotlight';
import { openExport } from '../exports/exportDialogState.ts';
import { redoEdit, undoEdit } from '../state/editing.ts';
import { newDocument, openFiles, saveDocument } from '../state/opening.ts';
import { cancelRun, startRun } from '../state/running.ts';
import { changeSettings } from '../state/settings.ts';
import { type Route, ROUTES } from '../state/routes.ts';
import { currentDocument, goTo, useWorkspace } from '../state/workspace.ts';
import type { Action } from './actions.ts';
import { attempt } from './say.ts';
import { showShortcuts } from './shortcutSheetState.ts';

const state = useWorkspace.getState;
const hasDocument = (): boolean => currentDocument(state()) !== undefined;
const runState = (): string | undefined => state().runs[state().documentId ?? '']?.state;

function onDocument(deed: (id: string) => void | Promise<void>): () => void | Promise<void> {
  return () => {
    const id = state().documentId;
    return id === undefined ? undefined : deed(id);
  };
}

/** Everything that can be done from anywhere. */
export const ACTIONS: readonly Action[] = [
  // Ctrl+N is the browser's own.
  { id: 'file.new', label: 'New scenario', group: 'File', shortcut: 'Alt+N', run: newDocument },
  { id: 'file.open', label: 'Open…', group: 'File', shortcut: 'Mod+O', run: openFiles },
  {
    id: 'file.save',
    label: 'Save',
    group: 'File',
    shortcut: 'Mod+S',
    run: () => saveDocument(false),
    isEnabled: hasDocument,
  },
  {
    id: 'file.saveAs',
    label: 'Save as…',
    group: 'File',
    shortcut: 'Mod+Shift+S',
    run: () => saveDocument(true),
    isEnabled: hasDocument,
  },
  {
    id: 'export.open',
    label: 'Export…',
    group: 'File',
    shortcut: 'Mod+E',
    run: openExport,
    isEnabled: () => hasDocument() || state().route === 'compare',
  },
  {
    id: 'edit.undo',
    label: 'Undo',
    group: 'Edit',
    shortcut: 'Mod+Z',
    run: onDocument(undoEdit),
    isEnabled: () => (currentDocument(state())?.history.undo.length ?? 0) > 0,
  },
  {
    id: 'edit.redo',
    label: 'Redo',
    group: 'Edit',
    shortcut: 'Mod+Shift+Z',
    run: onDocument(redoEdit),
    isEnabled: () => (currentDocument(state())?.history.redo.length ?? 0) > 0,
  },
  {
    id: 'run.full',
    label: 'Run in full',
    group: 'Run',
    shortcut: 'F5',
    run: onDocument(startRun),
    isEnabled: () => hasDocument() && runState() !== 'running',
  },
  {
    id: 'run.cancel',
    label: 'Cancel',
    group: 'Run',
    shortcut: 'Escape',
    run: onDocument(cancelRun),
    isEnabled: () => runState() === 'running',
  },
  ...Object.entries(ROUTES).map(
    ([route, label], index): Action => ({
      id: `view.${route}`,
      label,
      group: 'View',
      shortcut: `Mod+${index + 1}`,
      run: () => goTo(route as Route),
    }),
  ),
  {
    id: 'view.themeSystem',
    label: 'Theme: as the system',
    group: 'View',
    run: () => changeSettings({ theme: 'system' }),
  },
  {
    id: 'view.themeLight',
    label: 'Theme: light',
    group: 'View',
    run: () => changeSettings({ theme: 'light' }),
  },
  { id: 'view.themeDark', label: 'Theme: dark', group: 'View', run: () => changeSettings({ theme: 'dark' }) },
  {
    id: 'help.palette',
    label: 'All commands…',
    group: 'Help',
    shortcut: 'Mod+K',
    run: () => spotlight.open(),
  },
  { id: 'help.shortcuts', label: 'Keyboard shortcuts', group: 'Help', shortcut: '?', run: showShortcuts },
];

/** Calls an action by its id, if it can be done now; what fails is said. */
export function act(id: string): void {
  const action = ACTIONS.find((candidate) => candidate.id === id);
  if (action !== undefined && action.isEnabled?.() !== false) void attempt(() => action.run());
}
