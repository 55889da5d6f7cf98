import { ANSWER_HEADINGS, type AnswerPage, answerFacts } from './answerPage.ts';
import { fittedAnswer } from './fittedAnswer.ts';
import { html } from './htmlText.ts';
import { tableHtml } from './tableHtml.ts';

/**
 * An answer as one page of paper, A4 or US letter, in one HTML file that needs nothing else and has no script.
 * Printed it is dark on white, whatever the screen is.
 */
export function renderAnswer(answer: AnswerPage): string {
  const page = fittedAnswer(answer);
  const { name, horizon, tone, question, recommendation, runnersUp, changes, risks, foot } = page;
  const [first, ...because] = recommendation;
  const { table, notes } = runnersUp;
  const facts = answerFacts(page).map(([label, text]) => `<dt>${html(label)}</dt><dd>${html(text)}</dd>`);
  const body = `<header><h1>${html(name)}</h1><p class="quiet">${html(horizon)}</p></header>
${section(ANSWER_HEADINGS.question, paragraphs([question]))}
${section(ANSWER_HEADINGS.recommendation, `<p class="answer ${tone}">${html(first)}</p>${paragraphs(because)}`)}
${section(ANSWER_HEADINGS.restsOn, `<dl>${facts.join('')}</dl>`)}
${section(ANSWER_HEADINGS.runnersUp, `${table.rows.length === 0 ? '' : tableHtml(table)}${paragraphs(notes)}`)}
${section(ANSWER_HEADINGS.changes, list('ul', changes))}
${section(ANSWER_HEADINGS.risk, list('ol', risks))}
<footer>${paragraphs(foot)}</footer>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(name)} – answer on one page – Fleetcast</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

function section(heading: string, content: string): string {
  return `<section><h2>${html(heading)}</h2>${content}</section>`;
}

function paragraphs(sentences: readonly string[]): string {
  return sentences.map((sentence) => `<p>${html(sentence)}</p>`).join('');
}

function list(tag: 'ol' | 'ul', items: readonly string[]): string {
  return `<${tag}>${items.map((item) => `<li>${html(item)}</li>`).join('')}</${tag}>`;
}

const STYLE = `
:root { color-scheme: light; --paper: #ffffff; --ink: #1e293b; --quiet: #556377; --line: #d5dbe3; --good: #166534; --bad: #b42318; }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; --paper: #14181f; --ink: #e2e8f0; --quiet: #9aa7b8; --line: #333d4b; --good: #86efac; --bad: #fda29b; } }
@page { margin: 9mm 12mm; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 11pt/1.4 Arial, 'Helvetica Neue', Helvetica, 'Liberation Sans', 'DejaVu Sans Condensed', system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 2rem; }
h1 { margin: 0; font-size: 1.5em; line-height: 1.2; overflow-wrap: anywhere; } h2 { margin: .8em 0 .15em; padding-top: .4em; border-top: 1px solid var(--line); font-size: 1.1em; }
p, li, dd { margin: .15em 0; overflow-wrap: anywhere; } .quiet, footer, thead { color: var(--quiet); } footer { margin-top: .8em; padding-top: .3em; border-top: 1px solid var(--line); }
.answer { font-size: 1.15em; font-weight: 600; } .answer.good { color: var(--good); } .answer.miss { color: var(--bad); }
dl { display: grid; grid-template-columns: 9.5em 1fr; margin: 0; } dt, dd { padding: .1em 0; } dt { font-weight: 600; } dd { margin: 0; }
ul, ol { margin: 0; padding-left: 1.4em; } .scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 1em; } th, td { padding: .1em 1em .1em 0; text-align: left; font-weight: 400; vertical-align: top; }
thead th { border-bottom: 1px solid var(--line); vertical-align: bottom; } th:last-child, td:last-child { padding-right: 0; } .number { text-align: right; }
.total th, .total td { font-weight: 600; } .miss th, .miss td { color: var(--bad); }
@media print { body { font-size: 9pt; line-height: 1.25; } main { max-width: none; padding: 0; } h2 { margin-top: .55em; padding-top: .3em; } section { break-inside: avoid; } .scroll { overflow: visible; } }
`;
