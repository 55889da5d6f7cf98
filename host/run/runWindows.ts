import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import type { WindowPlan } from '../../engine/usage/planWindows.ts';
import { batchedWriter } from '../store/batchedWriter.ts';
import { decodeWindow } from '../store/windowBlob.ts';
import type { WindowStore } from '../store/windowStore.ts';
import { InputProblemError } from '../files/inputProblem.ts';
import { Interrupted } from './interrupted.ts';
import type { ProgressView } from './progressView.ts';
import { progressView } from './progressView.ts';
import { windowModels } from './windowModels.ts';
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
  /** Told what was wrong with stored windows. */
  warn?(sentence: string): void;
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

/** What there is of a run's windows, by their index. */
interface WindowsSoFar {
  readonly blobs: (Uint8Array | undefined)[];
  /** The first known to be given up as overloaded, so that none after it is needed; Infinity where there is none. */
  last: number;
}

/**
 * Gets every window of the plan, from the store or by running it, and gives them encoded
 * (windowBlob.ts) in the order of the plan; those after the first that was given up as overloaded are undefined.
 * Longest first, so that the last to finish is a short one; once one is given up, in the order of the plan. The
 * order of running leaves no trace in the result.
 * Throws `Interrupted`, `InputProblemError` or `WindowFault`.
 */
export async function runWindows(job: WindowsJob): Promise<readonly (Uint8Array | undefined)[]> {
  const windows: WindowsSoFar = {
    blobs: new Array<Uint8Array | undefined>(job.plans.length).fill(undefined),
    last: Number.POSITIVE_INFINITY,
  };
  const { blobs } = windows;
  if (!job.fresh) takeStored(job, windows);
  const pending = job.plans
    .map((_plan, index) => index)
    .filter((index) => blobs[index] === undefined && index < windows.last)
    .sort((a, b) => job.plans[b].expectedRequests - job.plans[a].expectedRequests || a - b);
  if (pending.length > 0) await runPending(job, windows, pending);
  return blobs.map((blob, index) => {
    if (index > windows.last) return undefined;
    if (blob === undefined) throw new Error('a window ended without a result');
    return blob;
  });
}

function takeStored(job: WindowsJob, windows: WindowsSoFar): void {
  // The rows of replication 0 exist only where the window is run.
  const wanted = job.plans
    .map((plan, index) => ({ index, key: job.keys[index], rows: plan.replication === 0 }))
    .filter(({ rows }) => !(rows && job.requestParts !== undefined));
  const stored = job.store.read(wanted.map(({ key }) => key));
  const modelOf = windowModels(job.spec);
  let unusable = 0;
  for (const { index, key } of wanted) {
    const blob = stored.get(key);
    if (blob === undefined) continue;
    const window = decodeWindow(blob, modelOf(job.plans[index]));
    if (window === undefined) {
      unusable++;
      continue;
    }
    windows.blobs[index] = blob;
    if (window.stop !== undefined) windows.last = Math.min(windows.last, index);
  }
  if (unusable > 0) job.warn?.(unusableWindows(unusable));
}

/** What is run takes the place of what was found. */
function unusableWindows(count: number): string {
  const [windows, are] = count === 1 ? ['window', 'is'] : ['windows', 'are'];
  return `${count} kept ${windows} cannot be used (of an earlier version, damaged, or not what this scenario's look like) and ${are} simulated again`;
}

async function runPending(job: WindowsJob, windows: WindowsSoFar, pending: readonly number[]): Promise<void> {
  const { blobs } = windows;
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const progress = new Float64Array(new SharedArrayBuffer(8 * job.plans.length));
  const isDone = (index: number): boolean => blobs[index] !== undefined || index > windows.last;
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
    await runAll(job, windows, pending, runner, (index, { blob, isGivenUp }) => {
      blobs[index] = blob;
      writer.add({ key: job.keys[index], blob });
      if (!isGivenUp || index > windows.last) return;
      windows.last = index;
      // Those after it that are under way are not needed any more.
      Atomics.store(stop, 0, index + 2);
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

/** As many lanes as the runner takes at a time, each taking the next pending window that is needed. */
async function runAll(
  job: WindowsJob,
  windows: WindowsSoFar,
  pending: readonly number[],
  runner: WindowRunner,
  finish: (index: number, outcome: Extract<WindowOutcome, { kind: 'done' }>) => void,
): Promise<void> {
  // From its end.
  let left = pending.toReversed();
  const lane = async (): Promise<void> => {
    for (let index = left.pop(); index !== undefined; index = left.pop()) {
      if (job.signal.aborted) throw new Interrupted();
      const plan = job.plans[index];
      const outcome = await runner.run({ index, plan });
      if (outcome.kind === 'done') {
        const { last } = windows;
        finish(index, outcome);
        if (windows.last < last) left = left.filter((each) => each < windows.last).sort((a, b) => b - a);
      } else if (index < windows.last) {
        left = [];
        if (outcome.kind === 'input') throw new InputProblemError([outcome.problem]);
        throw new WindowFault(plan.key, outcome);
      }
    }
  };
  await Promise.all(Array.from({ length: runner.inFlight }, lane));
}
