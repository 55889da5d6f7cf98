import type { AnswerPage } from './answerPage.ts';
import { paperLines } from './paperLines.ts';

/** Of the lower paper (US letter); what is reckoned is a little more than what is printed. */
const LINES = 65;
/** What a page keeps while it can; and, where that is still too much for the paper, however much there is to say. */
const LEAST = [
  { risks: 2, rows: 5, recommendation: 3 },
  { risks: 2, rows: 3, recommendation: 3 },
  { risks: 1, rows: 1, recommendation: 1 },
] as const;

/**
 * The page with as much as there is room for on one sheet of paper: of what is too much the last risk goes, then the last
 * row, then the last sentence of the recommendation, turn by turn; then what fits of it comes back. What is left out is in the report.
 */
export function fittedAnswer(page: AnswerPage): AnswerPage {
  let fitted = page;
  for (const least of LEAST) {
    while (paperLines(fitted) > LINES) {
      const shorter = withLess(fitted, least);
      if (shorter === undefined) break;
      fitted = shorter;
    }
  }
  return filled(fitted, page);
}

/** With what fits of what was left out, rows first: what went last may have been more than there was need for. */
function filled(fitted: AnswerPage, whole: AnswerPage): AnswerPage {
  const { table } = whole.runnersUp;
  const withMore = (rows: number, risks: number): AnswerPage => ({
    ...fitted,
    runnersUp: { ...fitted.runnersUp, table: { ...table, rows: table.rows.slice(0, rows) } },
    risks: whole.risks.slice(0, risks),
  });
  let page = fitted;
  const shown = { rows: fitted.runnersUp.table.rows.length, risks: fitted.risks.length };
  for (const what of ['rows', 'risks'] as const) {
    const all = { rows: table.rows.length, risks: whole.risks.length }[what];
    while (shown[what] < all) {
      shown[what]++;
      const longer = withMore(shown.rows, shown.risks);
      if (paperLines(longer) > LINES) {
        shown[what]--;
        break;
      }
      page = longer;
    }
  }
  return page;
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
