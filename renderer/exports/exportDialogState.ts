import { create } from 'zustand';

/** Whether the export dialog is shown. */
export const useExportDialog = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

/** Shows the export dialog, for what is on the screen. */
export function openExport(): void {
  useExportDialog.setState({ isOpen: true });
}

/** Takes the export dialog away. */
export function closeExport(): void {
  useExportDialog.setState({ isOpen: false });
}
