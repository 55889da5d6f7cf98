import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Chart } from './chart.ts';
import { html, scriptJson } from './htmlText.ts';
import type { ReportSection } from './reportSection.ts';
import { tableHtml } from './tableHtml.ts';

/** What a page says, from top to bottom. */
export interface HtmlPage {
  readonly title: string;
  readonly heading: string;
  readonly lead: string;
  readonly verdict: string;
  readonly tone: 'good' | 'miss' | 'plain';
  readonly sentence: string;
  /** Before the charts. */
  readonly first?: readonly ReportSection[];
  readonly charts: readonly Chart[];
  readonly sections: readonly ReportSection[];
  readonly foot: readonly string[];
}

/**
 * A report as one HTML file that needs nothing else: the charting library is part of it, and
 * its own policy forbids every request and every script but the two it came with.
 */
export function htmlPage({
  title,
  heading,
  lead,
  verdict,
  tone,
  sentence,
  first = [],
  charts,
  sections,
  foot,
}: HtmlPage): string {
  const library = chartLibrary();
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(library)}' '${hashOf(DRAW)}'`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${html(heading)}</h1>
<p class="quiet">${html(lead)}</p>
<p class="verdict ${tone}">${html(verdict)}</p>
${sentence === '' ? '' : `<p>${html(sentence)}</p>`}
${first.map(sectionHtml).join('\n')}
${charts.map(chartHtml).join('\n')}
${sections.map(sectionHtml).join('\n')}
<footer>${foot.map((line) => `<p>${html(line)}</p>`).join('')}</footer>
</main>
<script type="application/json" id="charts">${scriptJson(charts.map(({ id, data, layout }) => ({ id, data, layout })))}</script>
<script>${library}</script>
<script>${DRAW}</script>
</body>
</html>
`;
}

function chartHtml({ id, title, summary, table }: Chart): string {
  return `<section aria-labelledby="${id}-title">
<h2 id="${id}-title">${html(title)}</h2>
<p id="${id}-summary">${html(summary)}</p>
<div class="chart" id="${id}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-summary"></div>
<details><summary>The figures of this chart</summary>${tableHtml(table)}</details>
</section>`;
}

function sectionHtml({ title, table, notes }: ReportSection): string {
  return `<section><h2>${html(title)}</h2>${tableHtml(table)}${notes.map((note) => `<p class="quiet">${html(note)}</p>`).join('')}</section>`;
}

let library: string | undefined;

/** Plotly's bundle for cartesian charts, as it is published (MIT licence in its head). */
function chartLibrary(): string {
  if (library === undefined) {
    const code = readFileSync(createRequire(import.meta.url).resolve('plotly.js-cartesian-dist-min'), 'utf8');
    // Either would end the element early or change the text that the policy's hash is of.
    if (/<\/script|<!--|\r/i.test(code))
      throw new Error('the charting library cannot stand in a script element');
    library = code;
  }
  return library;
}

function hashOf(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}

/** The same curves as in the window (renderer/charts/drawChart.ts). */
const CURVES = {
  light: ['#2563eb', '#c2410c', '#0f766e', '#7c3aed', '#a16207', '#be185d', '#0369a1', '#4d7c0f'],
  dark: ['#7aa2ff', '#fb923c', '#2dd4bf', '#c4a5ff', '#facc15', '#f472b6', '#38bdf8', '#a3e635'],
};

const DRAW = `'use strict';
(() => {
  const charts = JSON.parse(document.getElementById('charts').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const draw = () => {
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue('--ink').trim();
    const line = style.getPropertyValue('--line').trim();
    for (const { id, data, layout } of charts) {
      const coloured = { margin: { t: 16, r: 24, b: 56, l: 72 }, colorway: dark.matches ? ${JSON.stringify(CURVES.dark)} : ${JSON.stringify(CURVES.light)}, ...layout, legend: { orientation: 'h', yref: 'container', y: 0, yanchor: 'bottom', x: 0, ...layout.legend },
        annotations: (layout.annotations || []).map((note) => ({ bgcolor: style.getPropertyValue('--paper').trim(), ...note })), paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)', font: { color: ink, family: 'system-ui, sans-serif' } };
      for (const axis of Object.keys(layout).filter((key) => /^[xy]axis\\d*$/.test(key))) {
        coloured[axis] = { gridcolor: line, zerolinecolor: line, linecolor: line, automargin: true, ...layout[axis] };
      }
      Plotly.react(id, data, coloured, { responsive: true, displayModeBar: false });
    }
  };
  draw();
  dark.addEventListener('change', draw);
})();`;

const STYLE = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1e293b; --quiet: #556377; --line: #d5dbe3; --good: #166534; --bad: #b42318; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181f; --ink: #e2e8f0; --quiet: #9aa7b8; --line: #333d4b; --good: #86efac; --bad: #fda29b; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { margin: 0; font-size: 1.6rem; overflow-wrap: anywhere; } h2 { margin: 2.2rem 0 .4rem; font-size: 1.15rem; overflow-wrap: anywhere; }
p { margin: .4rem 0; max-width: 48rem; overflow-wrap: anywhere; } .quiet, footer { color: var(--quiet); font-size: .875rem; } footer { margin-top: 2.5rem; }
.verdict { font-size: 1.15rem; font-weight: 600; } .verdict.good { color: var(--good); } .verdict.miss { color: var(--bad); }
.chart { height: 24rem; } #timeline { height: 40rem; } #replicas { height: 30rem; } .scroll { overflow-x: auto; } details { margin: .4rem 0; } summary { cursor: pointer; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; } th, td { padding: .2rem .9rem .2rem 0; text-align: left; font-weight: 400; vertical-align: top; }
thead th { color: var(--quiet); font-size: .875rem; border-bottom: 1px solid var(--line); vertical-align: bottom; } th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; } thead .number { white-space: normal; } .total th, .total td { font-weight: 600; border-top: 1px solid var(--line); } .miss th, .miss td { color: var(--bad); }
@media print { .chart { break-inside: avoid; } details { display: none; } }
`;
