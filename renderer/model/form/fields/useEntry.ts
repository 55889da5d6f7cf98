import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { holdEntry, releaseEntry } from '../../../state/pendingEntry.ts';
import { afterPress } from './afterPress.ts';

/** What a field shows while something is typed into it, and what its input has to be told. */
export interface Entry {
  /** What was typed, or what stands in the document. */
  readonly text: string;
  readonly isTyping: boolean;
  type(text: string): void;
  /** Writes what was typed, as it is or as another text that was meant. */
  take(meant?: string): void;
  /** Forgets what was typed. */
  drop(): void;
  /** For the input: leaving it takes the entry, Enter takes it, Escape drops it. */
  onBlur(): void;
  onKeyDown(event: KeyboardEvent): void;
}

/**
 * An entry that is written when it is whole: on Enter, or when the field is left. Until then the document, its
 * draft and the form stay as they are, and Escape brings back what stood there.
 */
export function useEntry(shown: string, write: (typed: string) => void): Entry {
  const [typed, setTyped] = useState<string>();
  const latest = useRef({ shown, write, typed });
  latest.current = { shown, write, typed };
  // One function for the life of the field, that reads what is latest.
  const [takeHeld] = useState(() => () => settle(latest.current.typed));
  function settle(text: string | undefined): void {
    releaseEntry(takeHeld);
    latest.current.typed = undefined;
    setTyped(undefined);
    if (text !== undefined && text !== latest.current.shown) latest.current.write(text);
  }
  useEffect(() => () => releaseEntry(takeHeld), [takeHeld]);
  return {
    text: typed ?? shown,
    isTyping: typed !== undefined,
    type: (text) => {
      latest.current.typed = text;
      setTyped(text);
      holdEntry(takeHeld);
    },
    take: (meant) => settle(meant ?? latest.current.typed),
    drop: () => settle(undefined),
    onBlur: () => {
      if (latest.current.typed !== undefined) afterPress(takeHeld);
    },
    onKeyDown: (event) => {
      if (latest.current.typed === undefined) return;
      if (event.key === 'Enter') settle(latest.current.typed);
      if (event.key !== 'Escape') return;
      // Else Escape would cancel the run, too.
      event.preventDefault();
      settle(undefined);
    },
  };
}
