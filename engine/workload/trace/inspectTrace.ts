import type { TraceSummary } from '../../scenario/spec.ts';
import { repeatSpan } from './repeatSpan.ts';
import { createTraceDecoder, type TraceReading } from './traceDecoder.ts';
import type { OnTraceDetail } from './traceSink.ts';

export interface TraceInspection extends TraceReading {
  /** Whether the trace is to be repeated. */
  readonly repeat?: boolean | undefined;
}

/**
 * Reads a whole trace once and keeps none of it, so that all that is wrong with it is known before a
 * simulation starts. Its first and last second are on the file's own clock, since 1970 where it has
 * dates. `onDetail` as in `createTraceDecoder`.
 * Throws TextProblem at the first row that cannot be taken, for a trace without rows, and where one
 * that lasts no time is to be repeated.
 */
export async function inspectTrace(
  chunks: AsyncIterable<string>,
  inspection: TraceInspection,
  onDetail?: OnTraceDetail,
): Promise<TraceSummary> {
  const decoder = createTraceDecoder(inspection, onDetail);
  let first = Number.POSITIVE_INFINITY;
  const takeRows = (): void => {
    const { rows } = decoder;
    for (let i = 0; i < rows.count; i++) if (rows.time[i] < first) first = rows.time[i];
    rows.count = 0;
  };
  for await (const chunk of chunks) {
    decoder.push(chunk);
    takeRows();
  }
  decoder.end();
  takeRows();
  const { accepted, latest, unitsPerSecond, originEpochSeconds = 0 } = decoder;
  if (inspection.repeat === true) repeatSpan(first, latest, accepted);
  return {
    rows: accepted,
    firstSeconds: originEpochSeconds + first / unitsPerSecond,
    lastSeconds: originEpochSeconds + latest / unitsPerSecond,
    tenants: [...decoder.tenants],
    skipped: { ...decoder.skipped },
  };
}
