import { expect, type Page, test } from './fixtures.ts';

/** Tables that are wider than their place: they would have to be scrolled sideways. */
function cutOff(page: Page): Promise<readonly (string | null)[]> {
  return page
    .getByRole('region', { name: /: table$/ })
    .evaluateAll((tables) =>
      tables
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
        .map((table) => table.getAttribute('aria-label')),
    );
}

test.use({ viewport: { width: 900, height: 800 } });
test.beforeEach(async ({ page, server }) => {
  await page.goto(server.address);
  await expect(page.getByText(/USD [\d,.]+ a month/).first()).toBeVisible();
});

test('tables of Model hide nothing at 900 px: what has no room follows below its row, its figures as before', async ({
  page,
}) => {
  await page
    .getByRole('button', { name: /^Open Support assistant/ })
    .first()
    .click();
  await expect(page.getByRole('region', { name: /^Latency.*: table$/ }).first()).toBeVisible();
  await expect.poll(() => cutOff(page)).toEqual([]);
  await page.setViewportSize({ width: 1920, height: 900 });
  await expect.poll(() => cutOff(page)).toEqual([]);
});

test('tables and values of Decide are whole at 900 px', async ({ page }) => {
  await page.getByRole('button', { name: /^Plan commitments for / }).click();
  await expect(page.getByLabel('What this amount comes to')).toBeVisible();
  await expect.poll(() => cutOff(page)).toEqual([]);
  const growth = page.getByRole('textbox', { name: /^Growth a month/ });
  const [wide, seen] = await growth.evaluate((field) => [field.scrollWidth, field.clientWidth]);
  expect(wide).toBeLessThanOrEqual(seen);
});

test('a comparison: charts are as wide as their cards in every window, and the order offers what is only words below a row', async ({
  page,
}) => {
  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.getByRole('button', { name: 'Compare the first two examples' }).click();
  await expect(page.locator('.js-plotly-plot .main-svg').first()).toBeVisible();
  for (const width of [900, 1920, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await expect
      .poll(() =>
        page.locator('.js-plotly-plot').evaluateAll((plots) =>
          plots.map((plot) => {
            const drawn = plot.querySelector('.main-svg')?.getBoundingClientRect().width ?? 0;
            return Math.abs(drawn - plot.getBoundingClientRect().width) < 2;
          }),
        ),
      )
      .not.toContain(false);
  }
  await page.getByRole('button', { name: 'Add a scenario' }).click();
  await page
    .getByRole('dialog')
    .getByRole('region', { name: 'Your scenarios and recent files' })
    .getByRole('button')
    .first()
    .click();
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Order of the rows' }).click();
  await page.getByRole('option', { name: 'Instance' }).click();
  await expect(page.getByRole('button', { name: 'Ascending: turn the order' })).toBeVisible();
});
