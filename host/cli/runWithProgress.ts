import type { Usage } from '../../engine/usage/usage.ts';
import type { PreparedRun } from '../run/prepareRun.ts';
import type { RequestsFile } from '../run/requestsFile.ts';
import { runScenario } from '../run/runScenario.ts';
import { threadRunner } from '../run/windowRunners.ts';
import type { ProgressDisplay } from './progressBar.ts';
import { describeProgress, showProgress } from './progressBar.ts';
import { log } from '../terminal/standardStreams.ts';

export interface CommandRun {
  readonly workers: number;
  readonly dataDirectory: string;
  readonly fresh: boolean;
  readonly signal: AbortSignal;
  readonly requests?: RequestsFile;
}

/** Runs a scenario on worker threads, showing on standard error how it goes. */
export async function runWithProgress(prepared: PreparedRun, options: CommandRun): Promise<Usage> {
  let display: ProgressDisplay | undefined;
  try {
    return await runScenario(prepared, {
      ...options,
      // More threads than windows would only be started and ended.
      makeRunner: threadRunner(Math.min(options.workers, prepared.plans.length)),
      warn: (sentence) => log(`${sentence}.`),
      onStart: (view) => {
        display = showProgress((elapsedSeconds) => {
          const snapshot = view();
          return { share: snapshot.share, text: describeProgress(snapshot, elapsedSeconds) };
        });
      },
    });
  } finally {
    display?.stop();
  }
}
