import type { Usage } from '../../engine/usage/usage.ts';
import type { PreparedRun } from '../run/prepareRun.ts';
import type { RequestsFile } from '../run/requestsFile.ts';
import { runScenario } from '../run/runScenario.ts';
import type { MakeWindowRunner } from '../run/windowRunners.ts';
import type { ProgressDisplay } from './progressBar.ts';
import { describeProgress, showProgress } from './progressBar.ts';
import { log } from '../terminal/standardStreams.ts';

export interface CommandRun {
  readonly makeRunner: MakeWindowRunner;
  readonly dataDirectory: string;
  readonly fresh: boolean;
  readonly signal: AbortSignal;
  readonly requests?: RequestsFile;
}

/** Runs a scenario, showing on standard error how it goes. */
export async function runWithProgress(prepared: PreparedRun, options: CommandRun): Promise<Usage> {
  let display: ProgressDisplay | undefined;
  try {
    return await runScenario(prepared, {
      ...options,
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
