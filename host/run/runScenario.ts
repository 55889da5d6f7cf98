import type { Usage } from '../../engine/usage/usage.ts';
import { openWindowStore } from '../store/windowStore.ts';
import type { PreparedRun } from './prepareRun.ts';
import type { ProgressView } from './progressView.ts';
import type { RequestsFile } from './requestsFile.ts';
import { simulateWindows } from './simulateWindows.ts';
import type { MakeWindowRunner } from './windowRunners.ts';

/** What the store may take of the disk; the least recently used windows go first. */
const STORE_BYTES = 512 * 1024 * 1024;

export interface RunOptions {
  readonly dataDirectory: string;
  /** Simulate everything anew. */
  readonly fresh: boolean;
  readonly makeRunner: MakeWindowRunner;
  readonly signal: AbortSignal;
  /** Takes the audit trail, if anything does: whole once the promise is kept, and put in its place by the caller. */
  readonly requests?: RequestsFile;
  warn(sentence: string): void;
  onStart?(progress: ProgressView): void;
}

/**
 * Simulates a prepared scenario, window by window, taking from the store what it has and
 * leaving there what was run. Throws `Interrupted`, `InputProblemError` (a trace that
 * changed) or `WindowFault`.
 */
export async function runScenario(prepared: PreparedRun, options: RunOptions): Promise<Usage> {
  const { requests, signal } = options;
  const usage = await simulate(prepared, options);
  const { stoppedWindow } = usage;
  const stopped = stoppedWindow === undefined ? 0 : prepared.plans[stoppedWindow].replication;
  if (requests !== undefined && stopped > 0)
    options.warn(
      `the requests written are of replication 1, as ever; what is told of the overload is of replication ${stopped + 1}, which was given up`,
    );
  await requests?.join(rowWindows(prepared, usage), signal);
  return usage;
}

async function simulate(prepared: PreparedRun, options: RunOptions): Promise<Usage> {
  const { requests } = options;
  const store = openWindowStore(options.dataDirectory, options.warn);
  try {
    const usage = await simulateWindows({
      ...prepared,
      ...options,
      store,
      ...(requests === undefined ? {} : { requestParts: requests.parts }),
    });
    store.prune(STORE_BYTES);
    return usage;
  } finally {
    store.close();
  }
}

/** The windows whose requests are in the audit trail: those of replication 0 up to where the run was given up, in order. */
function rowWindows({ plans }: PreparedRun, { stoppedWindow = plans.length }: Usage): readonly number[] {
  return plans.flatMap(({ replication }, index) =>
    replication === 0 && index <= stoppedWindow ? [index] : [],
  );
}
