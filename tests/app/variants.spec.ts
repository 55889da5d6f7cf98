import { readFileSync } from 'node:fs';
import type { Browser } from '@playwright/test';
import { expect, type Page, test } from './fixtures.ts';

/** What a person does with mouse and keyboard; each press and each entry into a field counts as one. */
function counted(page: Page) {
  let deeds = 0;
  return {
    press: async (role: 'button' | 'menuitem', name: string | RegExp): Promise<void> => {
      deeds += 1;
      await page.getByRole(role, { name }).first().click();
    },
    /** Two: a press into the field, and what is typed there with Enter behind it. */
    enter: async (field: string, text: string): Promise<void> => {
      deeds += 2;
      await page.getByRole('dialog').getByRole('combobox', { name: field, exact: true }).click();
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    },
    count: () => deeds,
  };
}

type Picks = readonly (readonly [field: string, text: string])[];

const tableOf = (page: Page) => page.getByRole('region', { name: 'Comparison: table' });

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
  const table = tableOf(page);
  await expect(table.getByRole('rowheader').nth(1)).toBeVisible();
  await expect(table.getByText('simulating …')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeEnabled();
  await person.press('button', 'Export');
  const downloaded = page.waitForEvent('download');
  await person.press('menuitem', 'HTML report');
  const report = readFileSync(await (await downloaded).path(), 'utf8');
  return { deeds: person.count(), report };
}

/** Names of the rows on the screen. */
async function shownNames(page: Page): Promise<readonly string[]> {
  const buttons = tableOf(page).getByRole('button', { name: /^Open .* in Model$/ });
  return (await buttons.allInnerTexts()).map((name) => name.trim());
}

type TableRow = Readonly<Record<string, string>>;

/** The tables of an exported page by their headings, each row by the heads of its columns; and what is said at the top. */
async function readReport(browser: Browser, report: string) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const paper = await context.newPage();
  await paper.setContent(report);
  return {
    verdict: await paper.locator('p.verdict').innerText(),
    rowsOf: async (title: string): Promise<readonly TableRow[]> => {
      const section = paper.locator('section', {
        has: paper.getByRole('heading', { name: title, exact: true }),
      });
      const heads = await section.locator('thead th').allInnerTexts();
      const rows = await section.locator('tbody tr').all();
      return Promise.all(
        rows.map(async (row) => {
          const cells = await row.locator('th, td').allInnerTexts();
          return Object.fromEntries(heads.map((head, i) => [head.trim(), cells[i]?.trim() ?? '']));
        }),
      );
    },
  };
}

/** The exported page recommends what it puts first: it keeps its promise, and nothing that does is cheaper. Its figures are the screen's. */
async function expectRecommendation(page: Page, browser: Browser, report: string): Promise<void> {
  const { verdict, rowsOf } = await readReport(browser, report);
  const plain = (text = ''): string => text.replace(/^≈ /, '').replace(/ \(baseline\)$/, '');
  const taken = (await rowsOf('Which to take first')).find((row) => row['Place'] === '1')?.['Scenario'];
  expect(plain(verdict)).toContain(`${taken} is the cheapest that keeps every service level`);
  const rows = await rowsOf('Side by side');
  const costOf = (row: TableRow | undefined): number =>
    Number(plain(row?.['USD a month']).replaceAll(',', ''));
  const own = rows.find((row) => plain(row['Scenario']) === taken);
  expect(own?.['Keeps its promise']).toBe('yes');
  for (const row of rows.filter((each) => each['Keeps its promise'] === 'yes')) {
    expect(costOf(row)).toBeGreaterThanOrEqual(costOf(own));
  }
  const shown = await shownNames(page);
  expect(rows.map((row) => plain(row['Scenario'])).sort()).toEqual(shown.map(plain).sort());
  for (const row of rows) {
    const figures = tableOf(page).locator('tr[data-document]', { hasText: plain(row['Scenario']) });
    await expect(figures.filter({ hasText: plain(row['USD a month']) }).first()).toBeVisible();
  }
}

/** Nothing of the table is out of sight. */
async function expectFits(page: Page): Promise<void> {
  const [wide, seen] = await tableOf(page).evaluate((table) => [table.scrollWidth, table.clientWidth]);
  expect(wide).toBeLessThanOrEqual(seen);
}

test.use({ viewport: { width: 1280, height: 800 } });
test.beforeEach(async ({ page, server }) => {
  await page.goto(server.address);
  await expect(page.getByText(/USD [\d,.]+ a month/).first()).toBeVisible();
});

test('eight deployments of a chat service are compared and exported in twelve steps or less', async ({
  page,
  browser,
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
  // The example is one of them, H100 ×8; none is left out, and none is there twice.
  const names = await shownNames(page);
  expect(new Set(names).size).toBe(8);
  for (const name of ['H100 ×4', 'H200 ×4', 'H200 ×8', 'B200 ×4', 'B200 ×8', 'MI300X ×4', 'MI300X ×8']) {
    expect(names).toContain(name);
  }
  await expect(page.getByRole('region', { name: 'Left out of the comparison' })).toHaveCount(0);
  await expectRecommendation(page, browser, report);
  await expectFits(page);
});

test('other picks take no more: three precisions with two providers', async ({ page, browser }) => {
  const { deeds, report } = await compareVariants(
    page,
    [
      ['Precisions', 'bf16, fp8, int4'],
      ['Providers', 'aws, gcp'],
    ],
    6,
  );
  expect(deeds).toBeGreaterThan(0);
  expect(deeds).toBeLessThanOrEqual(12);
  const names = await shownNames(page);
  // bf16 at gcp is what the example is.
  expect(names).toHaveLength(6);
  for (const name of ['bf16 aws', 'fp8 aws', 'fp8 gcp', 'int4 aws', 'int4 gcp'])
    expect(names).toContain(name);
  await expectRecommendation(page, browser, report);
  await expectFits(page);
});
