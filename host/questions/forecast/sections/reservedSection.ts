import { grouped, percent } from '../../../../engine/finance/plainText.ts';
import type { ReservedFigures } from '../../../../engine/finance/fleets/reservedFigures.ts';
import type { PoolPrice } from '../../../../engine/pricing/poolPrice.ts';
import { RESERVED_LABELS } from '../../../../engine/scenario/living/livingLabels.ts';
import {
  count,
  decimalsFor,
  figure,
  NO_DATA,
  number,
  type ReportRow,
  type ReportSection,
  text,
} from '../../../report/reportSection.ts';
import { decimalsOfParts } from './costSections.ts';
import { bookedAmount, type RunDocument } from '../runDocument.ts';

type ReservedPool = RunDocument['pools'][number] & { readonly reserved: ReservedFigures };

/** Of each pool that has something reserved: how much of it was used, what was paid for it at prices of its own, and what the same would have cost on demand. */
export function reservedSections(run: RunDocument): readonly ReportSection[] {
  return run.pools
    .filter((pool): pool is ReservedPool => pool.reserved !== undefined)
    .map((pool) => reservedSection(run, pool));
}

function reservedSection(run: RunDocument, { id, reserved }: ReservedPool): ReportSection {
  const price = run.prices.find((each) => each.pool === id);
  const { currency, byPool } = run.cost;
  const decimals = decimalsOfParts(byPool[id]);
  const hours = (value: number): string => grouped(value, value < 100 ? 1 : 0);
  const row = (
    label: string,
    paid: readonly [string, string, string, string],
    name: 'cost' | 'allOnDemand' | 'saved',
  ): ReportRow => {
    const path = `pools.${id}.reserved.${name}`;
    const amount = figure(bookedAmount(run, path, reserved[name]), decimals);
    return {
      cells: [label, ...paid, name === 'saved' ? amount.replace(/^[-−]/, '') : amount],
      figures: [undefined, undefined, undefined, undefined, undefined, path],
    };
  };
  const { unitHours, cost, saved, savedShare, nodes } = reserved;
  const mean = unitHours === null || cost === null || unitHours === 0 ? null : cost / unitHours;
  const share = savedShare === null ? '' : ` ${percent(Math.abs(savedShare))}`;
  return {
    title: `Reserved of ${id}`,
    table: {
      columns: [
        text('Paid for'),
        number('Machine-hours'),
        number('In use'),
        number(`${price?.unit ?? 'Unit-hour'}s`),
        number(`${currency} per ${price?.unit ?? 'unit-hour'}`),
        number(currency),
      ],
      rows: [
        row(
          `Up to ${count(nodes)} ${nodes === 1 ? 'machine' : 'machines'}`,
          [
            hours(reserved.nodeHours),
            reserved.usedShare === null ? NO_DATA : percent(reserved.usedShare),
            unitHours === null ? NO_DATA : hours(unitHours),
            figure(mean, decimalsFor(mean, 2)),
          ],
          'cost',
        ),
        ...(saved === null
          ? []
          : [
              row('The same, on demand', ['', '', '', ''], 'allOnDemand'),
              row(
                `${saved < 0 ? 'Reserving costs more by' : 'Reserving saves'}${share}`,
                ['', '', '', ''],
                'saved',
              ),
            ]),
      ],
    },
    notes: [
      `Paid from beginning to end, whether or not a replica is on it${saved === null ? '' : '; so would the same be on demand here. Who pays on demand may have fewer, where there are any'}. In use: hours in which a replica was on the machine, or it was not released yet.`,
      ...(price === undefined ? [] : priceNotes(price)),
    ],
  };
}

/** What each reservation and capacity block with a price of its own costs. */
function priceNotes({ pool, unit, instance, reserved = [] }: PoolPrice): readonly string[] {
  if (reserved.length === 0)
    return [`What is reserved of ${pool} is paid as on demand, where commitments may cover it.`];
  const each = reserved.map(({ kind, nodes, unitPrice, discount, source, caution }) => {
    const from =
      discount === undefined ? `from ${source}` : `${percent(discount)} off the list price on demand`;
    const machines = `${count(nodes)} ${nodes === 1 ? 'machine' : 'machines'}`;
    return `${RESERVED_LABELS[kind]} of ${machines} at ${figure(unitPrice, decimalsFor(unitPrice, 2))}, ${from}${caution === undefined ? '' : ` (caution: ${caution})`}`;
  });
  return [
    `Prices of what is reserved of ${pool}, per ${unit}${instance === undefined ? '' : ` of ${instance}`}: ${each.join('; ')}. ` +
      'No commitment covers it, and nothing negotiated is off it.',
  ];
}
