import { spotlight } from '@mantine/spotlight';
import { compareDeployments } from '../compare/varyDialogState.ts';
import { openExport } from '../exports/exportDialogState.ts';
import { openImportTrace } from '../home/importTraceState.ts';
import { redoEdit, undoEdit } from '../state/editing.ts';
import { newDocument, openFiles, saveDocument } from '../state/opening.ts';
import { runAllCompared } from '../compare/runAllCompared.ts';
import { takePendingEntry } from '../state/pendingEntry.ts';
import { cancelRun, startRun } from '../state/running.ts';
import { cancelAllRuns, useRunQueue } from '../state/runQueue.ts';
import { changeSettings } from '../state/settings.ts';
import { type Route, ROUTES } from '../state/routes.ts';
import { goTo, redoTarget, shownDocument, undoTarget, useWorkspace } from '../state/workspace.ts';
import type { Action } from './actions.ts';
import { attempt } from './say.ts';
import { showShortcuts } from './shortcutSheetState.ts';

const state = useWorkspace.getState;
const hasDocument = (): boolean => shownDocument(state()) !== undefined;
const isComparing = (): boolean => state().route === 'compare';
const runState = (): string | undefined => state().runs[state().documentId ?? '']?.state;

function onDocument(
  deed: (id: string) => void | Promise<void>,
  whose: typeof undoTarget = ({ documentId }) => documentId,
): () => void | Promise<void> {
  return () => {
    const id = whose(state());
    return id === undefined ? undefined : deed(id);
  };
}

const stepsOf = (whose: typeof undoTarget) => state().documents[whose(state()) ?? '']?.history;

const ROUTE_WORDS: Readonly<Record<Route, readonly string[]>> = {
  home: ['start', 'examples', 'recent', 'scenarios', 'welcome'],
  model: ['edit', 'assumptions', 'form', 'yaml', 'forecast', 'results', 'right-size', 'size'],
  compare: [
    'variants',
    'versus',
    'difference',
    'matrix',
    'deployments',
    'accelerators',
    'cheapest',
    'pareto',
  ],
  decide: ['commit', 'commitment', 'reserve', 'reservation', 'savings plan', 'cud', 'buy', 'purchase'],
};

/** Everything that can be done from anywhere. */
export const ACTIONS: readonly Action[] = [
  // Ctrl+N is the browser's own.
  {
    id: 'file.new',
    label: 'New scenario',
    group: 'File',
    words: ['create', 'add', 'blank', 'start', 'begin', 'document'],
    shortcut: 'Alt+N',
    run: newDocument,
  },
  {
    id: 'file.open',
    label: 'Open…',
    group: 'File',
    words: ['load', 'import', 'file', 'yaml', 'json', 'browse'],
    shortcut: 'Mod+O',
    run: openFiles,
  },
  {
    id: 'file.save',
    label: 'Save',
    group: 'File',
    words: ['store', 'write', 'keep', 'file'],
    shortcut: 'Mod+S',
    run: () => saveDocument(false),
    isEnabled: hasDocument,
  },
  {
    id: 'file.saveAs',
    label: 'Save as…',
    group: 'File',
    words: ['copy', 'rename', 'download', 'file'],
    shortcut: 'Mod+Shift+S',
    run: () => saveDocument(true),
    isEnabled: hasDocument,
  },
  {
    id: 'file.importTrace',
    label: 'Import a trace…',
    group: 'File',
    words: ['log', 'replay', 'requests', 'csv', 'upload', 'own traffic'],
    run: openImportTrace,
  },
  {
    id: 'export.open',
    label: 'Export…',
    group: 'File',
    words: [
      'report',
      'download',
      'print',
      'pdf',
      'html',
      'excel',
      'xlsx',
      'spreadsheet',
      'csv',
      'json',
      'share',
      'management',
      'one page',
    ],
    shortcut: 'Mod+E',
    run: openExport,
    isEnabled: () => hasDocument() || state().route === 'compare',
  },
  {
    id: 'edit.undo',
    label: 'Undo',
    group: 'Edit',
    words: ['back', 'revert', 'take back', 'reset'],
    shortcut: 'Mod+Z',
    run: onDocument(undoEdit, undoTarget),
    isEnabled: () => (stepsOf(undoTarget)?.undo.length ?? 0) > 0,
  },
  {
    id: 'edit.redo',
    label: 'Redo',
    group: 'Edit',
    words: ['again', 'forward', 'repeat'],
    shortcut: 'Mod+Shift+Z',
    run: onDocument(redoEdit, redoTarget),
    isEnabled: () => (stepsOf(redoTarget)?.redo.length ?? 0) > 0,
  },
  {
    id: 'run.full',
    label: 'Run in full',
    group: 'Run',
    words: ['simulate', 'calculate', 'compute', 'forecast', 'start', 'exact', 'go'],
    shortcut: 'F5',
    run: () => (isComparing() ? runAllCompared() : onDocument(startRun)()),
    isEnabled: () =>
      isComparing()
        ? state().settings.compared.length > 1 && useRunQueue.getState().total === 0
        : hasDocument() && runState() !== 'running',
  },
  {
    id: 'run.compareDeployments',
    label: 'Compare deployments…',
    group: 'Run',
    words: [
      'vary',
      'variants',
      'matrix',
      'accelerators',
      'gpu',
      'which',
      'cheapest',
      'alternatives',
      'what if',
      'sweep',
    ],
    run: compareDeployments,
  },
  {
    id: 'run.cancel',
    label: 'Cancel',
    group: 'Run',
    words: ['stop', 'abort', 'interrupt', 'halt'],
    shortcut: 'Escape',
    run: () => (isComparing() ? cancelAllRuns() : onDocument(cancelRun)()),
    isEnabled: () => (isComparing() ? useRunQueue.getState().total > 0 : runState() === 'running'),
  },
  ...Object.entries(ROUTES).map(
    ([route, label], index): Action => ({
      id: `view.${route}`,
      label,
      group: 'View',
      words: ROUTE_WORDS[route as Route],
      shortcut: `Mod+${index + 1}`,
      run: () => goTo(route as Route),
    }),
  ),
  {
    id: 'view.themeSystem',
    label: 'Theme: as the system',
    group: 'View',
    words: ['appearance', 'colour', 'color', 'automatic'],
    run: () => changeSettings({ theme: 'system' }),
  },
  {
    id: 'view.themeLight',
    label: 'Theme: light',
    group: 'View',
    words: ['appearance', 'bright', 'white', 'day', 'colour', 'color'],
    run: () => changeSettings({ theme: 'light' }),
  },
  {
    id: 'view.themeDark',
    label: 'Theme: dark',
    group: 'View',
    words: ['appearance', 'night', 'black', 'colour', 'color'],
    run: () => changeSettings({ theme: 'dark' }),
  },
  {
    id: 'help.palette',
    label: 'All commands…',
    group: 'Help',
    words: ['search', 'find', 'command', 'palette', 'actions'],
    shortcut: 'Mod+K',
    run: () => spotlight.open(),
  },
  {
    id: 'help.shortcuts',
    label: 'Keyboard shortcuts',
    group: 'Help',
    words: ['keys', 'hotkeys', 'keyboard', 'help', 'bindings'],
    shortcut: '?',
    run: showShortcuts,
  },
];

/** Calls an action by its id, if it can be done now; what fails is said. What is being typed counts as entered. */
export function act(id: string): void {
  takePendingEntry();
  const action = ACTIONS.find((candidate) => candidate.id === id);
  if (action !== undefined && action.isEnabled?.() !== false) void attempt(() => action.run());
}
