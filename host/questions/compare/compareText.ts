import picocolors from 'picocolors';
import type { MetricDifference, ScenarioDifference } from '../../../engine/planning/compare.ts';
import { type Colours, indented, type TextOptions, textTable, wrapped } from '../../report/terminalText.ts';
import { NO_DATA, number, type ReportTable, text } from '../../report/reportSection.ts';
import { visible } from '../../terminal/visible.ts';
import { someNames } from '../../../engine/scenario/reading/someNames.ts';
import type { ComparedRuns } from './compareRuns.ts';
import { linesGenerate } from './leadTime.ts';
import { lineNotes } from './lineNotes.ts';
import { closeNames, commonSentence, deployedAndFigures, lineTable, splitColumns } from './lineTable.ts';
import { differenceText, metricText, shown } from './metricText.ts';

/** Up to so many scenarios beside the baseline have each figure’s difference shown; of more, one line of figures each. */
const MOST_IN_FULL = 2;
/** So many are named in their order, and so many close calls told; --json has all. */
const MOST_IN_ORDER = 10;
const MOST_CLOSE = 6;

/** For a terminal or a pipe: what to take, all lines side by side, what differs, and each difference with its interval. */
export function compareText(comparison: ComparedRuns, options: TextOptions): string {
  const colours = picocolors.createColors(options.colour);
  const others = comparison.scenarios;
  const parts = [
    colours.bold(wrapped(comparison.verdict, options)),
    ...linesText(comparison, options, colours),
    ...placeText(comparison, options, colours),
    differsText(comparison, colours),
    ...bridgesText(comparison, options, colours),
    ...(others.length > MOST_IN_FULL
      ? []
      : others.map((scenario) => scenarioText(comparison, scenario, colours))),
    others.length > MOST_IN_FULL
      ? wrapped(
          'Each figure’s difference from the baseline, with its interval, is in --json and in the workbook of --out.',
          options,
        )
      : wrapped(
          `real: the ${comparison.level * 100}% interval of the difference, paired over replications with shared random numbers, leaves out 0. ` +
            'noise: it does not. unknown: it cannot be told; fidelity: { replications: 5 } in the scenarios would.',
          options,
        ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** What the deployments are and what comes of them, in two tables that a terminal has room for. */
function linesText(comparison: ComparedRuns, options: TextOptions, colours: Colours): readonly string[] {
  const { lines } = comparison;
  const split = splitColumns(comparison);
  const { deployed, figures } = deployedAndFigures(split.own);
  const common = commonSentence(split, lines);
  return [
    common === '' ? '' : wrapped(common, options),
    ...(deployed.length === 0
      ? []
      : [titled('What they are', textTable(lineTable(lines, deployed, false), colours), colours)]),
    titled('What comes of them', textTable(lineTable(lines, figures, true), colours), colours),
    ...lineNotes(lines).map((note) => wrapped(note, options)),
  ];
}

/** The order in which to take them, and what cannot be told apart. */
function placeText({ lines }: ComparedRuns, options: TextOptions, colours: Colours): readonly string[] {
  const inOrder = [...lines].sort((a, b) => a.place - b.place);
  const known = new Set<string>();
  const close = inOrder.flatMap((line) => {
    const [nearest] = line.closeTo.filter(({ why }) => !known.has(why));
    for (const { why } of line.closeTo) known.add(why);
    return nearest === undefined ? [] : [`${line.label} with ${closeNames(line)}. ${nearest.why}`];
  });
  const named = inOrder.map(({ label, isPareto }) => `${label}${isPareto ? '*' : ''}`);
  const order = `In the order in which to take them: ${someNames(named, MOST_IN_ORDER)}. (* of those that keep their promise, none is both cheaper and quicker.)`;
  const told = [
    ...close.slice(0, MOST_CLOSE),
    ...(close.length > MOST_CLOSE ? [`${close.length - MOST_CLOSE} more are in --json.`] : []),
  ];
  return [
    wrapped(order, options),
    ...(told.length === 0
      ? []
      : [titled('Too close to call', told.map((each) => wrapped(each, options)).join('\n'), colours)]),
  ];
}

function differsText({ lines, fields }: ComparedRuns, colours: Colours): string {
  if (fields.length === 0) return titled('What differs', 'Nothing but the names.', colours);
  const table: ReportTable = {
    columns: [text('Field'), text('Place'), text('Value')],
    rows: fields.flatMap(({ field, values }) =>
      [...new Set(values)].map((value, i) => ({
        cells: [
          i === 0 ? field : '',
          lines.flatMap(({ place }, at) => (values[at] === value ? [`${place}`] : [])).join(', '),
          value,
        ],
      })),
    ),
  };
  return titled('What differs', textTable(table, colours), colours);
}

function bridgesText({ bridges }: ComparedRuns, options: TextOptions, colours: Colours): readonly string[] {
  if (bridges.length === 0 || bridges.length > MOST_IN_FULL) return [];
  const sentences = bridges.map(({ sentence }) => wrapped(sentence, options, 2).trimStart());
  return [titled('Why the costs differ', sentences.join('\n'), colours)];
}

function titled(title: string, block: string, colours: Colours): string {
  return `${colours.bold(colours.cyan(title))}\n${indented(block, 2)}`;
}

function scenarioText(
  { baseline, currency, lines }: ComparedRuns,
  { label, metrics }: ScenarioDifference,
  colours: Colours,
): string {
  return titled(
    visible(`${label} compared with ${baseline}`),
    textTable(metricTable(metrics, currency, baseline, label, linesGenerate(lines)), colours),
    colours,
  );
}

/** The metrics that have data on a side and a name in words; the JSON has all of them. */
function metricTable(
  metrics: readonly MetricDifference[],
  currency: string,
  baseline: string,
  label: string,
  generates: boolean,
): ReportTable {
  const rows = metrics.flatMap((metric) => {
    const { baseline: from, value } = metric;
    const words = metricText(metric.metric, currency, generates);
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
