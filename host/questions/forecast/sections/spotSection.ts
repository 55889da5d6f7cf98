import { grouped, percent } from '../../../../engine/finance/plainText.ts';
import type { SpotFigures } from '../../../../engine/finance/fleets/spotFigures.ts';
import type { PoolPrice } from '../../../../engine/pricing/poolPrice.ts';
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
import { warningLines } from './warningLines.ts';

type SpotPool = RunDocument['pools'][number] & { readonly spot: SpotFigures };

/** Of each pool that has spot: what was paid by kind of capacity, and what all of it would have cost on demand. */
export function spotSections(run: RunDocument): readonly ReportSection[] {
  return run.pools
    .filter((pool): pool is SpotPool => pool.spot !== undefined)
    .map((pool) => spotSection(run, pool));
}

function spotSection(run: RunDocument, pool: SpotPool): ReportSection {
  const { id, spot, replicaHours } = pool;
  const price = run.prices.find((each) => each.pool === id);
  const { currency, byPool } = run.cost;
  const decimals = decimalsOfParts(byPool[id]);
  const path = `pools.${id}.spot`;
  const amount = (figurePath: string, value: number | null): string =>
    figure(bookedAmount(run, figurePath, value), decimals);
  const hours = (value: number): string => grouped(value, value < 100 ? 1 : 0);
  const kindRow = (label: string, kind: 'onDemand' | 'spot'): ReportRow => {
    const { replicaHours: own, unitHours, cost } = spot[kind];
    const mean = unitHours === null || cost === null || unitHours === 0 ? null : cost / unitHours;
    return {
      cells: [
        label,
        hours(own),
        unitHours === null ? NO_DATA : hours(unitHours),
        figure(mean, decimalsFor(mean, 2)),
        amount(`${path}.${kind}.cost`, cost),
      ],
      figures: [undefined, undefined, undefined, undefined, `${path}.${kind}.cost`],
    };
  };
  const saved = spot.saved ?? 0;
  return {
    title: `Spot of ${id}`,
    table: {
      columns: [
        text('Paid for'),
        number('Replica-hours'),
        number(`${price?.unit ?? 'Unit-hour'}s`),
        number(`${currency} per ${price?.unit ?? 'unit-hour'}`),
        number(currency),
      ],
      rows: [
        kindRow(run.commitments === undefined ? 'On demand' : 'On demand and committed', 'onDemand'),
        kindRow('Spot', 'spot'),
        {
          tone: 'total',
          cells: ['Paid', hours(replicaHours), '', '', amount(`cost.byPool.${id}`, byPool[id])],
          figures: [undefined, undefined, undefined, undefined, `cost.byPool.${id}`],
        },
        ...(spot.allOnDemand === null
          ? []
          : [
              {
                cells: [
                  'The same, all on demand',
                  '',
                  '',
                  '',
                  amount(`${path}.allOnDemand`, spot.allOnDemand),
                ],
                figures: [undefined, undefined, undefined, undefined, `${path}.allOnDemand`],
              },
              {
                cells: [
                  `${saved < 0 ? 'Spot costs more by' : 'Spot saves'}${spot.savedShare === null ? '' : ` ${percent(Math.abs(spot.savedShare))}`}`,
                  '',
                  '',
                  '',
                  amount(`${path}.saved`, spot.saved).replace(/^[-−]/, ''),
                ],
                figures: [undefined, undefined, undefined, undefined, `${path}.saved`],
              },
            ]),
      ],
    },
    notes: [
      ...tookLines(pool),
      // That a fallback never acts is said of the capacity's lives already.
      ...warningLines(run, id, (field) => field === 'drainSeconds'),
      ...(price === undefined ? [] : spotPriceNotes(price)),
    ],
  };
}

/** What was taken away, and what that did. */
function tookLines({ fleet, spot }: SpotPool): readonly string[] {
  const same =
    'All on demand is what was paid, at the price on demand. Replicas that were never taken away would not have started anew, and would have been paid while spot was gone.';
  const always = spot.alwaysToBeHad
    ? [
        'Another machine is to be had at once whenever one is taken away: lives of machines (a preset, a mean or a law) know no shortage. A fallback never acts then, and what a shortage would do is not in these figures; a trace, counts or nodes would have it.',
      ]
    : [];
  if (fleet === undefined) return [same, ...always];
  const { interruptions = 0, fallbacks = 0, failures, lostRequests, lossRetries } = fleet;
  const failed = failures > 0 ? ' (by failures, too)' : '';
  return [
    `Machines of spot taken away: ${count(interruptions)}. Replicas on demand for want of spot: ${count(fallbacks)}. ` +
      `Requests lost with a replica${failed}: ${count(lostRequests)}, of them started anew: ${count(lossRetries)}.`,
    same,
    ...always,
  ];
}

/** Where a pool’s spot price comes from; none of a pool without spot. */
function spotPriceNotes({ pool, unit, instance, spot }: PoolPrice): readonly string[] {
  if (spot === undefined) return [];
  const { unitPrice, byHour, discount, source, caution } = spot;
  const shown = (value: number): string => figure(value, decimalsFor(value, 2));
  const amount =
    byHour === undefined
      ? shown(unitPrice)
      : `each hour’s mean in time, ${shown(byHour.least)} to ${shown(byHour.most)}, ${shown(byHour.mean)} on average,`;
  const from =
    discount === undefined ? `from ${source}` : `${percent(discount)} off the list price on demand`;
  return [
    `Spot price of ${pool}: ${amount} per ${unit}${instance === undefined ? '' : ` of ${instance}`}, ${from}${caution === undefined ? '' : ` (caution: ${caution})`}. ` +
      'No commitment covers it, and nothing negotiated is off it.',
  ];
}
