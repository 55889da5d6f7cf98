import type { SimulationSpec } from './spec.ts';
import { thousands } from './thousands.ts';

/** What of a workload's trace is not simulated; there is none where all of it is. */
export interface TraceNote {
  readonly workload: string;
  /** Of the file, those left out included. */
  readonly rows: number;
  readonly leftOut: number;
  /** By reason. */
  readonly leftOutBy: Readonly<Record<string, number>>;
  /** As in “1 of 3 rows left out: failed (no response tokens)”; no full stop. */
  readonly sentence: string;
}

/** What is left out of each trace that a scenario replays, in the order of its workloads. */
export function traceNotes({ workloads }: Pick<SimulationSpec, 'workloads'>): readonly TraceNote[] {
  return workloads.flatMap(({ id, arrivals }): TraceNote[] => {
    if (arrivals.kind !== 'trace') return [];
    const { rows: taken, skipped } = arrivals.summary;
    const leftOut = Object.values(skipped).reduce((sum, count) => sum + count, 0);
    if (leftOut === 0) return [];
    const rows = taken + leftOut;
    return [{ workload: id, rows, leftOut, leftOutBy: skipped, sentence: leftOutSentence(rows, skipped) }];
  });
}

function leftOutSentence(rows: number, skipped: Readonly<Record<string, number>>): string {
  const reasons = Object.entries(skipped);
  const leftOut = reasons.reduce((sum, [, count]) => sum + count, 0);
  // One reason needs no count of its own.
  const why = reasons.map(([reason, count]) =>
    reasons.length === 1 ? reason : `${thousands(count)} ${reason}`,
  );
  return `${thousands(leftOut)} of ${thousands(rows)} rows left out: ${why.join(', ')}`;
}
