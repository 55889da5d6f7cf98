import { readFileSync } from 'node:fs';
import { countClicks, expect, test } from './fixtures.ts';

test('an exported purchase memo is three clicks from the start', async ({ page, server }) => {
  const clicks = await countClicks(page);
  await page.goto(server.address);
  await page.getByRole('button', { name: /^Plan commitments for / }).click();
  const memo = page.getByRole('button', { name: 'Export the memo' });
  await expect(memo).toBeEnabled();
  // What it saves, and what is not in that, stand on the screen before it is exported.
  await expect(page.getByText(/purchases? (is|are) expected to save USD/).first()).toBeVisible();
  await expect(page.getByText(/^Not included: staff/).first()).toBeVisible();
  await memo.click();
  const downloaded = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'HTML memo' }).click();
  const file = await downloaded;
  expect(file.suggestedFilename()).toBe('commitments-for-three-fleets-commitment.html');
  const report = readFileSync(await file.path(), 'utf8');
  // Not the whole text in a failure: it has a charting library in it.
  expect(report.includes('Expiry ladder of the cheapest')).toBe(true);
  expect(report.includes('Not included: staff')).toBe(true);
  expect(clicks()).toBe(3);
});
