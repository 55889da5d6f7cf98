import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { EventPublisher } from '@orpc/server';
import type { RunInfo, RunState } from '../api/types.ts';
import { Interrupted } from '../run/interrupted.ts';
import type { ProgressView } from '../run/progressView.ts';
import type { ScenarioText } from '../run/prepareRun.ts';
import type { RunStore, StoredRun } from '../store/runStore.ts';
import { isProcessAlive } from '../files/isProcessAlive.ts';
import { asHostError, HostError } from './hostError.ts';
import { createRateMeter, type RateMeter } from './rateMeter.ts';
import type { FullRunOptions, ResultEntry } from './results.ts';
import type { Stream, Streams } from './streams.ts';
import { systemReason } from '../files/systemReason.ts';

const REPORT_MS = 200;
const SEEN_MS = 5000;
/** A host that was not seen alive for so long does not run any more, even where its process id is in use. */
const LOST_MS = 60_000;

export interface Runs {
  start(documentId: string, name: string, text: string): RunInfo;
  /** Now, and at every change until the run ends. */
  watch(id: string, signal: AbortSignal | undefined): Stream<RunInfo>;
  cancel(id: string): RunInfo;
  resume(id: string): RunInfo;
  dismiss(id: string): void;
  /** Running here, and those that can be resumed. */
  list(): readonly RunInfo[];
  /** Stops what runs; it can be resumed. */
  close(): Promise<void>;
}

export interface RunsOptions {
  readonly store: RunStore;
  readonly streams: Pick<Streams, 'open'>;
  simulate(documentId: string, source: ScenarioText, options: FullRunOptions): Promise<ResultEntry>;
  source(documentId: string, text: string): ScenarioText;
  warn(sentence: string): void;
}

interface ActiveRun {
  readonly stored: StoredRun;
  readonly controller: AbortController;
  readonly rate: RateMeter;
  info: RunInfo;
  ended: Promise<void>;
}

