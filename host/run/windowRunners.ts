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

/** Worker threads: the main thread stays free for signals, the store and the progress bar. */
export function threadRunner(threads: number): MakeWindowRunner {
  return (setup) => {
    const pool = new Tinypool({
      filename: new URL('./windowWorker.ts', import.meta.url).href,
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

/** The caller's own thread, one window at a time: for tests and for callers that bring their own pool. */
export const inProcessRunner: MakeWindowRunner = (setup) => ({
  inFlight: 1,
  run: (task) => runWindow(setup, task),
  close: () => Promise.resolve(),
});
