import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CompareView } from '../api/types.ts';
import type { Chart } from './chart.ts';
import { reportCharts } from '../questions/forecast/charts.ts';
import { commitCharts } from '../questions/commit/commitCharts.ts';
import type { CommitDocument } from '../questions/commit/commitResult.ts';
import { evidenceSections, purchaseSections } from '../questions/commit/commitSections.ts';
import { compareSections } from '../questions/compare/compareSections.ts';
import { html, scriptJson } from './htmlText.ts';
import { QUICK_ESTIMATE_NOTE } from './quickEstimate.ts';
import { footLines, horizonLine, reportSections } from '../questions/forecast/reportSections.ts';
import type { ReportInput } from '../questions/forecast/reportInput.ts';
import type { ReportSection, ReportTable } from './reportSection.ts';
import type { RunDocument } from '../questions/forecast/runDocument.ts';

/**
 * The report as one HTML file that needs nothing else: the charting library is part of it, and
 * its own policy forbids every request and every script but the two it came with. Of a quick estimate,
 * every part is marked as one.
 */
export function renderHtmlReport(input: ReportInput, isApproximate = false): string {
  const { run } = input;
  const mark = isApproximate ? '≈ ' : '';
  const tone =
    run.overloaded || run.slo.some(({ met }) => met === false)
      ? 'miss'
      : run.slo.some(({ met }) => met === true)
        ? 'good'
        : 'plain';
  return page({
    title: `${run.name} – Fleetcast forecast`,
    heading: run.name,
    lead: horizonLine(run),
    verdict: `${mark}${run.verdict}`,
    tone,
    sentence: `${run.bottleneck.sentence}${isApproximate ? ` ${QUICK_ESTIMATE_NOTE}` : ''}`,
    charts: reportCharts(input).map((chart) => ({ ...chart, summary: `${mark}${chart.summary}` })),
    sections: reportSections(run).map((section) => ({ ...section, title: `${mark}${section.title}` })),
    foot: footLines(run),
  });
}

/** A comparison as one HTML file that needs nothing else. */
export function renderCompareReport(view: CompareView, runs: readonly RunDocument[]): string {
  const [baseline] = view.columns;
  const isApproximate = view.columns.some(({ approximate }) => approximate);
  return page({
    title: 'Comparison – Fleetcast',
    heading: `${view.columns.map(({ label }) => label).join(', ')} compared`,
    lead: `Baseline: ${baseline.label}. ${horizonLine(runs[0])}`,
    verdict: `${isApproximate ? '≈ ' : ''}${view.verdict}`,
    tone: 'plain',
    sentence: isApproximate ? QUICK_ESTIMATE_NOTE : '',
    charts: view.charts,
    sections: compareSections(view),
    foot: [
      'real: the 95% interval of the difference, paired over replications with shared random numbers, leaves out 0. noise: it does not. unknown: it cannot be told.',
      `Not included in any cost: ${runs[0].excluded.join(', ')}.`,
      ...runs.map(
        ({ name, fleetcast }) =>
          `${name}: Fleetcast ${fleetcast.engine}, seed ${fleetcast.seed}, scenario ${fleetcast.scenarioHash.slice(0, 12)}.`,
      ),
    ],
  });
}

/** A planned purchase as one HTML file that needs nothing else: the memo for whoever signs it. */
export function renderCommitReport(document: CommitDocument): string {
  const { name, horizon, verdict, fleetcast, excluded } = document;
  return page({
    title: `${name} – what to commit`,
    heading: `${name}: what to commit`,
    lead: `${horizon.months} months from ${horizon.start}, in ${document.currency}.`,
    verdict,
    tone: 'plain',
    sentence: `Not included in any cost: ${excluded.join(', ')}.`,
    first: purchaseSections(document),
    charts: commitCharts(document),
    sections: evidenceSections(document),
    foot: [
      `Fleetcast ${fleetcast.engine}, seed ${fleetcast.seed}, scenario ${fleetcast.scenarioHash.slice(0, 12)}.`,
    ],
  });
}

interface Page {
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

function page({
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
}: Page): string {
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

function tableHtml({ columns, rows }: ReportTable): string {
  const head = columns
    .map(({ label, isNumber }) => `<th scope="col"${isNumber ? ' class="number"' : ''}>${html(label)}</th>`)
    .join('');
  const body = rows.map(({ cells, tone }) => {
    const row = cells.map((cell, i) => {
      const tag = i === 0 ? 'th scope="row"' : 'td';
      return `<${tag}${columns[i].isNumber ? ' class="number"' : ''}>${html(cell)}</${i === 0 ? 'th' : 'td'}>`;
    });
    return `<tr${tone === undefined ? '' : ` class="${tone}"`}>${row.join('')}</tr>`;
  });
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
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
.chart { height: 24rem; } #timeline { height: 40rem; } .scroll { overflow-x: auto; } details { margin: .4rem 0; } summary { cursor: pointer; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; } th, td { padding: .2rem .9rem .2rem 0; text-align: left; font-weight: 400; vertical-align: top; }
thead th { color: var(--quiet); font-size: .875rem; border-bottom: 1px solid var(--line); vertical-align: bottom; } th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; } thead .number { white-space: normal; } .total th, .total td { font-weight: 600; border-top: 1px solid var(--line); } .miss th, .miss td { color: var(--bad); }
@media print { .chart { break-inside: avoid; } details { display: none; } }
`;
