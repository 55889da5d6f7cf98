import type { StoredWindow, WindowStore } from './windowStore.ts';

/** Collects finished windows and stores them together. */
export interface BatchedWriter {
  add(window: StoredWindow): void;
  /** Stores what waits; call it at the end, and when interrupted. */
  flush(): void;
}

/**
 * One transaction every `delayMs` at most: a write a window would cost more than a short
 * window takes, and a killed process loses no more than the last `delayMs`.
 */
export function batchedWriter(store: WindowStore, delayMs: number): BatchedWriter {
  let waiting: StoredWindow[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    store.write(batch);
  };
  return {
    add(window) {
      waiting.push(window);
      timer ??= setTimeout(flush, delayMs);
    },
    flush,
  };
}
