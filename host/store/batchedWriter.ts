import type { StoredWindow, WindowStore } from './windowStore.ts';

/** Collects finished windows and stores them together. */
export interface BatchedWriter {
  add(window: StoredWindow): void;
  /** Stores what waits; call it at the end, and when interrupted. */
  flush(): void;
}

/**
 * One transaction every `delayMs` at most: a write a window would cost more than a short
 * window takes. A window that comes after a pause is stored at once, so that a killed process
 * loses no more than what was finished in the last `delayMs`, and of long windows none.
 */
export function batchedWriter(store: WindowStore, delayMs: number): BatchedWriter {
  let waiting: StoredWindow[] = [];
  let timer: NodeJS.Timeout | undefined;
  let flushedAt = Number.NEGATIVE_INFINITY;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    flushedAt = performance.now();
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    store.write(batch);
  };
  return {
    add(window) {
      waiting.push(window);
      const pause = performance.now() - flushedAt;
      if (pause >= delayMs) flush();
      else timer ??= setTimeout(flush, delayMs - pause);
    },
    flush,
  };
}
