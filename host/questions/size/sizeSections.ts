import { duration, grouped, money, percent } from '../../../engine/finance/plainText.ts';
import { LAYOUT_NAMES } from '../../../engine/planning/size/sizeLayouts.ts';
import type { HighestRate } from '../../../engine/planning/size/highestRate.ts';
import {
  detail,
  NO_DATA,
  number,
  type ReportSection,
  type ReportTable,
  shareText,
  text,
} from '../../report/reportSection.ts';
import type { RuledOutKind } from '../../../engine/planning/size/ruledOut.ts';
import type { SizeDocument, SizeRow } from './sizeResult.ts';

/** What a search found, as tables with their notes. */
export function sizeSections(document: SizeDocument): readonly ReportSection[] {
  const { edge, alternatives, searched } = document;
  const isEncoder = alternatives.some(({ p95VectorSeconds }) => p95VectorSeconds !== undefined);
  const found: readonly ReportSection[] = [
    {
      title: 'Cost against latency',
      table: sizeTable(document, edge),
      notes: [
        `Nothing that was searched is both cheaper and quicker to the ${isEncoder ? 'vector' : 'first token'}. Instances are paid whole, so replicas fill them; what binds is what is short with the most replicas that less money pays. ${isEncoder ? '' : 'tokens/s/GPU, '}MFU and MBU are over all hours paid, idle ones too. Step times ±: nine in ten measurements that were left out of the fit were within it.`,
      ],
    },
    {
      title: 'The cheapest of each kind',
      table: sizeTable(document, alternatives),
      notes: [
        `${hoursSentence(searched.hours)} Lower precision may change answers: that is not modelled.`,
        ...cautions([...edge, ...alternatives]),
      ],
    },
  ];
  return [
    ...(alternatives.length === 0 ? [] : found),
    { title: 'Highest demand', table: EMPTY, notes: rateLines(document) },
    { title: 'What was searched', table: EMPTY, notes: [searchedLine(searched), ...ruledOutLines(document)] },
  ];
}

const EMPTY: ReportTable = { columns: [], rows: [] };

/** Deployments in rows; ≈ marks those simulated on fewer hours. */
function sizeTable({ currency }: SizeDocument, rows: readonly SizeRow[]): ReportTable {
  const isEncoder = rows.some(({ p95VectorSeconds }) => p95VectorSeconds !== undefined);
  return {
    columns: [
      text('Deployment'),
      detail(text('Paid as')),
      number(`${currency} a month`),
      ...(isEncoder ? [number('Vector p95')] : [number('TTFT p95'), number('TPOT p95')]),
      number('SLO met'),
      ...(isEncoder ? [] : [detail(number('tokens/s/GPU'))]),
      detail(number('MFU')),
      detail(number('MBU')),
      detail(number('Step times ±')),
      detail(text('Binds with fewer')),
    ],
    rows: rows.map((row) => ({
      cells: [
        `${row.confirmed ? '' : '≈ '}${row.label}, ${row.maxSequences} seq.`,
        row.instance === null ? `${row.paidUnits} GPUs, own price` : `${row.paidUnits} × ${row.instance}`,
        grouped(row.costPerMonth),
        ...(isEncoder
          ? [seconds(row.p95VectorSeconds ?? null)]
          : [seconds(row.p95TtftSeconds), seconds(row.p95TpotSeconds)]),
        row.sloAttained === null ? NO_DATA : percent(row.sloAttained),
        ...(isEncoder
          ? []
          : [
              row.outputTokensPerSecondPerGpu === null
                ? NO_DATA
                : grouped(row.outputTokensPerSecondPerGpu, 1),
            ]),
        row.mfu === null ? NO_DATA : shareText(row.mfu),
        row.mbu === null ? NO_DATA : shareText(row.mbu),
        row.errorBand === null ? NO_DATA : shareText(row.errorBand),
        row.binding.short,
      ],
    })),
  };
}

function hoursSentence({ screen, confirm, horizon }: SizeDocument['searched']['hours']): string {
  const name = (hours: number) =>
    hours === horizon
      ? 'the whole horizon'
      : `${grouped(hours)} hours that each stand for those of like demand`;
  return screen === confirm
    ? `Simulated on ${name(confirm)}.`
    : `≈: simulated on ${name(screen)}, the others on ${confirm === horizon ? name(confirm) : `${grouped(confirm)} of them`}.`;
}

/** What to check of the prices before relying on them, by instance. */
function cautions(rows: readonly SizeRow[]): readonly string[] {
  const found = new Map<string, Set<string>>();
  for (const { instance, priceCaution } of rows) {
    if (instance === null || priceCaution === null) continue;
    found.set(priceCaution, (found.get(priceCaution) ?? new Set()).add(instance));
  }
  return [...found].map(([caution, instances]) => `Price of ${[...instances].join(', ')}: ${caution}.`);
}

/** What cannot serve the workloads, and why. */
function ruledOutLines({ doNotFit, tooSlow }: SizeDocument): readonly string[] {
  const kind = ({ accelerator, precision, layout, gpusPerReplica }: RuledOutKind): string => {
    const shared = LAYOUT_NAMES[layout];
    return `${gpusPerReplica.join(' or ')} × ${accelerator} in ${precision}${shared === '' ? '' : ` (${shared})`}`;
  };
  return [
    ...(doNotFit.length === 0
      ? []
      : [
          `Do not fit, do not divide the model, or cannot compute in the precision: ${doNotFit.map(kind).join('; ')}.`,
        ]),
    ...(tooSlow.length === 0
      ? []
      : [
          `Too slow with any number of replicas: ${tooSlow.map((each) => `${kind(each)} (${each.reason})`).join('; ')}.`,
        ]),
  ];
}

/** Up to which demand the deployments keep their promises. */
function rateLines({ highestRate, best, currency }: SizeDocument): readonly string[] {
  const line = (who: string, rate: HighestRate | null): string =>
    rate === null
      ? `${who} keeps no promise at any demand tried.`
      : `${who} keeps its promises up to ${grouped(rate.requestsPerSecond, 2)} requests a second (${grouped(rate.factor, 2)} times the scenario’s demand).`;
  return [
    line('The scenario’s own deployment', highestRate.own),
    ...(best === null
      ? []
      : [line(`The best found (${money(best.costPerMonth, currency)} a month)`, highestRate.best)]),
  ];
}

function searchedLine(searched: SizeDocument['searched']): string {
  const { configurations, doNotFit, tooSlow, tooDear, missed, simulations } = searched;
  return (
    `${grouped(configurations)} configurations: ${grouped(doNotFit)} do not fit, do not divide the model or cannot compute in the precision, ` +
    `${grouped(tooSlow)} are too slow with any number of replicas, ${grouped(tooDear)} cost more than half as much again as the best at the least, ` +
    `${grouped(missed)} were looked into and keep no promise for that; ${grouped(simulations)} simulations.`
  );
}

function seconds(value: number | null): string {
  return value === null ? NO_DATA : duration(value);
}
