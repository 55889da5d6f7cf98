import { create } from 'zustand';
import { goTo } from '../state/workspace.ts';

/** Whether a trace is being imported. */
export const useImportTrace = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

/** Asks for a trace, on Home. */
export function openImportTrace(): void {
  goTo('home');
  useImportTrace.setState({ isOpen: true });
}

/** Takes the question away. */
export function closeImportTrace(): void {
  useImportTrace.setState({ isOpen: false });
}
