import { traceNotes } from '../../engine/scenario/arrivals/traceNotes.ts';
import type { PreparedRun } from '../run/prepareRun.ts';
import { visible } from '../terminal/visible.ts';

/** What of a scenario's traces is not simulated, a line each; empty where all of it is. */
export function traceNotesText({ file, spec }: Pick<PreparedRun, 'file' | 'spec'>): string {
  return traceNotes(spec)
    .map(
      ({ workload, sentence }) => `${visible(file)}: trace of ${visible(workload)}: ${visible(sentence)}\n`,
    )
    .join('');
}
