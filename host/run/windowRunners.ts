import { type ThreadPool, threadPool } from './threadPool.ts';
import type { RunSetup, WindowOutcome, WindowTask } from './windowTask.ts';
import { runWindow } from './windowTask.ts';

/** Runs windows somewhere. The result does not depend on where. */
export interface WindowRunner {
  /** How many windows to hand over at a time, so that none of its workers waits for the next. */
  readonly inFlight: number;
  run(task: WindowTask): Promise<WindowOutcome>;
  /** Ends it, cutting short what still runs. */
  close(): Promise<void>;
}

export type MakeWindowRunner = (setup: RunSetup) => WindowRunner;

const WORKER = new URL('./windowWorker.ts', import.meta.url).href;

/**
 * Worker threads that outlive a run, for who runs one after the other: to start them anew costs more than a quick look
 * does. The main thread stays free for signals, the store and the progress bar.
 */
export interface SharedThreads {
  readonly makeRunner: MakeWindowRunner;
  /** Ends the threads; runs that are still going fail. */
  close(): Promise<void>;
}

/** A window that was told to stop looks at that with every batch of requests; one that has not after so long is ended with its thread. */
const STOP_MS = 100;

/**
 * Threads that are started once and serve any number of runs: `now`, so that an edit's draft need not wait for
 * them to load the engine, or when the first run comes. A run takes `threads` of them at a time; with
 * `spareThreads` another one need not wait for it. A run that is closed leaves them, or is ended with those that do
 * not stop; should they break, new ones are started.
 */
export function sharedThreads(
  threads: number,
  start: 'now' | 'at first run',
  spareThreads = 0,
): SharedThreads {
  type Threads = ThreadPool<{ readonly setup: RunSetup; readonly task: WindowTask }, WindowOutcome>;
  let current: Threads | undefined;
  const open = (): Threads => {
    const pool: Threads = threadPool({
      filename: WORKER,
      name: 'runTask',
      threads,
      spareThreads,
      onBroken: () => {
        if (current === pool) current = undefined;
        void pool.close();
      },
    });
    return pool;
  };
  if (start === 'now') current = open();
  return {
    makeRunner: (setup) => {
      const pool = (current ??= open());
      const running = new Map<Promise<WindowOutcome>, AbortController>();
      const stop = async (): Promise<void> => {
        const ended = Promise.allSettled(running.keys());
        // The run's stop flag is up by now.
        const timer = setTimeout(() => {
          for (const controller of running.values()) controller.abort();
        }, STOP_MS);
        await ended;
        clearTimeout(timer);
      };
      return {
        // Those of a run that wait in the queue would have a spare thread started for them.
        inFlight: spareThreads > 0 ? threads : threads * 2,
        run: (task) => {
          const controller = new AbortController();
          const outcome = pool.run({ setup, task }, controller.signal);
          running.set(outcome, controller);
          void outcome.finally(() => running.delete(outcome)).catch(() => undefined);
          return outcome;
        },
        close: stop,
      };
    },
    close: async () => current?.close(),
  };
}

/** The caller's own thread, one window at a time: for tests and for callers that bring their own pool. */
export const inProcessRunner: MakeWindowRunner = (setup) => ({
  inFlight: 1,
  run: (task) => runWindow(setup, task),
  close: () => Promise.resolve(),
});
