import { type AnswerPage, answerFacts } from './answerPage.ts';
import type { ReportTable } from './reportSection.ts';

/**
 * Characters of a line, and of a fact beside its label, on the narrower paper (A4), at nine points in letters as wide as those
 * of Arial.
 */
const WIDTH = { line: 116, fact: 97, item: 112, gap: 2 };
/** Larger letters than the text's. */
const SIZES = { title: 1.5, answer: 1.15 };
/** What stands between, in lines: a heading with its rule, around the page's head and foot, between paragraphs, in rows. */
const ROOM = { heading: 1.9, frame: 1.2, paragraph: 0.12, row: 0.16 };

/** About so many lines a page takes on paper, by the style of `renderAnswer`. */
export function paperLines(page: AnswerPage): number {
  const { name, horizon, question, recommendation, runnersUp, changes, risks, foot } = page;
  const [answer, ...because] = recommendation;
  const paragraphs = (texts: readonly string[], width: number): number =>
    texts.reduce((sum, each) => sum + linesOf(each, width) + ROOM.paragraph, 0);
  return (
    ROOM.frame +
    6 * ROOM.heading +
    SIZES.title * linesOf(name, WIDTH.line / SIZES.title) +
    SIZES.answer * linesOf(answer, WIDTH.line / SIZES.answer / BOLD) +
    paragraphs([horizon, question, ...because, ...runnersUp.notes, ...foot], WIDTH.line) +
    answerFacts(page).reduce((sum, [, fact]) => sum + linesOf(fact, WIDTH.fact) + ROOM.row, 0) +
    tableLines(runnersUp.table) +
    paragraphs([...changes, ...risks], WIDTH.item)
  );
}

/** Bold letters are wider by about this. */
const BOLD = 1.08;

/** Lines of a text whose words are not cut. */
function linesOf(text: string, width: number): number {
  let lines = 1;
  let used = 0;
  for (const { length } of text.split(' ')) {
    if (used > 0 && used + 1 + length > width) {
      lines++;
      used = 0;
    }
    used += length + (used > 0 ? 1 : 0);
    if (used > width) {
      lines += Math.ceil(used / width) - 1;
      used %= width;
    }
  }
  return lines;
}

/** Columns are as wide as browsers make them: each its longest word, and of what is left by how much more it would take. */
function tableLines({ columns, rows }: ReportTable): number {
  if (rows.length === 0) return 0;
  const lines = [columns.map(({ label }) => label), ...rows.map(({ cells }) => cells)];
  const least = columns.map((_, at) =>
    Math.max(...lines.map((cells) => Math.max(...(cells[at] ?? '').split(' ').map(({ length }) => length)))),
  );
  const most = columns.map((_, at) => Math.max(...lines.map((cells) => (cells[at] ?? '').length)));
  const sum = (widths: readonly number[]): number => widths.reduce((a, b) => a + b, 0);
  const left = WIDTH.line - WIDTH.gap * (columns.length - 1) - sum(least);
  const share = Math.min(1, Math.max(0, left) / Math.max(1, sum(most) - sum(least)));
  const widths = columns.map((_, at) => least[at] + share * (most[at] - least[at]));
  return sum(
    lines.map(
      (cells) => ROOM.row + Math.max(...cells.map((cell, at) => linesOf(cell, Math.max(1, widths[at])))),
    ),
  );
}
