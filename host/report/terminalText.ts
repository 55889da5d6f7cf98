import Table from 'cli-table3';
import type { createColors } from 'picocolors';
import { visible } from '../terminal/visible.ts';
import type { ReportColumn, ReportTable } from './reportSection.ts';

export type Colours = ReturnType<typeof createColors>;

export interface TextOptions {
  /** False for pipes, files and NO_COLOR. */
  readonly colour: boolean;
  /** Columns of the terminal; sentences are wrapped to it. */
  readonly width: number;
}

/** Sentences are not set wider than a page, nor narrower than is of use. */
const WIDEST_TEXT = 100;
const NARROWEST_TEXT = 40;
const LONGEST_CELL = 44;

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** A table without lines: dim headers, numbers flush right, totals bold, misses red. */
export function textTable({ columns, rows }: ReportTable, colours: Colours): string {
  const paint = { total: colours.bold, miss: colours.red, plain: (cell: string) => cell };
  const table = new Table({
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    head: columns.map(({ label }) => colours.dim(label)),
    colAligns: columns.map(alignment),
  });
  for (const { cells, tone } of rows)
    table.push(cells.map((cell) => paint[tone ?? 'plain'](shortened(visible(cell)))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function alignment({ isNumber }: ReportColumn): 'left' | 'right' {
  return isNumber ? 'right' : 'left';
}

function shortened(cell: string): string {
  return cell.length > LONGEST_CELL ? `${cell.slice(0, LONGEST_CELL - 1)}…` : cell;
}

/** Wraps a sentence to the width, indented. Longer words stand alone. */
export function wrapped(sentence: string, { width }: TextOptions, indent = 0): string {
  const room = Math.max(NARROWEST_TEXT, Math.min(WIDEST_TEXT, width)) - indent;
  const lines: string[] = [];
  let line = '';
  for (const word of visible(sentence).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each) => ' '.repeat(indent) + each).join('\n');
}

export function indented(block: string, by: number): string {
  return block
    .split('\n')
    .map((line) => (line === '' ? line : ' '.repeat(by) + line))
    .join('\n');
}
