import { someNames } from '../../../../engine/scenario/reading/someNames.ts';
import { duration, grouped } from '../../../../engine/finance/plainText.ts';
import type { Chart } from '../../../report/chart.ts';
import { chartText } from '../../../report/htmlText.ts';
import { NO_DATA, number, text } from '../../../report/reportSection.ts';
import type { CompareLine, CompareView } from '../compareResult.ts';
import { edgeScale, type Scale } from './edgeScale.ts';
import { leadName, leadSeconds } from '../leadTime.ts';
import { NARROW_PLOT, type NamePlace, placeNames } from '../placeNames.ts';

/** Up to so many points are named on the chart; more have their places. */
const MOST_NAMED = 8;

interface Point {
  readonly line: CompareLine;
  readonly cost: number;
  readonly latency: number;
}

/** Cost against latency, with the edge of those that keep their promise; no chart for fewer than two points. */
export function paretoChart({ currency, lines }: Pick<CompareView, 'currency' | 'lines'>): readonly Chart[] {
  const points = lines.flatMap((line): readonly Point[] => {
    const latency = leadSeconds(line);
    return line.costPerMonth === null || latency === null ? [] : [{ line, cost: line.costPerMonth, latency }];
  });
  const latencyTitle = `p95 ${leadName(lines).short}, s`;
  if (points.length < 2) return [];
  // Those that keep their promise say what is near: others may lie as far out as they like.
  const kept = points.filter(({ line }) => line.keepsPromise !== false);
  const near = kept.length > 0 ? kept : points.filter(({ line }) => !line.overloaded);
  const x = edgeScale(
    points.map(({ cost }) => cost),
    near.map(({ cost }) => cost),
    false,
  );
  const y = edgeScale(
    points.map(({ latency }) => latency),
    near.map(({ latency }) => latency),
    true,
  );
  const drawn = points.map((point) => ({
    ...point,
    x: x.shown(point.cost),
    y: y.shown(point.latency),
    isClipped: x.isBeyond(point.cost) || y.isBeyond(point.latency),
  }));
  const names = drawn.map(({ line }) => (points.length <= MOST_NAMED ? line.label : `${line.place}`));
  const named = placed(drawn, names, x, y);
  // A name or two that find no room: their places in the order find it.
  const isNumbered = points.length > MOST_NAMED || named.includes(undefined);
  const texts = isNumbered ? drawn.map(({ line }) => `${line.place}`) : names;
  const places = isNumbered ? placed(drawn, texts, x, y) : named;
  const edge = drawn.filter(({ line, isClipped }) => line.isPareto && !isClipped).sort((a, b) => a.x - b.x);
  const groups = [
    {
      name: 'keeps its promise',
      symbol: 'circle',
      color: '#2563eb',
      of: (p: Drawn) => !p.isClipped && p.line.keepsPromise !== false,
    },
    {
      name: 'misses it',
      symbol: 'x',
      color: '#c2410c',
      of: (p: Drawn) => !p.isClipped && p.line.keepsPromise === false,
    },
    { name: 'lies further out', symbol: 'triangle-up', color: '#c2410c', of: (p: Drawn) => p.isClipped },
  ];
  const withPlaces = drawn.map((point, i): Drawn => ({ ...point, text: texts[i], place: places[i] }));
  return [
    {
      id: 'pareto',
      title: 'Cost against latency',
      summary: summaryOf(lines, withPlaces, isNumbered),
      table: tableOf(withPlaces, currency, leadName(lines).long),
      data: [
        {
          type: 'scatter',
          mode: 'lines',
          name: 'Pareto edge',
          x: edge.map((point) => point.x),
          y: edge.map((point) => point.y),
          line: { dash: 'dot', shape: 'hv', color: '#94a3b8' },
          hoverinfo: 'skip',
        },
        ...groups.flatMap(({ name, symbol, color, of }) => {
          const some = withPlaces.filter(of);
          return some.length === 0 ? [] : [markers(name, symbol, color, some, currency)];
        }),
      ],
      layout: {
        xaxis: { title: { text: `${chartText(currency)} a month` }, range: x.range },
        yaxis: y.isLogarithmic
          ? { title: { text: `${latencyTitle} (logarithmic)` }, type: 'log', dtick: 1, range: y.range }
          : { title: { text: latencyTitle }, range: y.range },
      },
    },
  ];
}

