import picocolors from 'picocolors';
import { duration, grouped, percent } from '../../../engine/finance/plainText.ts';
import { NO_DATA, number, type ReportSection, text } from '../../report/reportSection.ts';
import { sectionText } from '../../report/sectionText.ts';
import { type TextOptions, wrapped } from '../../report/terminalText.ts';
import { visible } from '../../terminal/visible.ts';
import type { LivingSizeDocument, LivingSizeRow } from './livingSizeResult.ts';

/** Rows that are shown; all are in the JSON. */
const SHOWN = 10;

/** A search of an autoscaler's settings for a terminal or a pipe. */
export function livingSizeText(document: LivingSizeDocument, options: TextOptions): string {
  const colours = picocolors.createColors(options.colour);
  const settings = document.settings.map(
    ({ path, value }) => `\\\n    ${visible(`--set '${path}=${value}'`)}`,
  );
  const parts = [
    colours.bold(wrapped(document.verdict, options)),
    sectionText(triedSection(document), colours, options),
    ...(settings.length === 0
      ? []
      : [`${colours.bold('To run it in full:')}\n  fleetcast simulate FILE ${settings.join(' ')}`]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function triedSection({ best, own, tried, currency, searched, pool }: LivingSizeDocument): ReportSection {
  const shown = [best, own?.label === best?.label ? null : own].filter((row) => row !== null);
  const rows = [...shown, ...tried.filter(({ label }) => shown.every((row) => row.label !== label))];
  return {
    title: `Settings of ${pool}’s autoscaler`,
    table: {
      columns: [
        text('Setting'),
        number(`${currency} a month`),
        number('Replicas paid, mean'),
        number('TTFT p95'),
        number('SLO met'),
      ],
      rows: rows.slice(0, SHOWN).map((row) => ({ cells: cellsOf(row, row.label === own?.label) })),
    },
    notes: [
      `${hoursSentence(searched.hours)} Cost is of all that was paid, spot and minimums included. Neither cost nor latency need go one way with a ` +
        'setting: all were tried but those whose fewest replicas alone cost more than the best.',
    ],
  };
}

function cellsOf(row: LivingSizeRow, isOwn: boolean): readonly string[] {
  const { label, costPerMonth, meanReplicas, p95TtftSeconds, sloAttained, keeps } = row;
  return [
    `${isOwn ? 'now ' : ''}${label}`,
    grouped(costPerMonth),
    meanReplicas === null ? NO_DATA : grouped(meanReplicas, 2),
    p95TtftSeconds === null ? NO_DATA : duration(p95TtftSeconds),
    `${sloAttained === null ? NO_DATA : percent(sloAttained)}${keeps ? '' : ' (missed)'}`,
  ];
}

function hoursSentence({ simulated, horizon }: LivingSizeDocument['searched']['hours']): string {
  return simulated === horizon
    ? 'Simulated on the whole horizon.'
    : `Simulated on ${grouped(simulated)} hours that stand for the ${grouped(horizon)} of the horizon.`;
}
