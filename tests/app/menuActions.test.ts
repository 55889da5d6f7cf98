// The desktop's menus and the page's registry of actions, side by side.
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { menuTemplate } from '../../electron/menu.ts';

// The registry is looked at, not used: what its actions do needs a page.
vi.mock('@mantine/spotlight', () => ({ spotlight: {} }));
vi.mock('../../renderer/app/say.ts', () => ({ attempt: vi.fn<() => void>() }));
vi.mock('../../renderer/app/shortcutSheetState.ts', () => ({ showShortcuts: vi.fn<() => void>() }));
vi.mock('../../renderer/exports/exportDialogState.ts', () => ({ openExport: vi.fn<() => void>() }));
vi.mock('../../renderer/state/editing.ts', () => ({ redoEdit: undefined, undoEdit: undefined }));
vi.mock('../../renderer/state/opening.ts', () => ({
  newDocument: undefined,
  openFiles: undefined,
  saveDocument: undefined,
}));
vi.mock('../../renderer/compare/varyDialogState.ts', () => ({ compareDeployments: undefined }));
vi.mock('../../renderer/home/importTraceState.ts', () => ({ openImportTrace: undefined }));
vi.mock('../../renderer/compare/runAllCompared.ts', () => ({ runAllCompared: undefined }));
vi.mock('../../renderer/state/runQueue.ts', () => ({ cancelAllRuns: undefined, useRunQueue: {} }));
vi.mock('../../renderer/state/running.ts', () => ({ cancelRun: undefined, startRun: undefined }));
vi.mock('../../renderer/state/settings.ts', () => ({ changeSettings: undefined }));
vi.mock('../../renderer/state/workspace.ts', () => ({
  goTo: undefined,
  redoTarget: undefined,
  shownDocument: undefined,
  undoTarget: undefined,
  useWorkspace: { getState: undefined },
}));
const { ACTIONS } = await import('../../renderer/app/appActions.ts');

const PLATFORMS: NodeJS.Platform[] = ['linux', 'darwin', 'win32'];

/** Every item of the menus, those of submenus too, each with the menu that it stands in. */
function itemsOf(platform: NodeJS.Platform, act: (action: string) => void = () => undefined) {
  const newWindow = vi.fn<() => void>();
  const under = (menu: string, item: MenuItemConstructorOptions): Item[] => [
    { menu, item },
    ...((item.submenu ?? []) as MenuItemConstructorOptions[]).flatMap((child) => under(menu, child)),
  ];
  return menuTemplate(platform, { act, newWindow }).flatMap((menu) =>
    under((menu.label ?? menu.role ?? '').replace('&', ''), menu),
  );
}
type Item = { menu: string; item: MenuItemConstructorOptions };

const actionsOf = (platform: NodeJS.Platform) =>
  itemsOf(platform).filter(({ item }) => item.id !== undefined);

describe.each(PLATFORMS)('menus on %s', (platform) => {
  it('offer every action of the page, once, and no other', () => {
    const offered = actionsOf(platform).map(({ item }) => item.id);
    expect(offered.sort()).toEqual(ACTIONS.map(({ id }) => id).sort());
  });

  it('have each in the menu that the page names', () => {
    const places = actionsOf(platform).map(({ menu, item }) => [item.id, menu.toLowerCase()]);
    expect(Object.fromEntries(places)).toEqual(
      Object.fromEntries(ACTIONS.map(({ id, group }) => [id, group.toLowerCase()])),
    );
  });

  it('show the keys that the page knows, and leave catching them to it', () => {
    const shown = actionsOf(platform).filter(
      ({ item }) => item.accelerator !== undefined && item.id !== 'file.new',
    );
    expect(shown.length).toBeGreaterThan(8);
    for (const { item } of shown) {
      const key = ACTIONS.find(({ id }) => id === item.id)?.shortcut?.replace('Mod', 'CmdOrCtrl');
      expect(item).toMatchObject({ accelerator: key, registerAccelerator: false });
    }
  });

  it('catch no key that somebody may type or close a dialog with', () => {
    const keys = itemsOf(platform).flatMap(({ item }) => String(item.accelerator ?? 'CmdOrCtrl+?'));
    expect(keys.filter((key) => !/^(CmdOrCtrl\+|F\d+$)/.test(key))).toEqual([]);
  });

  it('have the roles that people look for', () => {
    const roles = itemsOf(platform).map(({ item }) => item.role);
    const own = platform === 'darwin' ? ['appMenu', 'close', 'recentDocuments'] : ['quit', 'about'];
    for (const role of ['cut', 'copy', 'paste', 'selectAll', 'windowMenu', 'help', 'zoomIn', ...own]) {
      expect(roles).toContain(role);
    }
  });
});

it('hands an action to the page by its id', () => {
  const act = vi.fn<(action: string) => void>();
  const save = itemsOf('linux', act).find(({ item }) => item.id === 'file.save');
  (save?.item.click as (() => void) | undefined)?.();
  expect(act).toHaveBeenCalledExactlyOnceWith('file.save');
});

it.each([
  ['simulate', 'run.full'],
  ['stop', 'run.cancel'],
  ['pdf', 'export.open'],
  ['excel', 'export.open'],
  ['print', 'export.open'],
  ['download', 'export.open'],
  ['load', 'file.open'],
  ['create', 'file.new'],
  ['csv', 'file.importTrace'],
  ['cheapest', 'run.compareDeployments'],
  ['reservation', 'view.decide'],
  ['savings plan', 'view.decide'],
  ['yaml', 'view.model'],
  ['night', 'view.themeDark'],
  ['hotkeys', 'help.shortcuts'],
])('the palette finds by “%s” what the page calls %s', (word, id) => {
  const found = ACTIONS.filter(({ label, words }) =>
    [label, ...words].join(',').toLowerCase().includes(word),
  );
  expect(found.map((action) => action.id)).toContain(id);
});

it('every action is found by three other words at least', () => {
  expect(ACTIONS.filter(({ words }) => words.length < 3).map(({ id }) => id)).toEqual([]);
});
