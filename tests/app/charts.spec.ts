import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import type { Chart } from '../../host/api/types.ts';
import type { drawChart, LIGHT_COLOURS } from '../../renderer/charts/drawChart.ts';
import { expect, test } from './fixtures.ts';

/** The wrapper of the charting library as the test's page has it. */
interface Charts {
  readonly drawChart: typeof drawChart;
  readonly LIGHT_COLOURS: typeof LIGHT_COLOURS;
}

/** What Plotly made of each trace: in its own words, and in the picture. */
function drawnTypes(page: Page): Promise<readonly { asked: readonly string[]; drawn: readonly string[] }[]> {
  return page.locator('.js-plotly-plot').evaluateAll((plots) =>
    plots.map((plot) => {
      const { data, _fullData } = plot as unknown as {
        data: readonly { type: string }[];
        _fullData: readonly { type: string }[];
      };
      return { asked: data.map(({ type }) => type), drawn: _fullData.map(({ type }) => type) };
    }),
  );
}

/** The wrapper and the library as one script, without the app around them. */
async function chartScript(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: {
        entry: join(import.meta.dirname, '..', '..', 'renderer', 'charts', 'drawChart.ts'),
        formats: ['iife'],
        name: 'charts',
      },
    },
  });
  const [{ output: chunks }] = output as { output: { code?: string }[] }[];
  return `${chunks[0].code ?? ''};globalThis.charts = charts;`;
}

test('every trace type is drawn as what it is, and one that is not in the bundle is refused', async ({
  page,
}) => {
  await page.setContent('<div id="plot" style="width: 600px; height: 400px"></div>');
  await page.addScriptTag({ content: await chartScript() });
  const draw = (data: Chart['data']): Promise<void> =>
    page.evaluate((traces) => {
      const { charts } = globalThis as unknown as { charts: Charts };
      const chart = { id: 'c', title: '', summary: '', table: { columns: [], rows: [] }, data: traces };
      const element = document.getElementById('plot') as HTMLElement;
      return charts.drawChart(element, { ...chart, layout: {} }, charts.LIGHT_COLOURS);
    }, data);
  await draw([
    { type: 'scatter', mode: 'lines', x: [1, 2], y: [1, 2] },
    { type: 'bar', x: [1, 2], y: [1, 2] },
    {
      type: 'heatmap',
      z: [
        [1, 2],
        [3, 4],
      ],
    },
    { type: 'violin', y: [1, 2, 3, 4] },
  ]);
  const types = ['scatter', 'bar', 'heatmap', 'violin'];
  expect(await drawnTypes(page)).toEqual([{ asked: types, drawn: types }]);
  for (const mark of ['.scatterlayer .js-line', '.barlayer .point', '.heatmaplayer image', '.violinlayer']) {
    await expect(page.locator(mark).first(), mark).toBeAttached();
  }
  await expect(draw([{ type: 'pie', values: [1] }])).rejects.toThrow('not in the bundle');
});

test('the charts of a result: one crosshair, a table, pictures that say what they are of', async ({
  page,
  server,
}) => {
  await page.goto(server.address);
  await page.getByRole('button', { name: /^Open Support assistant/ }).click();
  const timeline = page.locator('[data-chart="timeline"]');
  await expect.poll(async () => (await drawnTypes(page)).length).toBe(4);
  for (const { asked, drawn } of await drawnTypes(page)) expect(drawn).toEqual(asked);

  // Over the topmost row, figures of the lowest one are told too.
  const plot = timeline.locator('.js-plotly-plot');
  await plot.scrollIntoViewIfNeeded();
  const row = await timeline.locator('.nsewdrag').first().boundingBox();
  if (row === null) throw new Error('no row to point at');
  await page.mouse.move(row.x + row.width / 2, row.y + row.height / 2);
  await page.mouse.move(row.x + row.width / 2 + 2, row.y + row.height / 2);
  const told = timeline.locator('.hoverlayer');
  for (const name of ['chat: requests', 'h100: in use', 'h100: at work', 'waiting', 'in use', 'not used']) {
    await expect(told).toContainText(name);
  }

  for (const format of ['PNG', 'SVG']) {
    const downloaded = page.waitForEvent('download');
    await timeline.getByRole('button', { name: new RegExp(`as ${format}$`) }).click();
    const file = await downloaded;
    expect(file.suggestedFilename()).toBe(`timeline.${format.toLowerCase()}`);
    const bytes = readFileSync(await file.path());
    if (format === 'PNG') expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    else expect(bytes.toString()).toMatch(/Demand, capacity, queue and cost.*seed 7/s);
  }

  await timeline.getByRole('button', { name: /as a table$/ }).click();
  await expect(timeline.getByRole('columnheader', { name: 'Requests waiting, mean' })).toBeVisible();
});
