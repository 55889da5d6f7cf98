/** Rows of a trace in order of arrival, ties in the order of the file. */
export interface RowQueue {
  add(seconds: number, prompt: number, output: number, cached: number, account: number): void;
  /** Rows that no later row can come before. */
  ready(): number;
  /** No more rows: all are ready. */
  finish(): void;
  /** Takes the first ready row; its fields stay until the next call. */
  take(): TraceRow;
}

export interface TraceRow {
  seconds: number;
  prompt: number;
  output: number;
  cached: number;
  account: number;
}

/** A queue for rows at most `disorderSeconds` out of order; a sorted file (0) needs no heap. */
export function createRowQueue(disorderSeconds: number): RowQueue {
  let rows: (TraceRow & { place: number })[] = [];
  let taken = 0;
  let place = 0;
  let latest = Number.NEGATIVE_INFINITY;
  let finished = false;
  const before = (a: TraceRow & { place: number }, b: TraceRow & { place: number }): boolean =>
    a.seconds < b.seconds || (a.seconds === b.seconds && a.place < b.place);
  const sorted = disorderSeconds === 0;
  const push = (row: TraceRow & { place: number }): void => {
    let hole = rows.length;
    rows.push(row);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (before(rows[parent], row)) break;
      rows[hole] = rows[parent];
      hole = parent;
    }
    rows[hole] = row;
  };
  const pop = (): TraceRow => {
    const top = rows[0];
    const last = rows.pop() ?? top;
    if (rows.length > 0) {
      let hole = 0;
      for (;;) {
        let child = 2 * hole + 1;
        if (child >= rows.length) break;
        if (child + 1 < rows.length && before(rows[child + 1], rows[child])) child++;
        if (before(last, rows[child])) break;
        rows[hole] = rows[child];
        hole = child;
      }
      rows[hole] = last;
    }
    return top;
  };
  return {
    add(seconds, prompt, output, cached, account) {
      const row = { seconds, prompt, output, cached, account, place: place++ };
      if (seconds > latest) latest = seconds;
      if (sorted) rows.push(row);
      else push(row);
    },
    ready() {
      if (sorted) return rows.length - taken;
      return rows.length > 0 && (finished || rows[0].seconds < latest - disorderSeconds) ? 1 : 0;
    },
    finish() {
      finished = true;
    },
    take() {
      if (!sorted) return pop();
      const row = rows[taken++];
      if (taken === rows.length) {
        rows = [];
        taken = 0;
      }
      return row;
    },
  };
}
