import { readFileSync } from 'node:fs';
import { expect, type Page, test } from './fixtures.ts';

/** What a person does with mouse and keyboard; each press and each entry into a field counts as one. */
function counted(page: Page) {
  let deeds = 0;
  return {
    press: async (role: 'button' | 'menuitem' | 'tab', name: string | RegExp): Promise<void> => {
      deeds += 1;
      await page.getByRole(role, { name }).first().click();
    },
    /** One entry: what is typed (or pasted) into a field, and Enter. */
    enter: async (field: string, text: string): Promise<void> => {
      deeds += 1;
      const input = page.getByRole('dialog').getByRole('combobox', { name: field, exact: true });
      await input.fill(text);
      await input.press('Enter');
    },
    count: () => deeds,
  };
}

type Picks = readonly (readonly [field: string, text: string])[];

/** From Home to a comparison of all combinations, kept as a page; gives how much it took, and the page. */
async function compareVariants(
  page: Page,
  picks: Picks,
  rows: number,
): Promise<{ readonly deeds: number; readonly report: string }> {
  const person = counted(page);
  await person.press('button', 'Compare deployments');
  for (const [field, text] of picks) await person.enter(field, text);
  await person.press('button', `Make ${rows} rows`);
  const table = page.getByRole('region', { name: 'Comparison: table' });
  // The baseline, and what was asked for: as a row, or named with the reason why there is none.
  await expect(table.getByRole('rowheader').nth(1)).toBeVisible();
  await expect(table.getByText('simulating …')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeEnabled();
  await person.press('button', 'Export');
  const downloaded = page.waitForEvent('download');
  await person.press('menuitem', 'HTML report');
  const report = readFileSync(await (await downloaded).path(), 'utf8');
  return { deeds: person.count(), report };
}

/** Of a page, the sentence that says which one to take. */
function expectRecommendation(report: string): void {
  // Not the whole text in a failure: it has a charting library in it.
  expect(/is the cheapest|keeps every service level/.test(report)).toBe(true);
}

test.beforeEach(async ({ page, server }) => {
  await page.goto(server.address);
  await expect(page.getByText(/USD [\d,.]+ a month/).first()).toBeVisible();
});

test('eight deployments of a chat service are compared and exported in twelve steps or less', async ({
  page,
}) => {
  const { deeds, report } = await compareVariants(
    page,
    [
      ['Accelerators', 'h100, h200, b200, mi300x'],
      ['GPUs per replica', '4, 8'],
    ],
    8,
  );
  expect(deeds).toBeGreaterThan(0);
  expect(deeds).toBeLessThanOrEqual(12);
  expectRecommendation(report);
  const named = await namesInTable(page);
  // Every combination is there, as a row or as one that cannot be.
  expect(named.rows + named.leftOut).toBe(1 + 8);
  for (const name of named.names) expect(report.includes(name)).toBe(true);
});

test('other picks take no more: three precisions with two providers', async ({ page }) => {
  const first: Picks = [
    ['Precisions', 'bf16, fp8, int4'],
    ['Providers', 'aws, gcp'],
  ];
  const { deeds, report } = await compareVariants(page, first, 6);
  expect(deeds).toBeGreaterThan(0);
  expect(deeds).toBeLessThanOrEqual(12);
  expectRecommendation(report);
  const named = await namesInTable(page);
  expect(named.rows + named.leftOut).toBe(1 + 6);
});

async function namesInTable(page: Page) {
  const table = page.getByRole('region', { name: 'Comparison: table' });
  const names = await table
    .getByRole('rowheader')
    .getByRole('button', { name: /^Open .* in Model$/ })
    .allInnerTexts();
  const left = page.getByRole('region', { name: 'Left out of the comparison' });
  const leftOut = (await left.count()) === 0 ? 0 : await left.locator('b').allInnerTexts();
  const combinations = leftOut === 0 ? 0 : leftOut.join(', ').split(', ').length;
  return { names, rows: names.length, leftOut: combinations };
}
