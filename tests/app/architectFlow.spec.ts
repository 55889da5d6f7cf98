import { readFileSync } from 'node:fs';
import { countClicks, expect, test } from './fixtures.ts';
import { exportComparison } from './exportComparison.ts';

test('an exported comparison is three clicks from the start', async ({ page, server }) => {
  const clicks = await countClicks(page);
  await page.goto(server.address);
  const downloaded = page.waitForEvent('download');
  await exportComparison(page);
  const file = await downloaded;
  expect(file.suggestedFilename()).toMatch(/\.html$/);
  const report = readFileSync(await file.path(), 'utf8');
  // Not the whole text in a failure: it has a charting library in it.
  expect(report.includes('Support assistant on H100, 1 replica')).toBe(true);
  expect(clicks()).toBeGreaterThan(0);
  expect(clicks()).toBeLessThanOrEqual(3);
});
