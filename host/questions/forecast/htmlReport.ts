import { htmlPage } from '../../report/htmlPage.ts';
import { QUICK_ESTIMATE_NOTE } from '../../report/quickEstimate.ts';
import { reportCharts } from './charts.ts';
import type { ReportInput } from './reportInput.ts';
import { footLines, horizonLine, reportSections } from './sections/reportSections.ts';

/**
 * The report as one HTML file that needs nothing else.
 * Of a quick estimate, every part is marked as one.
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
  return htmlPage({
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
