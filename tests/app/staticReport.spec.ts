import { join } from 'node:path';
import { build } from 'vite';
import { renderHtmlReport } from '../../host/questions/forecast/htmlReport.ts';
import { reportInput } from '../host/reportFixture.ts';
import { expect, test } from './fixtures.ts';

/** What the desktop's window does to a report before it is printed, as one script for any page. */
async function bundled(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: join(import.meta.dirname, '..', '..', 'renderer', 'exports', 'staticReport.ts'),
        formats: ['iife'],
        name: 'bundled',
      },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [{ output }] = Array.isArray(built) ? built : [built as never];
  return output[0].code;
}

test('a report to be printed has its charts drawn, and needs no script', async ({ browser }) => {
  const report = renderHtmlReport(reportInput());
  // In a page’s own world, but past its policy: it is not the app that is tried here.
  const drawer = await (await browser.newContext()).newPage();
  await drawer.addScriptTag({ content: await bundled() });
  const drawn = await drawer.evaluate(async (text) => {
    const { staticReport } = (globalThis as never as { bundled: { staticReport(file: File): Promise<File> } })
      .bundled;
    return (await staticReport(new File([text], 'report.html', { type: 'text/html' }))).text();
  }, report);
  await drawer.context().close();
  expect(drawn).not.toMatch(/<script/i);

  const context = await browser.newContext({ javaScriptEnabled: false });
  const paper = await context.newPage();
  const errors: string[] = [];
  paper.on('console', (message) => errors.push(message.text()));
  await paper.setContent(drawn);
  const charts = paper.locator('.chart');
  expect(await charts.count()).toBeGreaterThan(2);
  for (const chart of await charts.all()) {
    const picture = chart.locator('img');
    const box = await picture.boundingBox();
    expect(box?.width).toBeGreaterThan(600);
    expect(box?.height).toBeGreaterThan(300);
  }
  await expect(paper.getByRole('heading', { level: 1 })).toHaveText('Support on H100');
  expect(errors).toEqual([]);
  await context.close();
});
