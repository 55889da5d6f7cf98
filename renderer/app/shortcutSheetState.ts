import { create } from 'zustand';

/** Whether the sheet of shortcuts is shown. */
export const useShortcutSheet = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

/** Shows the sheet of shortcuts. */
export function showShortcuts(): void {
  useShortcutSheet.setState({ isOpen: true });
}

/** Takes the sheet of shortcuts away. */
export function hideShortcuts(): void {
  useShortcutSheet.setState({ isOpen: false });
}
