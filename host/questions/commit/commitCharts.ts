import { grouped, money, percent } from '../../../engine/finance/plainText.ts';
import { type Chart, DASHES, MOST_LINES } from '../../report/chart.ts';
import type { CommitDocument } from './commitResult.ts';
import { portfolioLabel } from './portfolioLabel.ts';
import { costCurveChart, unitOf } from './costCurveChart.ts';
import { chartText } from '../../report/htmlText.ts';
import { NO_DATA, number, shareText, text } from '../../report/reportSection.ts';

/** The charts of a planned purchase: demand and what is held, its duration curve, cost against amount, ladder, savings against risk. */
export function commitCharts(document: CommitDocument): readonly Chart[] {
  return [
    demandChart(document),
    durationChart(document),
    ...document.curves.slice(0, MOST_LINES).map((curve, index) =>
      costCurveChart(
        curve,
        {
          currency: document.currency,
          unit: unitOf(
            document.offers.some(({ id, isOfUnits }) => id === curve.offer && isOfUnits),
            document.currency,
          ),
        },
        `curve-${index}`,
      ),
    ),
    ladderChart(document),
    riskChart(document),
  ];
}

const WEEK_DAYS = 7;

/** Use at on-demand prices by week, against the use that the purchases cover, both in money an hour. */
function demandChart({ demand, cheapest, currency, horizon }: CommitDocument): Chart {
  const start = Date.parse(`${horizon.start}T00:00:00Z`);
  const day = (index: number): string => new Date(start + index * 86_400_000).toISOString().slice(0, 10);
  const weeks = demand.map(({ name, days }) => ({ name, weeks: weeklyMeans(days) }));
  const held = cheapest.months.map(({ month, coveredOnDemandHourly }) => ({ month, coveredOnDemandHourly }));
  const at = (index: number): string => money(held.at(index)?.coveredOnDemandHourly ?? 0, currency);
  return {
    id: 'demand',
    title: 'Demand and commitment',
    summary: `What use costs on demand, mean of each week, and how much of it commitments can cover: ${at(0)} an hour at the start, ${at(-1)} in the last month.`,
    table: {
      columns: [
        text('Month'),
        ...demand.map(({ name }) => number(`${currency} an hour, ${name}`)),
        number('can be covered'),
      ],
      rows: held.map(({ month, coveredOnDemandHourly }, index) => {
        const week = Math.floor((index * horizon.hours) / held.length / 24 / WEEK_DAYS);
        return {
          cells: [
            month,
            ...weeks.map((each) => grouped(each.weeks[week] ?? 0, 2)),
            grouped(coveredOnDemandHourly, 2),
          ],
        };
      }),
    },
    data: [
      ...weeks.map((each, line) => ({
        type: 'scatter',
        mode: 'lines',
        name: chartText(`demand, ${each.name}`),
        x: each.weeks.map((_, index) => day(index * WEEK_DAYS)),
        y: each.weeks,
        line: { dash: DASHES[line % DASHES.length] },
      })),
      {
        type: 'scatter',
        mode: 'lines',
        name: 'can be covered',
        x: held.map(({ month }, index) => (index === 0 ? horizon.start : `${month}-01`)),
        y: held.map(({ coveredOnDemandHourly }) => coveredOnDemandHourly),
        line: { shape: 'hv', width: 3 },
      },
    ],
    layout: { yaxis: { title: { text: `${currency} an hour, on demand` }, rangemode: 'tozero' } },
  };
}

