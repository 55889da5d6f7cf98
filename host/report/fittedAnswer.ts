import { type AnswerPage, answerFacts } from './answerPage.ts';

/**
 * Of the smaller paper in each direction (US letter), at nine points in letters as wide as those of Arial or DejaVu Sans
 * Condensed: lines of a page, and characters of a line, and of a fact beside its label.
 */
const PAPER = { lines: 63, line: 112, fact: 94 };
/** Of a table with so many columns, cells break into lines of their own. */
const MANY_COLUMNS = 6;
/** Lines that a heading takes with its room, and those of the title and the foot. */
const HEADING = 2;
const FRAME = 5;
/** What a page keeps while it can; and, where that is still too much for the paper, however much there is to say. */
const LEAST = [
  { risks: 2, rows: 3, recommendation: 3 },
  { risks: 1, rows: 1, recommendation: 1 },
] as const;

/**
 * The page with as much as there is room for on one sheet of paper: of what is too much the last risk goes, then the last
 * row, then the last sentence of the recommendation, turn by turn. What is left out is in the report.
 */
export function fittedAnswer(page: AnswerPage): AnswerPage {
  let fitted = page;
  for (const least of LEAST) {
    while (linesOf(fitted) > PAPER.lines) {
      const shorter = withLess(fitted, least);
      if (shorter === undefined) break;
      fitted = shorter;
    }
  }
  return fitted;
}

function withLess(page: AnswerPage, least: (typeof LEAST)[number]): AnswerPage | undefined {
  const { risks, recommendation, runnersUp } = page;
  const { table } = runnersUp;
  const spare = {
    risks: risks.length - least.risks,
    rows: table.rows.length - least.rows,
    recommendation: recommendation.length - least.recommendation,
  };
  if (spare.risks > 0 && spare.risks >= spare.rows) return { ...page, risks: risks.slice(0, -1) };
  if (spare.rows > 0)
    return { ...page, runnersUp: { ...runnersUp, table: { ...table, rows: table.rows.slice(0, -1) } } };
  if (spare.recommendation > 0) return { ...page, recommendation: recommendation.slice(0, -1) };
  return undefined;
}

/** About so many lines a page has on paper. */
function linesOf(page: AnswerPage): number {
  const { question, recommendation, runnersUp, changes, risks, foot } = page;
  const [answer, ...because] = recommendation;
  const text = (lines: readonly string[], width: number): number =>
    lines.reduce((sum, line) => sum + Math.ceil(line.length / width), 0);
  const isWide = runnersUp.table.columns.length >= MANY_COLUMNS;
  const rows = runnersUp.table.rows.map(({ cells }) => cells.join('  ').length);
  return (
    FRAME +
    6 * HEADING +
    text([question, ...because, ...runnersUp.notes, ...foot], PAPER.line) +
    1.2 * text([answer], PAPER.line / 1.25) +
    text(
      answerFacts(page).map(([, fact]) => fact),
      PAPER.fact,
    ) +
    (rows.length === 0 ? 0 : isWide ? 3 : 1) +
    rows.reduce((sum, length) => sum + Math.ceil(length / (isWide ? 60 : 100)), 0) +
    text([...changes, ...risks], PAPER.line - 4)
  );
}
