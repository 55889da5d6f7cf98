import { ANSWER_HEADINGS, type AnswerPage, answerFacts } from './answerPage.ts';
import { add, addSheet, addWrapped, type Book, header } from './workbook.ts';

/** Characters: of the labels and deployments, then of the figures; texts go over all of them. */
const WIDTHS = { 1: 34, 2: 15, 3: 15, 4: 15, 5: 15, 6: 15, 7: 15 };
const COLUMNS = 7;

/** Puts an answer's page into a workbook, behind the sheets that there are: its headings, and what stands below each. */
export function addAnswer(book: Book, page: AnswerPage): void {
  const { name, horizon, question, recommendation, runnersUp, changes, risks, foot } = page;
  const sheet = addSheet(book, 'Answer');
  sheet.widths = WIDTHS;
  sheet.isOnePage = true;
  const texts = (lines: readonly string[]): void =>
    addWrapped(
      sheet,
      lines.map((line) => [line]),
      COLUMNS,
    );
  const heading = (label: string): void => {
    add(sheet, [[]]);
    header(sheet, [label]);
  };
  add(sheet, [[name]], 'title');
  texts([horizon]);
  heading(ANSWER_HEADINGS.question);
  texts([question]);
  heading(ANSWER_HEADINGS.recommendation);
  texts(recommendation);
  heading(ANSWER_HEADINGS.restsOn);
  addWrapped(sheet, answerFacts(page), COLUMNS);
  heading(ANSWER_HEADINGS.runnersUp);
  const { columns, rows } = runnersUp.table;
  if (rows.length > 0) {
    const labels = columns.map(({ label }) => label);
    header(sheet, labels);
    add(
      sheet,
      rows.map(({ cells }) => cells),
    );
  }
  texts(runnersUp.notes);
  heading(ANSWER_HEADINGS.changes);
  texts(changes);
  heading(ANSWER_HEADINGS.risk);
  texts(risks.map((risk, index) => `${index + 1}. ${risk}`));
  add(sheet, [[]]);
  texts(foot);
}
