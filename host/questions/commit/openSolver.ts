import type { LinearProgram, SolveProgram } from '../../../engine/planning/commit/linearProgram.ts';
import { type ThreadPool, threadPool } from '../../run/threadPool.ts';

/** A solver on a thread of its own: the caller's stays free, and an abort ends it in mid-programme. */
export interface Solver {
  readonly solve: SolveProgram;
  close(): Promise<void>;
}

const WORKER = new URL('./solveProgram.ts', import.meta.url).href;

/** Opens one, whose thread starts with the first programme; they fail with the signal’s reason once it is aborted. */
export function openSolver(signal: AbortSignal): Solver {
  let pool: ThreadPool<LinearProgram, readonly number[] | undefined> | undefined;
  return {
    solve: async (program) => {
      signal.throwIfAborted();
      pool ??= threadPool({ filename: WORKER, name: 'solveProgram', threads: 1 });
      try {
        return await pool.run(program, signal);
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      }
    },
    close: async () => pool?.close(),
  };
}
