import type { SimulationSpec } from '../spec.ts';
import { thousands } from '../reading/thousands.ts';

/** What of a workload's trace is not simulated; there is none where all of it is. */
export interface TraceNote {
  readonly workload: string;
  /** Of the file, those left out included. */
  readonly rows: number;
  readonly leftOut: number;
  /** By reason. */
  readonly leftOutBy: Readonly<Record<string, number>>;
  /** Rows taken that arrive before the horizon or after it; present where there are such, and they could be counted. */
  readonly outsideHorizon?: number;
  /** Present where its model is an encoder: what the rows say of answers, and of a cache, is not used. */
  readonly withoutOutput?: true;
  /** As in “1 of 3 rows left out: failed (no response tokens)”; no full stop. */
  readonly sentence: string;
}

/**
 * What of each trace that a scenario replays is not simulated, in the order of its workloads. `arrived` tells how many
 * requests of a workload, by its index, arrived in the whole horizon, where that is known: each is a row.
 */
export function traceNotes(
  { workloads, pools }: Pick<SimulationSpec, 'workloads' | 'pools'>,
  arrived: (workload: number) => number | undefined = () => undefined,
): readonly TraceNote[] {
  return workloads.flatMap(({ id, pool, arrivals }, workload): TraceNote[] => {
    if (arrivals.kind !== 'trace') return [];
    const { rows: taken, skipped } = arrivals.summary;
    const leftOut = Object.values(skipped).reduce((sum, count) => sum + count, 0);
    const hasOutput = arrivals.columns === undefined || arrivals.columns.outputTokens !== undefined;
    const isUnused = pools[pool]?.isEncoder === true && hasOutput;
    // One that is repeated gives more requests than it has rows.
    const outside = arrivals.repeat ? 0 : taken - Math.round(arrived(workload) ?? taken);
    if (leftOut === 0 && outside <= 0 && !isUnused) return [];
    const rows = taken + leftOut;
    const sentences = [
      ...(leftOut > 0 ? [leftOutSentence(rows, skipped)] : []),
      ...(outside > 0
        ? [`${thousands(outside)} of ${thousands(rows)} rows lie outside the horizon and are not simulated`]
        : []),
      ...(isUnused ? ['output tokens are not used, because the model is an encoder'] : []),
    ];
    return [
      {
        workload: id,
        rows,
        leftOut,
        leftOutBy: skipped,
        ...(outside > 0 && { outsideHorizon: outside }),
        ...(isUnused && { withoutOutput: isUnused }),
        sentence: sentences.join('; '),
      },
    ];
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
