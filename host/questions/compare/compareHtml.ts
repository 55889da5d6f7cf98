import { htmlPage } from '../../report/htmlPage.ts';
import { QUICK_ESTIMATE_NOTE } from '../../report/quickEstimate.ts';
import { horizonLine } from '../forecast/sections/reportSections.ts';
import type { RunDocument } from '../forecast/runDocument.ts';
import type { CompareView } from './compareResult.ts';
import { compareSections, lineSections } from './compareSections.ts';

/** A comparison as one HTML file that needs nothing else. */
export function renderCompareReport(view: CompareView, runs: readonly RunDocument[]): string {
  const [baseline] = view.lines;
  const isApproximate = view.lines.some(({ approximate }) => approximate);
  return htmlPage({
    title: 'Comparison – Fleetcast',
    heading: headingOf(view),
    lead: `Baseline: ${baseline.label}. ${horizonLine(runs[0])}`,
    verdict: `${isApproximate ? '≈ ' : ''}${view.verdict}`,
    tone: 'plain',
    sentence: isApproximate ? QUICK_ESTIMATE_NOTE : '',
    first: lineSections(view),
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

/** So many names stand in a heading. */
const MOST_NAMES = 3;

function headingOf({ lines }: CompareView): string {
  const names = lines.map(({ label }) => label);
  return names.length <= MOST_NAMES ? `${names.join(', ')} compared` : `${names.length} deployments compared`;
}
