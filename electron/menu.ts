import type { MenuItemConstructorOptions } from 'electron';

/** What the menu does that its items cannot do themselves. */
export interface MenuDeeds {
  /** Hands an action to the page, by its id in renderer/app/actions.ts. */
  readonly act: (action: string) => void;
  readonly newWindow: () => void;
}

/**
 * The native menus. Actions are the page's own, by the ids and with the keys of its registry (a test
 * compares the two). The keys are shown here and caught there, so that no press counts twice. Escape and
 * `?` are not even shown: macOS catches every key that stands in a menu, also while somebody types.
 */
export function menuTemplate(platform: NodeJS.Platform, deeds: MenuDeeds): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const item = (label: string, action: string, accelerator?: string): MenuItemConstructorOptions => ({
    id: action,
    label,
    click: () => deeds.act(action),
    ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const recent: MenuItemConstructorOptions = {
    role: 'recentDocuments',
    label: 'Open Recent',
    submenu: [{ role: 'clearRecentDocuments' }],
  };
  return [
    ...(isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: '&File',
      submenu: [
        // Not the page's Alt+N, which does for browsers that keep Ctrl+N for themselves.
        { ...item('New Scenario', 'file.new', 'CmdOrCtrl+N'), registerAccelerator: true },
        { label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: deeds.newWindow },
        line,
        item('Open…', 'file.open', 'CmdOrCtrl+O'),
        item('Import a Trace…', 'file.importTrace'),
        // The system's own list, where it has one in the menu; Home shows ours everywhere.
        ...(isMac ? [recent] : []),
        line,
        item('Save', 'file.save', 'CmdOrCtrl+S'),
        item('Save As…', 'file.saveAs', 'CmdOrCtrl+Shift+S'),
        line,
        item('Export…', 'export.open', 'CmdOrCtrl+E'),
        line,
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        item('Undo', 'edit.undo', 'CmdOrCtrl+Z'),
        item('Redo', 'edit.redo', 'CmdOrCtrl+Shift+Z'),
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&Run',
      submenu: [
        item('Run in Full', 'run.full', 'F5'),
        item('Compare Deployments…', 'run.compareDeployments'),
        item('Cancel', 'run.cancel'),
      ],
    },
    {
      label: '&View',
      submenu: [
        item('Home', 'view.home', 'CmdOrCtrl+1'),
        item('Model', 'view.model', 'CmdOrCtrl+2'),
        item('Compare', 'view.compare', 'CmdOrCtrl+3'),
        item('Decide', 'view.decide', 'CmdOrCtrl+4'),
        line,
        {
          label: 'Theme',
          submenu: [
            item('As the System', 'view.themeSystem'),
            item('Light', 'view.themeLight'),
            item('Dark', 'view.themeDark'),
          ],
        },
        line,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        line,
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('All Commands…', 'help.palette', 'CmdOrCtrl+K'),
        item('Keyboard Shortcuts', 'help.shortcuts'),
        ...(isMac ? [] : [line, { role: 'about' } satisfies MenuItemConstructorOptions]),
      ],
    },
  ];
}
