import { Tinypool } from 'tinypool';
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

/** Worker threads: the main thread stays free for signals, the store and the progress bar. */
export function threadRunner(threads: number): MakeWindowRunner {
  return (setup) => {
    const pool = new Tinypool({
      filename: WORKER,
      name: 'runTask',
      minThreads: threads,
      maxThreads: threads,
      workerData: setup,
    });
    // A thread that fails without a task in hand (it could not start) tells only the pool.
    const broken = new Promise<never>((_resolve, reject) => pool.on('error', reject));
    broken.catch(() => undefined);
    let closing: Promise<void> | undefined;
    return {
      inFlight: threads * 2,
      run: (task) => Promise.race([pool.run(task) as Promise<WindowOutcome>, broken]),
      close: () => (closing ??= pool.destroy()),
    };
  };
}

/** Worker threads that outlive a run, for an app that runs one after the other. */
export interface SharedThreads {
  readonly makeRunner: MakeWindowRunner;
  /** Ends the threads; runs that are still going fail. */
  close(): Promise<void>;
}

/**
 * Threads that are started once and serve any number of runs: `now`, so that an edit's draft need not wait for
 * them to load the engine, or when the first run comes. A run that is closed leaves them; should they break, new
 * ones are started.
 */
export function sharedThreads(threads: number, start: 'now' | 'at first run'): SharedThreads {
  let current: { pool: Tinypool; broken: Promise<never> } | undefined;
  const open = (): NonNullable<typeof current> => {
    const pool = new Tinypool({
      filename: WORKER,
      name: 'runSharedTask',
      minThreads: threads,
      maxThreads: threads,
    });
    const broken = new Promise<never>((_resolve, reject) => pool.on('error', reject));
    broken.catch(() => {
      current = undefined;
      void pool.destroy();
    });
    return { pool, broken };
  };
  if (start === 'now') current = open();
  return {
    makeRunner: (setup) => {
      const { pool, broken } = (current ??= open());
      const running = new Set<Promise<WindowOutcome>>();
      return {
        inFlight: threads * 2,
        run: (task) => {
          const outcome = Promise.race([pool.run({ setup, task }) as Promise<WindowOutcome>, broken]);
          running.add(outcome);
          void outcome.finally(() => running.delete(outcome)).catch(() => undefined);
          return outcome;
        },
        // The run's stop flag is up by now: what is in hand ends at its next batch of requests.
        close: async () => {
          await Promise.allSettled(running);
        },
      };
    },
    close: async () => current?.pool.destroy(),
  };
}

/** The caller's own thread, one window at a time: for tests and for callers that bring their own pool. */
export const inProcessRunner: MakeWindowRunner = (setup) => ({
  inFlight: 1,
  run: (task) => runWindow(setup, task),
  close: () => Promise.resolve(),
});
