import { type TableRow, tableRows } from '../../text/csvTable.ts';
import { quoted, TextProblem } from '../../text/textProblem.ts';
import type {
  InterruptionsDocument,
  SPOT_TRACE_FORMATS,
} from '../../scenario/living/capacity/capacitySchema.ts';

/**
 * A trace of spot capacity as a document has it. `counts`: a date, a time of the day and how many nodes there are, a row each; the first row is second 0
 * (as Bamboo's of Google Cloud, uclasystem/bamboo). `add-remove`: milliseconds, add or remove, and the node's name (as its traces of AWS).
 * Throws TextProblem for a row that is wrong or out of order, and for a text that is no table.
 */
export function readSpotTrace(
  text: string,
  format: (typeof SPOT_TRACE_FORMATS)[number],
): Extract<InterruptionsDocument, { counts: unknown } | { nodes: unknown }> {
  const rows = tableRows(text);
  if (rows.length === 0) throw new TextProblem(1, 'has no rows');
  const read = format === 'counts' ? countRow : nodeRow;
  const inOrder = rows.map((row) => ({ ...read(row), line: row.line }));
  inOrder.forEach(({ second, line }, i) => {
    if (i > 0 && second < inOrder[i - 1].second) {
      throw new TextProblem(
        line,
        `comes ${inOrder[i - 1].second - second} s before the row above it; rows must be in order of time`,
      );
    }
  });
  const zero = format === 'counts' ? inOrder[0].second : 0;
  const timed = inOrder.map(({ line: _line, second, ...row }) => ({ second: second - zero, ...row }));
  return (format === 'counts' ? { counts: timed } : { nodes: timed }) as ReturnType<typeof readSpotTrace>;
}

function countRow({ cells, line }: TableRow): { second: number; nodes: number } {
  const [date = '', time = '', nodes = ''] = cells.map((cell) => cell.trim());
  const epoch = Date.parse(`${date}T${time}Z`);
  const count = Number(nodes);
  if (cells.length !== 3 || Number.isNaN(epoch) || !Number.isInteger(count) || nodes === '' || count < 0) {
    throw new TextProblem(
      line,
      `is no date, time and number of nodes: ${quoted(cells.join(','))}; format: counts has rows such as 2021-12-11, 11:11:30, 55`,
    );
  }
  return { second: epoch / 1000, nodes: count };
}

function nodeRow({ cells, line }: TableRow): { second: number; node: string; isThere: boolean } {
  const [milliseconds = '', what = '', node = ''] = cells.map((cell) => cell.trim());
  const time = Number(milliseconds);
  if (
    cells.length !== 3 ||
    milliseconds === '' ||
    !(time >= 0) ||
    (what !== 'add' && what !== 'remove') ||
    node === ''
  ) {
    throw new TextProblem(
      line,
      `is no time, add or remove, and node: ${quoted(cells.join(','))}; format: add-remove has rows such as 480000,add,node1 (milliseconds)`,
    );
  }
  return { second: time / 1000, node, isThere: what === 'add' };
}
