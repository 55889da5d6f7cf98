import { useEffect } from 'react';
import { actionFor } from './actions.ts';
import { ACTIONS, act } from './appActions.ts';

/** Calls actions by their keys, wherever the focus is, unless the keys have a meaning there. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const action = actionFor(ACTIONS, event);
      if (action === undefined || isTakenByFocus(event, action.id)) return;
      // Also where it cannot be done now: F5 must not reload, Ctrl+S not save the page.
      if (event.key !== 'Escape') event.preventDefault();
      act(action.id);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isTakenByFocus(event: KeyboardEvent, actionId: string): boolean {
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  const isTyping =
    target?.closest('input, textarea, select, [contenteditable="true"]') !== null && target !== undefined;
  if (event.key === 'Escape') return isSomethingOpen();
  // A sign is text where there is typing.
  if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) return isTyping;
  // What is typed and not yet taken has an undo of the field's own.
  if (actionId === 'edit.undo' || actionId === 'edit.redo') return target?.dataset.typing === 'true';
  return false;
}

/** Whether Escape has something nearer to close: a dialog, a menu, a list of choices. */
function isSomethingOpen(): boolean {
  const open = document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]');
  return [...open].some((element) => element.checkVisibility());
}
