import type { TraceArrivalSpec, TraceSummary } from '../../scenario/spec.ts';
import { repeatSpan } from './repeatSpan.ts';
import { createTraceDecoder, type TraceReading } from './traceDecoder.ts';
import type { OnTraceDetail } from './traceSink.ts';

/**
 * Reads a whole trace once, so that all that is wrong with it is known before a simulation starts.
 * `firstSeconds` and `lastSeconds` are on the file's own clock, since 1970 where it has dates.
 * Throws TraceProblem at the first row that cannot be taken, and where `repeat` is asked of a trace
 * that lasts no time.
 */
export async function inspectTrace(
  chunks: AsyncIterable<string>,
  reading: TraceReading & Partial<Pick<TraceArrivalSpec, 'repeat'>>,
  onDetail?: OnTraceDetail,
): Promise<TraceSummary> {
  const decoder = createTraceDecoder(reading, onDetail);
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
  if (reading.repeat === true) repeatSpan(first, latest, accepted);
  return {
    rows: accepted,
    firstSeconds: originEpochSeconds + first / unitsPerSecond,
    lastSeconds: originEpochSeconds + latest / unitsPerSecond,
    tenants: [...decoder.tenants],
    skipped: { ...decoder.skipped },
  };
}
