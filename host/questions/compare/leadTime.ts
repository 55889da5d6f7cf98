/** A line or row with the latency that it is judged by first: that to the vector is present where only encoders are asked. */
export interface LedLine {
  readonly p95TtftSeconds: number | null;
  readonly p95VectorSeconds?: number | null;
}

/** The 95th percentile of the latency that a line is judged by first, in seconds; null without data. */
export function leadSeconds({ p95TtftSeconds, p95VectorSeconds }: LedLine): number | null {
  return p95VectorSeconds === undefined ? p95TtftSeconds : p95VectorSeconds;
}

/** Whether any line has tokens generated; of encoders alone the end is the vector. */
export function linesGenerate(lines: readonly LedLine[]): boolean {
  return lines.some(({ p95VectorSeconds }) => p95VectorSeconds === undefined);
}

/** What that latency is called where all lines stand in one column: `short` on an axis, `long` in a table. */
export function leadName(lines: readonly LedLine[]): { readonly short: string; readonly long: string } {
  const encoders = lines.filter(({ p95VectorSeconds }) => p95VectorSeconds !== undefined).length;
  if (encoders === 0) return { short: 'TTFT', long: 'time to first token' };
  return encoders === lines.length
    ? { short: 'time to vector', long: 'time to the vector' }
    : { short: 'TTFT or time to vector', long: 'time to first token, or to the vector' };
}
