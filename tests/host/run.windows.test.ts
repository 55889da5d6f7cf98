import { expect, it } from 'vitest';
import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import type { WindowPlan } from '../../engine/usage/planWindows.ts';
import type { OverloadStop, WindowUsage } from '../../engine/usage/usage.ts';
import { emptyWindow } from '../../engine/usage/windowUsage.ts';
import { InputProblemError } from '../../host/files/inputProblem.ts';
import { Interrupted } from '../../host/run/interrupted.ts';
import type { ProgressView } from '../../host/run/progressView.ts';
import type { WindowsJob } from '../../host/run/runWindows.ts';
import { runWindows, WindowFault } from '../../host/run/runWindows.ts';
import type { WindowRunner } from '../../host/run/windowRunners.ts';
import type { RunSetup, WindowOutcome, WindowTask } from '../../host/run/windowTask.ts';
import { decodeWindow, encodeWindow } from '../../host/store/windowBlob.ts';
import type { StoredWindow, WindowStore } from '../../host/store/windowStore.ts';

const STOP: OverloadStop = { pool: 0, cause: 'queue', atSeconds: 60, hours: 1, inFlight: 10, waiting: 8 };

/** What of a scenario says what its windows look like. */
const spec = {
  seed: 1,
  hours: 288,
  workloads: [],
  pools: [{ replicas: 1, batching: { blockTokens: 16 } }],
  accounts: [],
} as unknown as SimulationSpec;

function plan(index: number, expectedRequests: number, replication = 0): WindowPlan {
  return {
    key: `w${index}`,
    replication,
    firstHour: index * 24,
    hours: 24,
    warmUpSeconds: 0,
    standsForHours: [index * 24],
    expectedRequests,
  };
}

function usage(index: number): WindowUsage {
  return { ...emptyWindow(spec, index * 24, 24), simulatedRequests: index };
}

function memoryStore(): WindowStore & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    read: (keys) => new Map([...kept].filter(([key]) => keys.includes(key))),
    write: (windows: readonly StoredWindow[]) => windows.forEach(({ key, blob }) => kept.set(key, blob)),
    prune: () => undefined,
    close: () => undefined,
  };
}

interface FakeRunner {
  readonly started: number[];
  readonly make: (setup: RunSetup) => WindowRunner;
}

/** Answers with `outcome` after a moment; a later window may well be done before an earlier one. */
function fakeRunner(
  inFlight: number,
  outcome: (task: WindowTask, setup: RunSetup) => WindowOutcome,
): FakeRunner {
  const started: number[] = [];
  return {
    started,
    make: (setup) => {
      let close: () => void = () => undefined;
      const closed = new Promise<never>((_resolve, reject) => {
        close = () => reject(new Error('closed'));
      });
      closed.catch(() => undefined);
      return {
        inFlight,
        run: async (task) => {
          started.push(task.index);
          await Promise.race([new Promise((resolve) => setTimeout(resolve, (task.index * 7) % 5)), closed]);
          return outcome(task, setup);
        },
        close: async () => close(),
      };
    },
  };
}

const done = ({ index }: WindowTask): WindowOutcome => ({
  kind: 'done',
  blob: encodeWindow(usage(index)),
  isGivenUp: false,
});
const givenUp = ({ index }: WindowTask): WindowOutcome => ({
  kind: 'done',
  blob: encodeWindow({ ...usage(index), stop: STOP }),
  isGivenUp: true,
});

function job(runner: FakeRunner, more: Partial<WindowsJob> = {}): WindowsJob {
  const plans =
    more.plans ?? Array.from({ length: 12 }, (_value, index) => plan(index, 100 + index, index % 2));
  return {
    spec,
    plans,
    keys: plans.map(({ key }) => key),
    store: memoryStore(),
    fresh: false,
    traceStamps: {},
    makeRunner: runner.make,
    signal: new AbortController().signal,
    ...more,
  };
}

const indicesOf = (blobs: readonly (Uint8Array | undefined)[]): (number | undefined)[] =>
  blobs.map((blob, index) => blob && decodeWindow(blob, usage(index))?.simulatedRequests);

const inOrder = Array.from({ length: 12 }, (_value, index) => index);

it.each([1, 4, 50])('gives windows in plan order, %i at a time, longest first', async (inFlight) => {
  const runner = fakeRunner(inFlight, done);
  expect(indicesOf(await runWindows(job(runner)))).toEqual(inOrder);
  expect(runner.started).toEqual([...inOrder].reverse());
});

it.each([1, 3, 50])(
  'ends with the first window in plan order that is given up, %i at a time',
  async (inFlight) => {
    // Found from the end: 9 first, then 4; the others up to the first are run in the order of the plan.
    const store = memoryStore();
    const stops: number[] = [];
    const runner = fakeRunner(inFlight, (task, setup) => {
      stops.push(Atomics.load(new Int32Array(setup.stop), 0));
      return [4, 9].includes(task.index) ? givenUp(task) : done(task);
    });
    expect(indicesOf(await runWindows(job(runner, { store })))).toEqual([
      0,
      1,
      2,
      3,
      4,
      ...Array<undefined>(7).fill(undefined),
    ]);
    if (inFlight === 1) {
      expect(runner.started).toEqual([11, 10, 9, 0, 1, 2, 3, 4]);
      // Windows from the one after it on are told to stop: from index 10, which is written as 11.
      expect(stops).toEqual([0, 0, 0, 11, 11, 11, 11, 11]);
    }
    // Run again, the stored ones say so without running anything after it.
    store.kept.delete('w2');
    const again = fakeRunner(inFlight, done);
    expect(indicesOf(await runWindows(job(again, { store }))).slice(3)).toEqual([
      3,
      4,
      ...Array<undefined>(7).fill(undefined),
    ]);
    expect(again.started).toEqual([2]);
  },
);

