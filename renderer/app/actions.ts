/** Where an action stands in the menus. */
export type ActionGroup = 'File' | 'Edit' | 'Run' | 'View' | 'Help';

/** Something a person can do from anywhere: menus, palette, shortcuts and buttons all take it from here. */
export interface Action {
  /** The desktop's menu uses the same. */
  readonly id: string;
  readonly label: string;
  readonly group: ActionGroup;
  /** What people may call it who do not know its label: the palette finds it by these, too. */
  readonly words: readonly string[];
  /** `Mod` is Ctrl, on a Mac Cmd: `Mod+S`, `F5`, `?`. */
  readonly shortcut?: string;
  run(): void | Promise<void>;
  isEnabled?(): boolean;
}

/** Shortcuts that more than one action claims, each with the actions' ids; a test keeps it empty. */
export function shortcutConflicts(
  actions: readonly Action[],
): readonly { shortcut: string; ids: readonly string[] }[] {
  const claims = new Map<string, string[]>();
  for (const { id, shortcut } of actions) {
    if (shortcut === undefined) continue;
    const key = shortcutKey(shortcut);
    claims.set(key, [...(claims.get(key) ?? []), id]);
  }
  return [...claims].filter(([, ids]) => ids.length > 1).map(([shortcut, ids]) => ({ shortcut, ids }));
}

/** What of a keyboard event a shortcut is told by. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** The action that a key press calls, if any. */
export function actionFor(actions: readonly Action[], press: KeyPress): Action | undefined {
  const pressed = pressKey(press);
  return actions.find(({ shortcut }) => shortcut !== undefined && shortcutKey(shortcut) === pressed);
}

function shortcutKey(shortcut: string): string {
  const parts = shortcut.split('+');
  return keyText(
    {
      mod: parts.includes('Mod'),
      shift: parts.includes('Shift'),
      alt: parts.includes('Alt'),
    },
    parts.at(-1) ?? '',
  );
}

function pressKey({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): string {
  return keyText({ mod: ctrlKey || metaKey, shift: shiftKey, alt: altKey }, key);
}

function keyText({ mod, shift, alt }: { mod: boolean; shift: boolean; alt: boolean }, key: string): string {
  // Shift is part of a sign such as `?`, and says nothing more.
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key);
  return [mod ? 'mod' : '', alt ? 'alt' : '', shift && !isSign ? 'shift' : '', key.toLowerCase()]
    .filter((part) => part !== '')
    .join('+');
}
