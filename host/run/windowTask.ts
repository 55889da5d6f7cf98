import type { Problem } from '../../engine/scenario/reading/problem.ts';
import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import type { WindowIo } from '../../engine/simulate.ts';
import { simulateWindow } from '../../engine/simulate.ts';
import { RowsHeldBack } from '../../engine/usage/inArrivalOrder.ts';
import type { WindowPlan } from '../../engine/usage/planWindows.ts';
import { encodeWindow } from '../store/windowBlob.ts';
import { textProblem } from '../files/inputProblem.ts';
import { openRequestPart } from './requestParts.ts';
import type { FileStamp } from '../files/traceFiles.ts';
import { openTrace, TraceFileError } from '../files/traceFiles.ts';

/** What every window of a run shares; sent to a worker with each. */
export interface RunSetup {
  readonly spec: SimulationSpec;
  /** Requests simulated so far by window: a float64 each, written by whoever runs it. */
  readonly progress: SharedArrayBuffer;
  /** One int32: n + 1 once windows from index n on are to stop, else 0. */
  readonly stop: SharedArrayBuffer;
  readonly traceStamps: Readonly<Record<string, FileStamp>>;
  /** Where the request rows of replication 0 go, a part a window. */
  readonly requestParts?: string;
}

/** One window to run; `index` is its place in the plan. */
export interface WindowTask {
  readonly index: number;
  readonly plan: WindowPlan;
}

/** How it went, as plain data: an error's class does not survive the way between threads. */
export type WindowOutcome =
  /** `isGivenUp`: as overloaded, so that the windows after it do not count. */
  | { readonly kind: 'done'; readonly blob: Uint8Array; readonly isGivenUp: boolean }
  | { readonly kind: 'input'; readonly problem: Problem }
  | { readonly kind: 'fault'; readonly message: string; readonly stack: string; readonly code?: string };

/** Simulates one window, in whatever thread it is called. Never throws. */
export async function runWindow(setup: RunSetup, task: WindowTask): Promise<WindowOutcome> {
  const progress = new Float64Array(setup.progress);
  const stop = new Int32Array(setup.stop);
  const part =
    setup.requestParts !== undefined && task.plan.replication === 0
      ? openRequestPart(setup.requestParts, task.index, setup.spec)
      : undefined;
  const traces: ReturnType<typeof openTrace>[] = [];
  const io: WindowIo = {
    openTrace: (path) => {
      const chunks = openTrace(path, setup.traceStamps[path]);
      traces.push(chunks);
      return chunks;
    },
    onProgress: (simulated) => {
      progress[task.index] = simulated;
    },
    signal: {
      get aborted() {
        const stopped = Atomics.load(stop, 0);
        return stopped !== 0 && task.index >= stopped - 1;
      },
    },
    ...(part === undefined ? {} : { onRequest: part.onRequest }),
  };
  try {
    const window = await simulateWindow(setup.spec, task.plan, io);
    part?.close();
    progress[task.index] = window.simulatedRequests;
    return { kind: 'done', blob: encodeWindow(window), isGivenUp: window.stop !== undefined };
  } catch (error) {
    part?.discard();
    const problem = textProblem(error, error instanceof TraceFileError ? error.path : 'a trace');
    if (problem !== undefined) return { kind: 'input', problem };
    if (error instanceof RowsHeldBack) return { kind: 'input', problem: heldBackProblem(error) };
    return faultOf(error);
  } finally {
    // A trace longer than the horizon is left in the middle.
    await Promise.all(traces.map((chunks) => chunks.return()));
  }
}

function heldBackProblem({ rows }: RowsHeldBack): Problem {
  return {
    file: '--requests',
    path: '',
    message: `${rows} requests that ended wait for an earlier one to end, and rows stand in order of arrival: they cannot be kept`,
    suggestion: 'leave --requests out, or see which workload waits or answers for so long',
  };
}

function faultOf(error: unknown): WindowOutcome {
  if (!(error instanceof Error)) return { kind: 'fault', message: String(error), stack: '' };
  const { message, stack, code } = error as NodeJS.ErrnoException;
  return { kind: 'fault', message, stack: stack ?? '', ...(code === undefined ? {} : { code }) };
}