it('does not mind how a window ends that is not needed any more', async () => {
  const runner = fakeRunner(12, (task) =>
    task.index === 0 ? givenUp(task) : { kind: 'fault', message: 'the simulation was stopped', stack: '' },
  );
  const blobs = await runWindows(job(runner, { plans: [plan(0, 100, 0), plan(1, 1, 0), plan(2, 1, 0)] }));
  expect(indicesOf(blobs)).toEqual([0, undefined, undefined]);
});

it('takes what is stored, runs the rest, and stores it', async () => {
  const store = memoryStore();
  const first = fakeRunner(2, done);
  await runWindows(job(first, { store }));
  expect(store.kept.size).toBe(12);
  store.kept.delete('w3');
  store.kept.set('w7', new Uint8Array([1, 2, 3]));
  // Whole, and another's.
  store.kept.set('w9', encodeWindow({ ...usage(9), hours: 25 }));
  // As a Fleetcast of before kept it, whose windows had no work by the hour in them.
  const before = encodeWindow(usage(5));
  before[4] = 1;
  store.kept.set('w5', before);
  const told: string[] = [];
  const second = fakeRunner(2, done);
  expect(indicesOf(await runWindows(job(second, { store, warn: (line) => told.push(line) })))).toEqual(
    inOrder,
  );
  expect(second.started.sort()).toEqual([3, 5, 7, 9]);
  expect(told).toEqual([
    expect.stringMatching(
      /^3 kept windows cannot be used \(of an earlier version, .*\) and are simulated again$/,
    ),
  ]);
  expect(store.kept.get('w9')).toEqual(encodeWindow(usage(9)));
  const fresh = fakeRunner(2, done);
  await runWindows(job(fresh, { store, fresh: true }));
  expect(fresh.started).toHaveLength(12);
});

it('runs replication 0 where its rows are wanted, and takes the others from the store', async () => {
  const store = memoryStore();
  await runWindows(job(fakeRunner(2, done), { store }));
  const again = fakeRunner(2, done);
  await runWindows(job(again, { store, requestParts: 'anywhere' }));
  expect(again.started.sort((a, b) => a - b)).toEqual([0, 2, 4, 6, 8, 10]);
});

it('stops at once when interrupted, and keeps what was finished', async () => {
  const store = memoryStore();
  const controller = new AbortController();
  let stopSeen = 0;
  const runner = fakeRunner(1, (task, setup) => {
    if (task.index === 8) controller.abort();
    stopSeen = Atomics.load(new Int32Array(setup.stop), 0);
    return done(task);
  });
  const run = runWindows(job(runner, { store, signal: controller.signal }));
  await expect(run).rejects.toMatchObject({ name: 'Interrupted', done: 4, total: 12 });
  expect([...store.kept.keys()]).toEqual(['w11', 'w10', 'w9', 'w8']);
  expect(stopSeen).toBe(1);
  const resumed = fakeRunner(1, done);
  expect(indicesOf(await runWindows(job(resumed, { store })))).toEqual(inOrder);
  expect(resumed.started).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
});

it('does not start when interrupted before', async () => {
  const runner = fakeRunner(1, done);
  await expect(runWindows(job(runner, { signal: AbortSignal.abort() }))).rejects.toBeInstanceOf(Interrupted);
  expect(runner.started).toEqual([]);
});

it('tells a wrong input from a fault, and starts nothing after either', async () => {
  const problem = { file: 'trace.csv', path: '', message: 'line 3: not a number' };
  const wrong = fakeRunner(1, (task) => (task.index === 9 ? { kind: 'input', problem } : done(task)));
  await expect(runWindows(job(wrong))).rejects.toSatisfy(
    (error) => error instanceof InputProblemError && error.problems[0].message === problem.message,
  );
  expect(wrong.started).toEqual([11, 10, 9]);
  const faulty = fakeRunner(1, () => ({ kind: 'fault', message: 'oops', stack: 'at x' }));
  await expect(runWindows(job(faulty))).rejects.toThrow(WindowFault);
  expect(faulty.started).toEqual([11]);
});

it('shows progress that only grows, from 0 to all', async () => {
  let view: ProgressView | undefined;
  const shares: number[] = [];
  const runner = fakeRunner(3, (task, setup) => {
    new Float64Array(setup.progress)[task.index] = 50;
    shares.push(view?.().share ?? -1);
    return done(task);
  });
  const onStart = (progress: ProgressView): void => {
    view = progress;
    expect(progress()).toEqual({ windowsDone: 0, windowsTotal: 12, share: 0, requests: 0 });
  };
  await runWindows(job(runner, { onStart }));
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares[0]).toBeGreaterThan(0);
  expect(view?.()).toEqual({ windowsDone: 12, windowsTotal: 12, share: 1, requests: 600 });
});
