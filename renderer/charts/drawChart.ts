import type { Chart } from '../../host/api/types.ts';

/** What the bundle draws. A type that is not in it would silently be drawn as scatter. */
const TRACE_TYPES = ['scatter', 'bar', 'heatmap', 'violin'] as const;
export type TraceType = (typeof TRACE_TYPES)[number];

/** Colours of the page that a chart takes on. */
export interface ChartColours {
  readonly ink: string;
  readonly line: string;
  readonly paper: string;
  /** For curves that bring no colour of their own; told apart without red and green (Okabe and Ito 2008). */
  readonly curves: readonly string[];
}

export const LIGHT_COLOURS: ChartColours = {
  ink: '#1e293b',
  line: '#dde3ea',
  paper: '#ffffff',
  curves: ['#2563eb', '#c2410c', '#0f766e', '#7c3aed', '#a16207', '#be185d', '#0369a1', '#4d7c0f'],
};

export const DARK_COLOURS: ChartColours = {
  ink: '#e2e8f0',
  line: '#3a4452',
  paper: '#1b1f26',
  curves: ['#7aa2ff', '#fb923c', '#2dd4bf', '#c4a5ff', '#facc15', '#f472b6', '#38bdf8', '#a3e635'],
};

type Plotly = typeof import('plotly.js-cartesian-dist-min').default;
let loading: Promise<Plotly> | undefined;

/** The one way to Plotly: loaded when the first chart is drawn. */
function loadPlotly(): Promise<Plotly> {
  loading ??= import('plotly.js-cartesian-dist-min').then((module) => module.default);
  return loading;
}

/**
 * Draws a chart into an element, or draws it again with what changed. Throws `RangeError` for a trace of a
 * type that the bundle lacks.
 */
export async function drawChart(element: HTMLElement, chart: Chart, colours: ChartColours): Promise<void> {
  for (const { type } of chart.data) checkType(type);
  const plotly = await loadPlotly();
  // Gone while the bundle was loading.
  if (!element.isConnected) return;
  await plotly.react(element, chart.data, layoutOf(chart, colours), {
    responsive: true,
    displayModeBar: false,
    displaylogo: false,
    doubleClick: 'reset',
  });
}

/** Lets go of what a chart holds. */
export async function dropChart(element: HTMLElement): Promise<void> {
  if (loading !== undefined) (await loading).purge(element);
}

/** A drawn chart as a picture. */
export async function chartImage(element: HTMLElement, name: string, format: 'png' | 'svg'): Promise<File> {
  const plotly = await loadPlotly();
  const { width, height } = element.getBoundingClientRect();
  const address = await plotly.toImage(element, {
    format,
    width,
    height,
    ...(format === 'png' ? { scale: 2 } : {}),
  });
  const type = format === 'png' ? 'image/png' : 'image/svg+xml';
  return new File([bytesOf(address)], `${name}.${format}`, { type });
}

function checkType(type: unknown): asserts type is TraceType {
  if (!TRACE_TYPES.includes(type as TraceType))
    throw new RangeError(`charts of type ${String(type)} are not in the bundle`);
}

function layoutOf(
  { layout }: Chart,
  { ink, line, paper, curves }: ChartColours,
): Readonly<Record<string, unknown>> {
  const axes = Object.entries(layout).filter(([key]) => /^[xy]axis\d*$/.test(key));
  return {
    margin: { t: 12, r: 24, b: 48, l: 64 },
    legend: { orientation: 'h', y: -0.2, x: 0 },
    hoverlabel: { bgcolor: paper, bordercolor: line, font: { color: ink } },
    ...layout,
    colorway: curves,
    autosize: true,
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { color: ink, family: 'system-ui, sans-serif', size: 12 },
    ...Object.fromEntries(
      axes.map(([key, axis]) => [
        key,
        { gridcolor: line, zerolinecolor: line, linecolor: line, automargin: true, ...(axis as object) },
      ]),
    ),
  };
}

/** Of a `data:` address; fetching it is not what the page's policy allows. */
function bytesOf(address: string): Uint8Array<ArrayBuffer> | string {
  const [head, body] = [address.slice(0, address.indexOf(',')), address.slice(address.indexOf(',') + 1)];
  if (!head.endsWith(';base64')) return decodeURIComponent(body);
  return Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
}
