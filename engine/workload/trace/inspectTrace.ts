import type { TraceSummary } from '../../scenario/spec.ts';
import { createTraceDecoder, type TraceDecoderOptions } from './traceDecoder.ts';
import { TraceProblem } from './traceProblem.ts';

export interface InspectTraceOptions extends TraceDecoderOptions {
  readonly maxDisorderSeconds: number;
}

/**
 * Reads a whole trace once, keeping none of it: how many rows, from when to when, whose, how far out of
 * order. Throws `TraceProblem` at the first row that cannot be taken.
 */
export async function inspectTrace(chunks: AsyncIterable<string>, options: InspectTraceOptions): Promise<TraceSummary> {
  let rows = 0;
  let firstSeconds = Number.POSITIVE_INFINITY;
  let lastSeconds = Number.NEGATIVE_INFINITY;
  let disorderSeconds = 0;
  const tenants = new Set<string>();
  const decoder = createTraceDecoder(options, (line, seconds, _prompt, _output, _cached, tenant) => {
    rows++;
    if (seconds < firstSeconds) firstSeconds = seconds;
    const back = lastSeconds - seconds;
    if (back > options.maxDisorderSeconds) {
      throw new TraceProblem(
        `the row arrives ${back} s before one above it; rows are sorted up to maxDisorderSeconds (${options.maxDisorderSeconds})`, line,
      );
    }
    if (back > disorderSeconds) disorderSeconds = back;
    if (seconds > lastSeconds) lastSeconds = seconds;
    if (options.columns?.tenant !== undefined) tenants.add(tenant);
  });
  for await (const text of chunks) decoder.push(text);
  decoder.end();
  if (rows === 0) throw new TraceProblem('there are no requests in the file');
  return { rows, firstSeconds, lastSeconds, disorderSeconds, tenants: [...tenants], skipped: decoder.skipped };
}
