import picocolors from 'picocolors';
import { duration, grouped, LATENCY_NAMES, percent } from '../../engine/finance/plainText.ts';
import type { Comparison, MetricDifference, ScenarioDifference } from '../../engine/planning/compare.ts';
import { LATENCIES } from '../../engine/usage/usage.ts';
import { decimalsFor, NO_DATA, number, type ReportTable, text } from './reportSection.ts';
import { type Colours, indented, printable, type TextOptions, textTable, wrapped } from './terminalText.ts';

/** A comparison, and what is said of its scenarios. */
export interface CompareDocument extends Comparison {
  readonly currency: string;
  readonly verdicts: readonly { readonly label: string; readonly verdict: string }[];
}

interface Shown {
  readonly label: string;
  readonly show: (value: number) => string;
  /** Of a difference, where that has another unit. */
  readonly showDifference?: (value: number) => string;
}

/** For a terminal or a pipe: verdict of each, what differs in the documents, and each difference with its interval. */
export function compareText(comparison: CompareDocument, options: TextOptions): string {
  const colours = picocolors.createColors(options.colour);
  const parts = [
    comparison.verdicts
      .map(({ label, verdict }) => `${colours.bold(printable(label))}\n${wrapped(verdict, options, 2)}`)
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
    colours.bold(colours.cyan(printable(`${label} compared with ${baseline}`))),
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
  const rows = metrics.flatMap(
    ({ metric, baseline: from, value, difference, relative, interval, verdict }) => {
      const shown = shownAs(metric, currency);
      if (shown === undefined || (from === null && value === null) || (from === 0 && value === 0)) return [];
      const show = shown.showDifference ?? shown.show;
      return [
        {
          cells: [
            shown.label,
            from === null ? NO_DATA : shown.show(from),
            value === null ? NO_DATA : shown.show(value),
            difference === null ? NO_DATA : `${difference > 0 ? '+' : ''}${show(difference)}`,
            relative === null ? NO_DATA : `${relative > 0 ? '+' : ''}${grouped(relative * 100, 1)}%`,
            interval === null ? NO_DATA : `± ${show((interval[1] - interval[0]) / 2)}`,
            difference === 0 ? 'equal' : verdict,
          ],
        },
      ];
    },
  );
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

const UNIT_COST_LABELS: Readonly<Record<string, string>> = {
  perRequest: 'completed request',
  perMillionTokens: 'million tokens',
  perMillionOutputTokens: 'million output tokens',
  perGpuHour: 'GPU-hour',
  perInferenceSecond: 'GPU-second at work',
  perRequestWithinSlo: 'request within SLO',
};

function shownAs(metric: string, currency: string): Shown | undefined {
  const [kind, ...rest] = metric.split('.');
  const amount = (value: number): string =>
    grouped(value, Math.abs(value) >= 100 ? 0 : decimalsFor(value, 2));
  const plain = (value: number): string =>
    grouped(value, Number.isInteger(value) || Math.abs(value) >= 1000 ? 0 : decimalsFor(value));
  if (metric === 'cost.total') return { label: `Cost of the horizon (${currency})`, show: amount };
  if (metric === 'cost.idle') return { label: `of which idle (${currency})`, show: amount };
  if (kind === 'unitCost')
    return { label: `Cost per ${UNIT_COST_LABELS[rest[0]]} (${currency})`, show: amount };
  if (kind === 'slo') {
    const points = (share: number): string => `${grouped(share * 100, 2)} points`;
    return {
      label: `Service level of ${rest.slice(0, -1).join('.')}`,
      show: percent,
      showDifference: points,
    };
  }
  const latency = LATENCIES.find((name) => name === rest[0]);
  if (kind === 'latencySeconds' && latency !== undefined) {
    return rest[1] === 'p90'
      ? undefined
      : { label: `${LATENCY_NAMES[latency].long}, ${rest[1]}`, show: signedDuration };
  }
  if (metric === 'requests.completed') return { label: 'Requests completed', show: plain };
  if (metric === 'requests.rejected') return { label: 'Requests rejected', show: plain };
  if (metric === 'goodputPerSecond') return { label: 'Requests within SLO per second', show: plain };
  return undefined;
}

function signedDuration(seconds: number): string {
  return seconds < 0 ? `-${duration(-seconds)}` : duration(seconds);
}
