import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import type { WindowPlan } from '../../engine/usage/planWindows.ts';
import { batchedWriter } from '../store/batchedWriter.ts';
import { decodeWindow } from '../store/windowBlob.ts';
import type { WindowStore } from '../store/windowStore.ts';
import { InputProblemError } from '../files/inputProblem.ts';
import { Interrupted } from './interrupted.ts';
import type { ProgressView } from './progressView.ts';
import { progressView } from './progressView.ts';
import type { FileStamp } from '../files/traceFiles.ts';
import type { MakeWindowRunner, WindowRunner } from './windowRunners.ts';
import type { RunSetup, WindowOutcome } from './windowTask.ts';

/** A finished window waits no longer than this to be stored. */
const STORE_DELAY_MS = 250;

export interface WindowsJob {
  readonly spec: SimulationSpec;
  readonly plans: readonly WindowPlan[];
  /** The stored name of each plan's window. */
  readonly keys: readonly string[];
  readonly store: WindowStore;
  /** Do not look for stored windows; finished ones are stored all the same. */
  readonly fresh: boolean;
  readonly traceStamps: Readonly<Record<string, FileStamp>>;
  readonly requestParts?: string;
  readonly makeRunner: MakeWindowRunner;
  readonly signal: AbortSignal;
  /** Called once, before the first window runs. */
  onStart?(progress: ProgressView): void;
}

/** A window failed for a reason that is not the input's: ours. */
export class WindowFault extends Error {
  /** Of the system's error, where it was one (a full disk). */
  readonly code?: string;

  constructor(window: string, { message, stack, code }: Extract<WindowOutcome, { kind: 'fault' }>) {
    super(`${window}: ${message}`);
    this.name = 'WindowFault';
    this.stack = stack;
    if (code !== undefined) this.code = code;
  }
}

/**
 * Gets every window of the plan, from the store or by running it, and gives them encoded
 * (windowBlob.ts) in the order of the plan. Longest first, so that the last to finish is a
 * short one; the order of running leaves no trace in the result.
 * Throws `Interrupted`, `InputProblemError` or `WindowFault`.
 */
export async function runWindows(job: WindowsJob): Promise<readonly Uint8Array[]> {
  const blobs = new Array<Uint8Array | undefined>(job.plans.length).fill(undefined);
  if (!job.fresh) takeStored(job, blobs);
  const pending = job.plans
    .map((_plan, index) => index)
    .filter((index) => blobs[index] === undefined)
    .sort((a, b) => job.plans[b].expectedRequests - job.plans[a].expectedRequests || a - b);
  if (pending.length > 0) await runPending(job, blobs, pending);
  return blobs.map((blob) => {
    if (blob === undefined) throw new Error('a window ended without a result');
    return blob;
  });
}

function takeStored(job: WindowsJob, blobs: (Uint8Array | undefined)[]): void {
  // The rows of replication 0 exist only where the window is run.
  const wanted = job.plans
    .map((plan, index) => ({ index, key: job.keys[index], rows: plan.replication === 0 }))
    .filter(({ rows }) => !(rows && job.requestParts !== undefined));
  const stored = job.store.read(wanted.map(({ key }) => key));
  for (const { index, key } of wanted) {
    const blob = stored.get(key);
    if (blob !== undefined && decodeWindow(blob) !== undefined) blobs[index] = blob;
  }
}

async function runPending(
  job: WindowsJob,
  blobs: (Uint8Array | undefined)[],
  pending: number[],
): Promise<void> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const progress = new Float64Array(new SharedArrayBuffer(8 * job.plans.length));
  const isDone = (index: number): boolean => blobs[index] !== undefined;
  const doneCount = (): number => blobs.filter((blob) => blob !== undefined).length;
  if (job.signal.aborted) throw new Interrupted(doneCount(), blobs.length);
  const setup: RunSetup = {
    spec: job.spec,
    progress: progress.buffer as SharedArrayBuffer,
    stop: stop.buffer as SharedArrayBuffer,
    traceStamps: job.traceStamps,
    ...(job.requestParts === undefined ? {} : { requestParts: job.requestParts }),
  };
  const writer = batchedWriter(job.store, STORE_DELAY_MS);
  const runner = job.makeRunner(setup);
  const end = (): void => {
    Atomics.store(stop, 0, 1);
    void runner.close();
  };
  job.signal.addEventListener('abort', end, { once: true });
  job.onStart?.(progressView(job.plans, pending, progress, isDone));
  try {
    await runAll(job, pending, runner, (index, blob) => {
      blobs[index] = blob;
      writer.add({ key: job.keys[index], blob });
    });
  } catch (error) {
    throw job.signal.aborted ? new Interrupted(doneCount(), blobs.length) : error;
  } finally {
    job.signal.removeEventListener('abort', end);
    Atomics.store(stop, 0, 1);
    writer.flush();
    await runner.close();
  }
}

/** As many lanes as the runner takes at a time, each taking the next pending window. */
async function runAll(
  job: WindowsJob,
  pending: readonly number[],
  runner: WindowRunner,
  finish: (index: number, blob: Uint8Array) => void,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < pending.length) {
      if (job.signal.aborted) throw new Interrupted();
      const index = pending[next++];
      const plan = job.plans[index];
      const outcome = await runner.run({ index, plan });
      if (outcome.kind === 'done') {
        finish(index, outcome.blob);
      } else {
        next = pending.length;
        if (outcome.kind === 'input') throw new InputProblemError([outcome.problem]);
        throw new WindowFault(plan.key, outcome);
      }
    }
  };
  await Promise.all(Array.from({ length: runner.inFlight }, lane));
}
