import type { Usage } from '../../engine/usage/usage.ts';
import { openWindowStore } from '../store/windowStore.ts';
import type { PreparedRun } from './prepareRun.ts';
import type { ProgressView } from './progressView.ts';
import { openRequestsFile } from './requestsFile.ts';
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
  /** Where the audit trail goes, if anywhere; it is in place once the promise is kept. */
  readonly requestsFile?: string;
  warn(sentence: string): void;
  onStart?(progress: ProgressView): void;
}

/**
 * Simulates a prepared scenario, window by window, taking from the store what it has and
 * leaving there what was run. Throws `Interrupted`, `InputProblemError` (a trace that
 * changed) or `WindowFault`.
 */
export async function runScenario(prepared: PreparedRun, options: RunOptions): Promise<Usage> {
  const { requestsFile, signal } = options;
  const requests = requestsFile === undefined ? undefined : await openRequestsFile(requestsFile);
  try {
    const usage = await simulate(prepared, options, requests);
    if (requests !== undefined) {
      await requests.join(rowWindows(prepared, usage), signal);
      await requests.commit();
    }
    return usage;
  } finally {
    await requests?.dispose();
  }
}

async function simulate(prepared: PreparedRun, options: RunOptions, requests?: RequestsFile): Promise<Usage> {
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
