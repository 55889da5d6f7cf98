import { Tinypool } from 'tinypool';
import type { SolveProgram } from '../../../engine/planning/commit/linearProgram.ts';

/** A solver on a thread of its own: the caller's stays free, and an abort ends it in mid-programme. */
export interface Solver {
  readonly solve: SolveProgram;
  close(): Promise<void>;
}

const WORKER = new URL('./solveProgram.ts', import.meta.url).href;

/** Opens one; programmes fail with the signal's reason once it is aborted. */
export function openSolver(signal: AbortSignal): Solver {
  const pool = new Tinypool({ filename: WORKER, name: 'solveProgram', minThreads: 1, maxThreads: 1 });
  return {
    solve: async (program) => {
      try {
        return (await pool.run(program, { signal })) as readonly number[] | undefined;
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      }
    },
    close: () => pool.destroy(),
  };
}