/** Full runs, kept so that neither a closed window nor a killed process loses more than the window in hand. */
export function createRuns(options: RunsOptions): Runs {
  const { store } = options;
  const runs = new Map<string, ActiveRun>();
  const changes = new EventPublisher<Record<string, undefined>>();
  const keep = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      options.warn(`the run could not be noted (${systemReason(error)})`);
    }
  };
  const update = (run: ActiveRun, parts: Partial<RunInfo>): void => {
    run.info = { ...run.info, ...parts };
    changes.publish(run.info.id, undefined);
  };
  const isActive = ({ info }: ActiveRun): boolean => info.state === 'running';
  const alive = setInterval(() => {
    if ([...runs.values()].some(isActive)) keep(() => store.seen(process.pid, Date.now()));
  }, SEEN_MS);
  alive.unref();

  const end = (run: ActiveRun, state: RunState, parts: Partial<RunInfo> = {}): void => {
    keep(() => {
      // What is done lives on as a result.
      if (state === 'done') store.remove(run.stored.id);
      else store.put({ ...run.stored, state, seenAt: Date.now() });
    });
    update(run, { state, ...parts });
  };

  const execute = async (run: ActiveRun): Promise<void> => {
    const { documentId, text } = run.stored;
    let timer: NodeJS.Timeout | undefined;
    try {
      const entry = await options.simulate(documentId, options.source(documentId, text), {
        signal: run.controller.signal,
        onReading: ({ file, share }) => update(run, { reading: { file: basename(file), share } }),
        onStart: (view) => {
          const { reading: _read, ...info } = run.info;
          run.info = info;
          timer = setInterval(() => update(run, progressOf(view, run.rate)), REPORT_MS);
        },
      });
      end(run, 'done', { share: 1, resultId: entry.id, windowsDone: run.info.windowsTotal });
    } catch (error) {
      if (run.controller.signal.aborted) {
        end(run, 'cancelled');
        return;
      }
      const { message: sentence, action, problems } = asHostError(error);
      end(run, 'failed', { failure: { sentence, action, problems } });
    } finally {
      clearInterval(timer);
    }
  };

  const launch = (stored: StoredRun): RunInfo => {
    keep(() => store.put(stored));
    const run: ActiveRun = {
      stored,
      controller: new AbortController(),
      rate: createRateMeter(),
      info: infoOf(stored),
      ended: Promise.resolve(),
    };
    runs.set(stored.id, run);
    run.ended = execute(run);
    return run.info;
  };

  const find = (id: string): RunInfo => {
    const run = runs.get(id);
    if (run !== undefined) return run.info;
    const stored = store.find(id);
    if (stored === undefined) throw new HostError('NOT_FOUND', 'This run is not there any more.');
    return infoOf({ ...stored, state: stateNow(stored) });
  };

  return {
    start: (documentId, name, text) => {
      for (const run of runs.values()) {
        if (isActive(run) && run.stored.documentId === documentId && run.stored.text === text)
          return run.info;
      }
      const now = Date.now();
      return launch({
        id: randomUUID(),
        documentId,
        name,
        text,
        state: 'running',
        processId: process.pid,
        seenAt: now,
        startedAt: now,
      });
    },
    watch: (id, asked) =>
      options.streams.open(async (tell, signal) => {
        // Listening begins before the first look, so that no change falls between.
        const news = changes.subscribe(id, { signal, maxBufferedEvents: 1 });
        try {
          let info = find(id);
          tell(info);
          while (info.state === 'running') {
            await news.next();
            info = find(id);
            tell(info);
          }
        } finally {
          await news.return();
        }
      }, asked),
    cancel: (id) => {
      const run = runs.get(id);
      if (run !== undefined && isActive(run)) run.controller.abort(new Interrupted());
      return find(id);
    },
    resume: (id) => {
      const run = runs.get(id);
      if (run !== undefined && isActive(run)) return run.info;
      const stored = run?.stored ?? store.find(id);
      if (stored === undefined) throw new HostError('NOT_FOUND', 'This run is not there any more.');
      if (run === undefined && stateNow(stored) === 'running') {
        throw new HostError('CONFLICT', 'Another Fleetcast is running it.', {
          action: 'Look for its window.',
        });
      }
      const now = Date.now();
      return launch({ ...stored, state: 'running', processId: process.pid, seenAt: now, startedAt: now });
    },
    dismiss: (id) => {
      if (find(id).state === 'running') throw new HostError('CONFLICT', 'It is running: cancel it first.');
      runs.delete(id);
      store.remove(id);
    },
    list: () => {
      const here = [...runs.values()].map(({ info }) => info).filter(({ state }) => state !== 'done');
      const others = store
        .unfinished()
        .filter(({ id }) => !runs.has(id))
        .map((stored) => infoOf({ ...stored, state: stateNow(stored) }))
        // What another Fleetcast runs is its own matter.
        .filter(({ state }) => state !== 'running');
      return [...here, ...others].sort((a, b) => b.startedAt - a.startedAt);
    },
    close: async () => {
      clearInterval(alive);
      for (const run of runs.values()) run.controller.abort(new Interrupted());
      await Promise.all([...runs.values()].map(({ ended }) => ended));
    },
  };
}

function progressOf(view: ProgressView, rate: RateMeter): Partial<RunInfo> {
  const { windowsDone, windowsTotal, share, requests } = view();
  const { requestsPerSecond, secondsLeft } = rate(requests, share);
  return {
    windowsDone,
    windowsTotal,
    share,
    requests,
    requestsPerSecond,
    ...(secondsLeft === undefined ? {} : { secondsLeft }),
  };
}

/** What a stored run is now: one whose process is gone was cut short. */
function stateNow({ state, processId, seenAt }: StoredRun): RunState {
  const isLost = state === 'running' && (Date.now() - seenAt > LOST_MS || !isStillThere(processId));
  return isLost ? 'interrupted' : state;
}

function isStillThere(processId: number): boolean {
  // Our own runs are in memory; one that is not was left by an earlier process of the same number.
  return processId !== process.pid && isProcessAlive(processId);
}

function infoOf({ id, documentId, name, state, startedAt, resultId }: StoredRun): RunInfo {
  return {
    id,
    documentId,
    name,
    state,
    startedAt,
    share: 0,
    windowsDone: 0,
    windowsTotal: 0,
    requests: 0,
    requestsPerSecond: 0,
    ...(resultId === undefined ? {} : { resultId }),
  };
}