/** Of whole weeks; of less than one, of all days. */
function weeklyMeans(days: readonly number[]): readonly number[] {
  const count = Math.max(1, Math.floor(days.length / WEEK_DAYS));
  return Array.from({ length: count }, (_, week) => {
    const part = days.slice(week * WEEK_DAYS, (week + 1) * WEEK_DAYS);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}

function durationChart({ demand, currency }: CommitDocument): Chart {
  const shown = [0, 10, 25, 50, 75, 90, 100];
  return {
    id: 'duration',
    title: 'How much is used in how many hours',
    summary:
      'All hours, from the quietest to the busiest. A commitment saves on the part of use that is there often enough: at a discount of 30%, the part that is there in 70% of the hours or more.',
    table: {
      columns: [text('Growth'), ...shown.map((share) => number(`${share}% of hours use at most`))],
      rows: demand.map(({ name, quantiles }) => ({
        cells: [name, ...shown.map((share) => grouped(quantiles[share], 2))],
      })),
    },
    data: demand.map(({ name, quantiles }, line) => ({
      type: 'scatter',
      mode: 'lines',
      name: chartText(name),
      x: quantiles.map((_, index) => index / 100),
      y: quantiles,
      line: { shape: 'hv', dash: DASHES[line % DASHES.length] },
    })),
    layout: {
      xaxis: { title: { text: 'share of hours' }, tickformat: '.0%' },
      yaxis: { title: { text: `${currency} an hour, on demand` }, rangemode: 'tozero' },
    },
  };
}

function ladderChart({ cheapest, stable, currency }: CommitDocument): Chart {
  const lines = [cheapest, stable];
  return {
    id: 'ladder',
    title: 'What is locked in',
    summary: `What is still owed on commitments at each date, used or not: at most ${money(Math.max(0, ...cheapest.months.map(({ lockedIn }) => lockedIn)), currency)} with the cheapest purchases.`,
    table: {
      columns: [
        text('At the start of'),
        ...lines.map(({ name }) => number(`${currency}, ${portfolioLabel(name)}`)),
      ],
      rows: cheapest.months.map(({ month }, index) => ({
        cells: [month, ...lines.map(({ months }) => grouped(months[index].lockedIn))],
      })),
    },
    data: lines.map(({ name, months }, line) => ({
      type: 'scatter',
      mode: 'lines',
      name: chartText(portfolioLabel(name)),
      x: months.map(({ month }) => `${month}-01`),
      y: months.map(({ lockedIn }) => lockedIn),
      line: { dash: DASHES[line % DASHES.length] },
    })),
    layout: { yaxis: { title: { text: `${currency} still to be paid or used up` }, rangemode: 'tozero' } },
  };
}

function riskChart({ cheapest, stable, none, regret, currency }: CommitDocument): Chart {
  const points = [cheapest, stable, none];
  const rate = (value: number | null): string => (value === null ? NO_DATA : shareText(value));
  const best = cheapest.expected.effectiveSavingsRate;
  return {
    id: 'risk',
    title: 'Savings against risk',
    summary: `How far each choice is expected to stay below what on demand would cost${best === null ? '' : ` (${percent(best)} for the cheapest)`}, against its largest regret: what it costs more than the best choice in the worst of ${regret.cases.length === 1 ? 'one case' : `${regret.cases.length} cases`} of growth.`,
    table: {
      columns: [text('Choice'), number('expected below on demand'), number(`${currency} of regret at most`)],
      rows: points.map(({ name, expected, mostRegret }) => ({
        cells: [portfolioLabel(name), rate(expected.effectiveSavingsRate), grouped(mostRegret)],
      })),
    },
    data: [
      {
        type: 'scatter',
        mode: 'markers+text',
        name: 'portfolios',
        x: points.map(({ mostRegret }) => mostRegret),
        y: points.map(({ expected }) => expected.effectiveSavingsRate),
        text: points.map(({ name }) => chartText(portfolioLabel(name))),
        // The first two are often close.
        textposition: ['top right', 'bottom right', 'top left'],
        cliponaxis: false,
        marker: { size: 12 },
      },
    ],
    layout: {
      xaxis: { title: { text: `${currency} of regret at most` }, rangemode: 'tozero' },
      yaxis: { title: { text: 'expected below on demand' }, tickformat: '.0%' },
    },
  };
}
