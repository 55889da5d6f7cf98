import { Tinypool } from 'tinypool';

/** Threads that run one exported function of a module. */
export interface ThreadPool<Task, Outcome> {
  /**
   * Fails with what the function throws, with why a thread broke, or once `signal` is aborted, which ends the thread. A task
   * may be begun twice: it must come to the same.
   */
  run(task: Task, signal?: AbortSignal): Promise<Outcome>;
  /** Ends the threads; tasks that are still in hand fail. Never rejects. */
  close(): Promise<void>;
}

export interface ThreadPoolOptions {
  /** Of the module, as a URL. */
  readonly filename: string;
  readonly name: string;
  readonly threads: number;
  /** Up to so many more are started while all are busy, and ended when they have had nothing to do for a while. */
  readonly spareThreads?: number;
  /** A thread failed without a task in hand (it could not start): the pool is of no use any more. */
  onBroken?(): void;
}

const IDLE_MS = 10_000;

/** Tinypool's words for a task whose thread was ended. */
function isOfEndedThread(error: unknown): boolean {
  return error instanceof Error && error.message === 'Terminating worker thread';
}

/** Starts so many threads at once. What goes wrong in them fails tasks, never the process. */
export function threadPool<Task, Outcome>(options: ThreadPoolOptions): ThreadPool<Task, Outcome> {
  const { filename, name, threads, spareThreads = 0, onBroken } = options;
  const pool = new Tinypool({
    filename,
    name,
    minThreads: threads,
    maxThreads: threads + spareThreads,
    idleTimeout: IDLE_MS,
  });
  const inHand = new Set<(error: unknown) => void>();
  let failure: { readonly error: unknown } | undefined;
  // Such a thread tells the pool alone, whose error would end the process if nobody listened.
  pool.on('error', (error: unknown) => {
    failure ??= { error };
    for (const fail of inHand) fail(error);
    onBroken?.();
  });
  let closing: Promise<void> | undefined;
  const runOnce = (task: Task, signal: AbortSignal | undefined): Promise<Outcome> =>
    new Promise<Outcome>((resolve, reject) => {
      if (failure !== undefined) return reject(failure.error);
      inHand.add(reject);
      const outcome = pool.run(task, signal === undefined ? {} : { signal }) as Promise<Outcome>;
      void outcome.then(resolve, reject).finally(() => inHand.delete(reject));
    });
  const run = async (task: Task, signal?: AbortSignal): Promise<Outcome> => {
    try {
      return await runOnce(task, signal);
    } catch (error) {
      // Tinypool may hand a task to the thread that it is ending for another one: it goes to the next.
      const isNeighbours = isOfEndedThread(error) && closing === undefined && failure === undefined;
      if (isNeighbours && signal?.aborted !== true) return run(task, signal);
      throw error;
    }
  };
  return {
    run,
    // A thread that cannot be ended is gone, or goes with the process.
    close: () => (closing ??= pool.destroy().catch(() => undefined)),
  };
}
