import { Tinypool } from 'tinypool';
import { inlineMore } from './inlineMore.ts';
import type { RunSetup, WindowOutcome, WindowTask } from './windowTask.ts';
import { runWindow } from './windowTask.ts';

inlineMore();

/** The task of a worker thread (found by name): the run's setup came with the thread. */
export async function runTask(task: WindowTask): Promise<WindowOutcome> {
  const outcome = await runWindow(Tinypool.workerData as RunSetup, task);
  if (outcome.kind !== 'done') return outcome;
  return movingBlob(outcome);
}

/** Marks the blob's memory as handed over, so that the main thread copies nothing. */
function movingBlob(outcome: WindowOutcome & { kind: 'done' }): WindowOutcome {
  return Tinypool.move({
    [Tinypool.transferableSymbol]: [outcome.blob.buffer],
    [Tinypool.valueSymbol]: outcome,
  } as never) as unknown as WindowOutcome;
}
