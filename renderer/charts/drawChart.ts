import type { Drawn } from 'plotly.js-cartesian-dist-min';
import type { Chart } from '../../host/api/types.ts';

/** What the bundle draws. A type that is not in it would silently be drawn as scatter. */
const TRACE_TYPES = ['scatter', 'bar', 'heatmap', 'violin'] as const;
export type TraceType = (typeof TRACE_TYPES)[number];

/** Colours of the page that a chart takes on. */
export interface ChartColours {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly paper: string;
  /** For curves that bring no colour of their own; told apart by their lightness too; lines also differ in their dashes. */
  readonly curves: readonly string[];
}

export const LIGHT_COLOURS: ChartColours = {
  ink: '#1e293b',
  quiet: '#5b6777',
  line: '#dde3ea',
  paper: '#ffffff',
  curves: ['#2563eb', '#c2410c', '#0f766e', '#7c3aed', '#a16207', '#be185d', '#0369a1', '#4d7c0f'],
};

export const DARK_COLOURS: ChartColours = {
  ink: '#e2e8f0',
  quiet: '#a3aebd',
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

/** Told where the first line of a chart was dragged to. */
export type OnLine = (y: number) => void;

/**
 * Draws a chart into an element, or draws it again with what changed. Throws `RangeError` for a trace of a
 * type that the bundle lacks.
 */
export async function drawChart(
  element: HTMLElement,
  chart: Chart,
  colours: ChartColours,
  onLine?: OnLine,
): Promise<void> {
  for (const { type } of chart.data) checkType(type);
  const plotly = await loadPlotly();
  // Gone while the bundle was loading.
  if (!element.isConnected) return;
  await plotly.react(element, chart.data, layoutOf(chart, colours), {
    displayModeBar: false,
    displaylogo: false,
    doubleClick: 'reset',
    edits: { shapePosition: onLine !== undefined },
  });
  if (onLine !== undefined) listenToLine(element as HTMLElement & Drawn, onLine);
}

function listenToLine(element: Drawn, onLine: OnLine): void {
  element.removeAllListeners('plotly_relayout');
  element.on('plotly_relayout', (change) => {
    const ends = [change['shapes[0].y0'], change['shapes[0].y1']].filter((y) => typeof y === 'number');
    // One end may have been pulled by itself: the line is level, so half-way it is.
    if (ends.length > 0) onLine(ends.reduce((sum, y) => sum + y, 0) / ends.length);
  });
}

/** Draws a chart as large as its element has become; one that is not drawn yet will be so anyway. */
export async function fitChart(element: HTMLElement): Promise<void> {
  if (loading === undefined || !element.classList.contains('js-plotly-plot')) return;
  const plotly = await loading;
  // Hidden or gone while the bundle was awaited: it has no size then.
  if (element.clientWidth > 0) await plotly.Plots.resize(element);
}

/** Lets go of what a chart holds. */
export async function dropChart(element: HTMLElement): Promise<void> {
  if (loading !== undefined) (await loading).purge(element);
}

/** Of a picture: it stands alone, so it says what it shows and what it comes from. */
export interface PictureTexts {
  readonly title: string;
  readonly source: string;
}

/** Height of title and source above the picture's plot. */
const HEAD_PIXELS = 64;

/** A chart as a picture of the size that it has on the screen: dark on white, whatever the screen's colours. */
export async function chartImage(
  chart: Chart,
  { width, height }: { readonly width: number; readonly height: number },
  { title, source }: PictureTexts,
  format: 'png' | 'svg',
): Promise<File> {
  for (const { type } of chart.data) checkType(type);
  const plotly = await loadPlotly();
  const layout = layoutOf(chart, LIGHT_COLOURS);
  const address = await plotly.toImage(
    {
      data: chart.data,
      layout: {
        ...layout,
        paper_bgcolor: LIGHT_COLOURS.paper,
        plot_bgcolor: LIGHT_COLOURS.paper,
        margin: { ...(layout['margin'] as object), t: HEAD_PIXELS },
        title: {
          text: escaped(title),
          x: 0.01,
          xanchor: 'left',
          font: { size: 16 },
          subtitle: { text: escaped(source), font: { size: 11, color: LIGHT_COLOURS.quiet } },
        },
      },
    },
    { format, width, height: height + HEAD_PIXELS, ...(format === 'png' ? { scale: 2 } : {}) },
  );
  const type = format === 'png' ? 'image/png' : 'image/svg+xml';
  return new File([bytesOf(address)], `${chart.id}.${format}`, { type });
}

/** What drawing takes of a chart. */
export type DrawnChart = Pick<Chart, 'id' | 'data' | 'layout'>;

/** A chart as an SVG picture in a `data:` address, in the colours of paper. */
export async function chartPicture(
  chart: DrawnChart,
  size: { readonly width: number; readonly height: number },
): Promise<string> {
  for (const { type } of chart.data) checkType(type);
  const plotly = await loadPlotly();
  return plotly.toImage(
    { data: chart.data, layout: layoutOf(chart, LIGHT_COLOURS) },
    { format: 'svg', ...size },
  );
}

/** Plotly reads a little HTML in its texts. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function checkType(type: unknown): asserts type is TraceType {
  if (!TRACE_TYPES.includes(type as TraceType))
    throw new RangeError(`charts of type ${String(type)} are not in the bundle`);
}

function layoutOf(
  { layout }: DrawnChart,
  { ink, line, paper, curves }: ChartColours,
): Readonly<Record<string, unknown>> {
  const { legend, annotations = [] } = layout as {
    readonly legend?: object;
    readonly annotations?: readonly object[];
  };
  const axes = Object.entries({ xaxis: {}, yaxis: {}, ...layout }).filter(([key]) =>
    /^[xy]axis\d*$/.test(key),
  );
  return {
    margin: { t: 12, r: 24, b: 48, l: 64 },
    hoverlabel: { bgcolor: paper, bordercolor: line, font: { color: ink } },
    ...layout,
    // Below everything else, however many lines it takes.
    legend: { orientation: 'h', yref: 'container', y: 0, yanchor: 'bottom', x: 0, ...legend },
    annotations: annotations.map((note) => ({ bgcolor: paper, ...note })),
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
