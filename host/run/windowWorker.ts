import { Tinypool } from 'tinypool';
import { inlineMore } from './inlineMore.ts';
import type { RunSetup, WindowOutcome, WindowTask } from './windowTask.ts';
import { runWindow } from './windowTask.ts';

inlineMore();

/** The task of a thread that serves many runs (found by name). */
export async function runTask(job: {
  readonly setup: RunSetup;
  readonly task: WindowTask;
}): Promise<WindowOutcome> {
  const outcome = await runWindow(job.setup, job.task);
  return outcome.kind === 'done' ? movingBlob(outcome) : outcome;
}

/** Marks the blob's memory as handed over, so that the main thread copies nothing. */
function movingBlob(outcome: WindowOutcome & { kind: 'done' }): WindowOutcome {
  return Tinypool.move({
    [Tinypool.transferableSymbol]: [outcome.blob.buffer],
    [Tinypool.valueSymbol]: outcome,
  } as never) as unknown as WindowOutcome;
}
