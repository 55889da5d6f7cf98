const isMac = /mac/i.test(navigator.userAgent);

/** A shortcut as its keys are called on this machine. */
export function shortcutText(shortcut: string): string {
  return shortcut.replace('Mod', isMac ? '⌘' : 'Ctrl').replace('Escape', 'Esc');
}
