import { type PreparedRun, prepareRun } from '../run/prepareRun.ts';
import type { RunFlags } from './options.ts';
import { readingProgress } from './readingProgress.ts';

/** As `prepareRun` with what the flags say, showing on standard error how far a long trace is read. */
export async function prepareWithProgress(
  file: string,
  { set, seed }: Pick<RunFlags, 'set' | 'seed'>,
  signal: AbortSignal,
): Promise<PreparedRun> {
  const progress = readingProgress();
  try {
    return await prepareRun(file, {
      settings: set,
      ...(seed === undefined ? {} : { seed }),
      signal,
      onReading: progress.tell,
    });
  } finally {
    progress.stop();
  }
}
