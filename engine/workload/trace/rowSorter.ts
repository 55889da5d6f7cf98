import { appendRow, createTraceRows, dropRows, type TraceRows } from './traceRows.ts';

/** Holds rows back until no earlier one can follow. */
export interface RowSorter {
  /** Takes all rows, in the order of the file. */
  add(rows: TraceRows): void;
  /** Moves the rows up to time `until` to the end of `out`, by time, equal ones in the order of the file. */
  release(until: number, out: TraceRows): void;
}

/** A row that came after a later one. */
interface LateRow {
  readonly time: number;
  /** Place among the late rows. */
  readonly place: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  readonly tenant: number;
}

/**
 * Rows that come in order queue up; only those that come late pay for a heap. A late row is earlier
 * than some row before it, so it never ties with a queued row that follows it: of a queued and a
 * late row at one instant, the queued one is first in the file.
 */
export function createRowSorter(): RowSorter {
  const queue = createTraceRows();
  let head = 0;
  let latest = Number.NEGATIVE_INFINITY;
  const late: LateRow[] = [];
  let lateRows = 0;
  const moveLate = (out: TraceRows): void => {
    const row = popRow(late);
    appendRow(out, row.time, row.promptTokens, row.outputTokens, row.cachedTokens, row.tenant);
  };
  return {
    add(rows) {
      const { time, promptTokens, outputTokens, cachedTokens, tenant } = rows;
      for (let i = 0; i < rows.count; i++) {
        if (time[i] >= latest) {
          latest = time[i];
          appendRow(queue, time[i], promptTokens[i], outputTokens[i], cachedTokens[i], tenant[i]);
        } else {
          pushRow(late, {
            time: time[i],
            place: lateRows++,
            promptTokens: promptTokens[i],
            outputTokens: outputTokens[i],
            cachedTokens: cachedTokens[i],
            tenant: tenant[i],
          });
        }
      }
    },
    release(until, out) {
      const { time, promptTokens, outputTokens, cachedTokens, tenant } = queue;
      while (head < queue.count && time[head] <= until) {
        while (late.length > 0 && late[0].time < time[head]) moveLate(out);
        appendRow(out, time[head], promptTokens[head], outputTokens[head], cachedTokens[head], tenant[head]);
        head++;
      }
      while (late.length > 0 && late[0].time <= until) moveLate(out);
      if (head > queue.count / 2) {
        dropRows(queue, head);
        head = 0;
      }
    },
  };
}

function isBefore(a: LateRow, b: LateRow): boolean {
  return a.time < b.time || (a.time === b.time && a.place < b.place);
}

function pushRow(heap: LateRow[], row: LateRow): void {
  let hole = heap.length;
  heap.push(row);
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    if (!isBefore(row, heap[parent])) break;
    heap[hole] = heap[parent];
    hole = parent;
  }
  heap[hole] = row;
}

/** Takes the first row of a heap that is not empty. */
function popRow(heap: LateRow[]): LateRow {
  const first = heap[0];
  const moved = heap[heap.length - 1];
  heap.length--;
  if (heap.length === 0) return first;
  let hole = 0;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++;
    if (!isBefore(heap[child], moved)) break;
    heap[hole] = heap[child];
    hole = child;
  }
  heap[hole] = moved;
  return first;
}
