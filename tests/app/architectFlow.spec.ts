import { readFileSync } from 'node:fs';
import { countClicks, expect, test } from './fixtures.ts';
import { exportComparison } from './exportComparison.ts';
import { makeDataDirectory, startServer } from './server.ts';

const FIRST_ANSWER_MS = 2_000;
/** Time is measured on a machine that has other things to do, too: the best of some first starts counts. */
const ATTEMPTS = 3;

test('an exported comparison is three clicks from the start', async ({ page, server }) => {
  const clicks = await countClicks(page);
  await page.goto(server.address);
  const downloaded = page.waitForEvent('download');
  await exportComparison(page);
  const file = await downloaded;
  expect(file.suggestedFilename()).toMatch(/\.html$/);
  const report = readFileSync(await file.path(), 'utf8');
  expect(report).toContain('Support assistant');
  expect(report).not.toMatch(/(src|href)="https?:/);
  expect(clicks()).toBeGreaterThan(0);
  expect(clicks()).toBeLessThanOrEqual(3);
});

test('the first answer is there two seconds after the server', async ({ page }) => {
  const took: number[] = [];
  while (took.length < ATTEMPTS && !took.some((ms) => ms < FIRST_ANSWER_MS)) {
    const data = makeDataDirectory();
    const server = await startServer(data.path);
    const start = performance.now();
    await page.goto(server.address);
    await expect(page.getByText(/USD [\d,.]+ a month/).first()).toBeVisible();
    took.push(performance.now() - start);
    await page.goto('about:blank');
    await server.stop();
    data.remove();
  }
  expect(Math.min(...took)).toBeLessThan(FIRST_ANSWER_MS);
});
