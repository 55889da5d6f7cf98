import picocolors from 'picocolors';
import type { MetricDifference, ScenarioDifference } from '../../../engine/planning/compare.ts';
import type { CompareDocument } from './compareDocument.ts';
import { differenceText, metricText, shown } from './metricText.ts';
import { NO_DATA, number, type ReportTable, text } from '../../report/reportSection.ts';
import { type Colours, indented, type TextOptions, textTable, wrapped } from '../../report/terminalText.ts';
import { visible } from '../../terminal/visible.ts';

/** For a terminal or a pipe: verdict of each, what differs in the documents, and each difference with its interval. */
export function compareText(comparison: CompareDocument, options: TextOptions): string {
  const colours = picocolors.createColors(options.colour);
  const parts = [
    colours.bold(wrapped(comparison.verdict, options)),
    comparison.verdicts
      .map(({ label, verdict }) => `${colours.bold(visible(label))}\n${wrapped(verdict, options, 2)}`)
      .join('\n'),
    ...comparison.scenarios.map((scenario) => scenarioText(comparison, scenario, colours)),
    wrapped(
      `real: the ${comparison.level * 100}% interval of the difference, paired over replications with shared random numbers, leaves out 0. ` +
        'noise: it does not. unknown: it cannot be told; fidelity: { replications: 5 } in the scenarios would.',
      options,
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function scenarioText(
  { baseline, currency }: CompareDocument,
  { label, differs, metrics }: ScenarioDifference,
  colours: Colours,
): string {
  const differences: ReportTable = {
    columns: [text('Differs in'), text(baseline), text(label)],
    rows: differs.map((difference) => ({
      cells: [difference.path, difference.baseline ?? NO_DATA, difference.other ?? NO_DATA],
    })),
  };
  return [
    colours.bold(colours.cyan(visible(`${label} compared with ${baseline}`))),
    indented(differs.length === 0 ? 'The scenarios do not differ.' : textTable(differences, colours), 2),
    '',
    indented(textTable(metricTable(metrics, currency, baseline, label), colours), 2),
  ].join('\n');
}

/** The metrics that have data on a side and a name in words; the JSON has all of them. */
function metricTable(
  metrics: readonly MetricDifference[],
  currency: string,
  baseline: string,
  label: string,
): ReportTable {
  const rows = metrics.flatMap((metric) => {
    const { baseline: from, value } = metric;
    const words = metricText(metric.metric, currency);
    if (words === undefined || (from === null && value === null) || (from === 0 && value === 0)) return [];
    const { difference, relative, interval, verdict } = differenceText(metric, words);
    return [
      {
        cells: [
          words.label,
          from === null ? NO_DATA : shown(words.show, from, metric.exactAmounts?.baseline),
          value === null ? NO_DATA : shown(words.show, value, metric.exactAmounts?.value),
          difference,
          relative,
          interval,
          verdict,
        ],
      },
    ];
  });
  return {
    columns: [
      text('Figure'),
      number(baseline),
      number(label),
      number('Difference'),
      number('in %'),
      number('Interval'),
      text('Verdict'),
    ],
    rows,
  };
}
