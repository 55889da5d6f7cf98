import { describe, expect, it } from 'vitest';
import type { SimulationSpec, TraceSummary } from '../../../engine/scenario/spec.ts';
import { traceNotes } from '../../../engine/scenario/arrivals/traceNotes.ts';
import { poolSpec } from '../finance/handmade.ts';

function notesOf(
  rows: number,
  skipped: TraceSummary['skipped'],
  pool = poolSpec('pool'),
): ReturnType<typeof traceNotes> {
  const summary: TraceSummary = { rows, firstSeconds: 0, lastSeconds: 1, tenants: [], skipped };
  const arrivals = { kind: 'trace', summary } as SimulationSpec['workloads'][number]['arrivals'];
  return traceNotes({ workloads: [{ id: 'replayed', pool: 0, arrivals }], pools: [pool] });
}

describe('what of a trace is not simulated', () => {
  it('is told with how many there were and why, every reason with its count where there are several', () => {
    expect(notesOf(2, { 'failed (no response tokens)': 1 })).toEqual([
      {
        workload: 'replayed',
        rows: 3,
        leftOut: 1,
        leftOutBy: { 'failed (no response tokens)': 1 },
        sentence: '1 of 3 rows left out: failed (no response tokens)',
      },
    ]);
    expect(notesOf(9000, { failed: 1200, 'without a time': 3 })[0].sentence).toBe(
      '1,203 of 10,203 rows left out: 1,200 failed, 3 without a time',
    );
  });

  it('is told of answers that a trace has and an encoder does not give', () => {
    const encoder = poolSpec('pool', { isEncoder: true });
    expect(notesOf(3, {}, encoder)[0]).toMatchObject({ leftOut: 0, withoutOutput: true });
    expect(notesOf(2, { failed: 1 }, encoder)[0].sentence).toBe(
      '1 of 3 rows left out: failed; output tokens are not used, because the model is an encoder',
    );
  });

  it('is nothing where every row is taken', () => {
    expect(notesOf(3, {})).toEqual([]);
  });
});
