import { htmlPage } from '../../report/htmlPage.ts';
import { commitCharts } from './commitCharts.ts';
import type { CommitDocument } from './commitResult.ts';
import { evidenceSections, purchaseSections } from './commitSections.ts';

/** A planned purchase as one HTML file that needs nothing else: the memo for whoever signs it. */
export function renderCommitReport(document: CommitDocument): string {
  const { name, horizon, verdict, earlier, fleetcast, excluded } = document;
  return htmlPage({
    title: `${name} – what to commit`,
    heading: `${name}: what to commit`,
    lead: `${horizon.months} months from ${horizon.start}, in ${document.currency}.${earlier === undefined ? '' : ` ${earlier}`}`,
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
