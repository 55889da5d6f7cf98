/** Rows of a trace as columns that grow. */
export interface TraceRows {
  count: number;
  /** On the file's own clock, in the decoder's units. */
  time: Float64Array;
  promptTokens: Int32Array;
  outputTokens: Int32Array;
  cachedTokens: Int32Array;
  /** Index into the decoder's tenants; 0 where the file names none. */
  tenant: Int32Array;
}

const FIRST_CAPACITY = 1024;

export function createTraceRows(): TraceRows {
  return {
    count: 0,
    time: new Float64Array(FIRST_CAPACITY),
    promptTokens: new Int32Array(FIRST_CAPACITY),
    outputTokens: new Int32Array(FIRST_CAPACITY),
    cachedTokens: new Int32Array(FIRST_CAPACITY),
    tenant: new Int32Array(FIRST_CAPACITY),
  };
}

/** Adds a row at the end. */
export function appendRow(
  rows: TraceRows,
  time: number,
  promptTokens: number,
  outputTokens: number,
  cachedTokens: number,
  tenant: number,
): void {
  if (rows.count === rows.time.length) grow(rows);
  const at = rows.count++;
  rows.time[at] = time;
  rows.promptTokens[at] = promptTokens;
  rows.outputTokens[at] = outputTokens;
  rows.cachedTokens[at] = cachedTokens;
  rows.tenant[at] = tenant;
}

/** Removes the first `taken` rows. */
export function dropRows(rows: TraceRows, taken: number): void {
  for (const column of columnsOf(rows)) column.copyWithin(0, taken, rows.count);
  rows.count -= taken;
}

function grow(rows: TraceRows): void {
  const before = columnsOf(rows);
  const capacity = 2 * rows.time.length;
  rows.time = new Float64Array(capacity);
  rows.promptTokens = new Int32Array(capacity);
  rows.outputTokens = new Int32Array(capacity);
  rows.cachedTokens = new Int32Array(capacity);
  rows.tenant = new Int32Array(capacity);
  columnsOf(rows).forEach((column, index) => column.set(before[index]));
}

function columnsOf(rows: TraceRows): readonly (Float64Array | Int32Array)[] {
  return [rows.time, rows.promptTokens, rows.outputTokens, rows.cachedTokens, rows.tenant];
}