interface Drawn extends Point {
  readonly x: number;
  readonly y: number;
  readonly isClipped: boolean;
  readonly text: string;
  readonly place: NamePlace | undefined;
}

function placed(
  points: readonly { readonly x: number; readonly y: number }[],
  names: readonly string[],
  x: Scale,
  y: Scale,
): readonly (NamePlace | undefined)[] {
  return placeNames(
    points.map((point, i) => ({
      x: x.share(point.x) * NARROW_PLOT.width,
      y: (1 - y.share(point.y)) * NARROW_PLOT.height,
      name: names[i],
    })),
  );
}

function markers(name: string, symbol: string, color: string, points: readonly Drawn[], currency: string) {
  return {
    type: 'scatter',
    mode: 'markers+text',
    name,
    x: points.map((point) => point.x),
    y: points.map((point) => point.y),
    text: points.map(({ text: label, place }) => (place === undefined ? '' : chartText(label))),
    textposition: points.map(({ place }) => place ?? 'top center'),
    cliponaxis: false,
    marker: { size: 12, symbol, color },
    customdata: points.map(({ line, cost, latency }) => [
      `${line.place}. ${chartText(line.label)}`,
      grouped(cost),
      duration(latency),
    ]),
    hovertemplate: `%{customdata[0]}<br>%{customdata[1]} ${chartText(currency)} a month<br>%{customdata[2]}<extra></extra>`,
  };
}

function summaryOf(lines: readonly CompareLine[], points: readonly Drawn[], isNumbered: boolean): string {
  const edge = points.filter(({ line }) => line.isPareto).sort((a, b) => a.cost - b.cost);
  const beyond = points.filter(({ isClipped }) => isClipped);
  const absent = lines.filter((line) => line.costPerMonth === null || leadSeconds(line) === null);
  const unnamed = points.filter(({ place }) => place === undefined).length;
  return [
    edge.length === 0
      ? 'Nothing compared keeps its promise, so there is no edge to choose from.'
      : `Of those that keep their promise, nothing is both cheaper and quicker than ${someNames(edge.map(({ line }) => line.label))}.`,
    ...(isNumbered ? ['The numbers are places: 1 is the one to take first.'] : []),
    ...(unnamed === 0
      ? []
      : [
          `${unnamed} of them ${unnamed === 1 ? 'lies' : 'lie'} too close to others to have ${unnamed === 1 ? 'its place' : 'theirs'} written.`,
        ]),
    ...(beyond.length === 0
      ? []
      : [
          `${someNames(beyond.map(({ line, cost, latency }) => `${line.label} (${grouped(cost)}, ${duration(latency)})`))} ${beyond.length === 1 ? 'lies' : 'lie'} further out than is drawn, marked ▲ at the edge.`,
        ]),
    ...(absent.length === 0
      ? []
      : [
          `${someNames(absent.map(({ label }) => label))} ${absent.length === 1 ? 'is' : 'are'} not on it, without a cost or a latency.`,
        ]),
  ].join(' ');
}

function tableOf(points: readonly Drawn[], currency: string, latencyName: string): Chart['table'] {
  return {
    columns: [
      number('Place'),
      text('Scenario'),
      number(`${currency} a month`),
      number(`p95 ${latencyName}`),
      text('Keeps its promise'),
      text('On the edge'),
    ],
    rows: points.map(({ line, cost, latency }) => ({
      ...(line.keepsPromise === false ? { tone: 'miss' as const } : {}),
      cells: [
        `${line.place}`,
        line.label,
        grouped(cost),
        duration(latency),
        line.keepsPromise === null
          ? NO_DATA
          : line.keepsPromise
            ? 'yes'
            : line.overloaded
              ? 'no: overloaded'
              : 'no',
        line.isPareto ? 'yes' : 'no',
      ],
    })),
  };
}
