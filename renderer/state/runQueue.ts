import { create } from 'zustand';
import { atMost } from './atMost.ts';
import { cancelRun, runToEnd } from './running.ts';

/** Each takes all cores while it simulates; a second one is prepared meanwhile. */
const AT_A_TIME = 2;

/** Full runs of many documents, one after the other. */
export interface RunQueue {
  /** Not begun yet. */
  readonly waiting: readonly string[];
  readonly going: readonly string[];
  readonly done: number;
  readonly total: number;
}

const NOTHING: RunQueue = { waiting: [], going: [], done: 0, total: 0 };

export const useRunQueue = create<RunQueue>(() => NOTHING);

/**
 * Runs documents in full, a few at a time; those that are in the queue already are not put in again. Ends when all
 * are done. One that fails does not hold up the others; throws what the host said of the first that could not be begun.
 */
export async function runAllInFull(ids: readonly string[]): Promise<void> {
  const { waiting, going } = useRunQueue.getState();
  const added = ids.filter((id) => !waiting.includes(id) && !going.includes(id));
  useRunQueue.setState((queue) => ({
    waiting: [...queue.waiting, ...added],
    total: queue.total + added.length,
  }));
  const failures: unknown[] = [];
  await Promise.all(added.map((id) => inTurn(() => runOne(id).catch((error) => failures.push(error)))));
  const queue = useRunQueue.getState();
  if (queue.waiting.length + queue.going.length === 0) useRunQueue.setState(NOTHING);
  if (failures.length > 0) throw failures[0];
}

const inTurn = atMost(AT_A_TIME);

async function runOne(id: string): Promise<void> {
  // Called off while it waited.
  if (!useRunQueue.getState().waiting.includes(id)) return;
  useRunQueue.setState(({ waiting, going }) => ({
    waiting: waiting.filter((other) => other !== id),
    going: [...going, id],
  }));
  try {
    await runToEnd(id);
  } finally {
    useRunQueue.setState(({ going, done }) => ({
      going: going.filter((other) => other !== id),
      done: done + 1,
    }));
  }
}

/** Calls off what waits, and cancels what runs; finished windows are kept. Throws what the host says. */
export async function cancelAllRuns(): Promise<void> {
  const { going } = useRunQueue.getState();
  useRunQueue.setState({ waiting: [] });
  await Promise.all(going.map(cancelRun));
}
