import { expect, expectAccessible, type Page, test } from './fixtures.ts';

test.beforeEach(async ({ page, server }) => {
  await page.goto(server.address);
  await expect(page.getByText(/USD [\d,.]+ a month/).first()).toBeVisible();
});

const baseline = (page: Page) => page.locator('tr[data-baseline][data-document]');
const outcomes = (page: Page) => page.getByRole('region', { name: 'Outcomes: table' });

async function choose(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `What to do with ${name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('an empty comparison is one press from a full one', async ({ page }) => {
  await page.getByRole('tab', { name: 'Compare' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing is compared yet');
  await page.getByRole('button', { name: 'Compare the first two examples' }).click();
  await expect(outcomes(page)).toBeVisible();
  await expect(baseline(page)).toContainText('Support assistant on H100');
});

test('an example that is there to be compared brings what it is compared with', async ({ page }) => {
  await page
    .getByRole('button', { name: 'Compare Sleeping assistant, fixed fleet with its 3 variants' })
    .click();
  await expect(page.getByRole('banner')).toContainText('Comparing 4 scenarios');
  await expect(baseline(page)).toContainText('Sleeping assistant, fixed fleet');
  for (const name of ['HPA', 'schedule', 'predictive'])
    await expect(
      outcomes(page).getByRole('columnheader', { name: `Sleeping assistant, ${name}` }),
    ).toBeVisible();
});

test('pin, rename, reset, take out: the comparison follows', async ({ page }) => {
  await page.getByRole('button', { name: /^Compare Support assistant/ }).click();
  await expect(outcomes(page)).toBeVisible();

  await choose(page, 'Support assistant on H100, 1 replica', 'Rename…');
  await page.getByRole('textbox', { name: 'Name' }).fill('Half of it');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(outcomes(page).getByRole('columnheader', { name: 'Half of it' })).toBeVisible();

  await choose(page, 'Half of it', 'Make it the baseline');
  await expect(baseline(page)).toContainText('Half of it');
  await expect(outcomes(page).getByRole('columnheader').nth(1)).toContainText('Half of it');

  const differs = page.getByRole('region', { name: 'What differs: table' });
  await expect(differs.getByRole('columnheader', { name: /replicas/i })).toBeVisible();
  await page.getByRole('button', { name: /^Reset .*replicas.* of Support assistant/i }).click();
  await expect(page.getByText('Nothing but the names.')).toBeVisible();
  await expect(outcomes(page).getByRole('row', { name: /^Cost of the horizon/ })).toContainText('equal');

  await choose(page, 'Half of it', 'Take out');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('nothing to be compared with yet');
});

test('a reset writes to the document of its row, where two had one text', async ({ page }) => {
  await page.getByRole('button', { name: /^Compare Support assistant/ }).click();
  await expect(outcomes(page)).toBeVisible();
  const original = 'Support assistant on H100, 1 replica';
  await choose(page, original, 'Duplicate');
  const table = page.getByRole('region', { name: 'Comparison: table' });
  await expect(table.getByRole('rowheader', { name: `${original} (2)` })).toBeVisible();
  await choose(page, `${original} (2)`, 'Rename…');
  await page.getByRole('textbox', { name: 'Name' }).fill('copy B');
  await page.getByRole('button', { name: 'Rename' }).click();
  await choose(page, 'copy B', 'Open in Model');
  const replicas = page.getByRole('textbox', { name: /^Replicas/ });
  await replicas.fill('6');
  await replicas.press('Enter');
  await page.getByRole('tab', { name: 'Compare' }).click();
  // The frame of the window speaks of the comparison, not of what was open before.
  await expect(page.getByRole('banner')).toContainText('Comparing 3 scenarios');
  await expect(page.getByRole('banner')).not.toContainText('copy B');
  const differs = page.getByRole('region', { name: 'What differs: table' });
  const rowOf = (name: string) =>
    differs.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
  await expect(rowOf('copy B')).toContainText('6');
  await page.getByRole('button', { name: new RegExp(`^Reset .*replicas.* of ${original} to`, 'i') }).click();
  await expect(differs.getByRole('button', { name: new RegExp(`of ${original} to`) })).toHaveCount(0);
  await expect(rowOf('copy B')).toContainText('6');
  await expect(differs.getByRole('rowheader')).toHaveCount(3);
  // And is taken back by undo, in the document that it was made in.
  await page.keyboard.press('ControlOrMeta+z');
  await expect(rowOf(original)).toContainText('1');
  await expect(rowOf('copy B')).toContainText('6');
});

test('asking twice for a variant leaves one', async ({ page }) => {
  for (let time = 0; time < 2; time++) {
    await page.getByRole('tab', { name: 'Home' }).click();
    await page.getByRole('button', { name: /^Compare Support assistant/ }).click();
    await expect(outcomes(page)).toBeVisible();
  }
  await page.getByRole('button', { name: 'Add a scenario' }).click();
  const examples = page.getByRole('dialog').getByRole('region', { name: 'Your scenarios and recent files' });
  await expect(examples.getByRole('button').first()).toBeVisible();
  await expect(examples.getByRole('button', { name: /1 replica/ })).toHaveCount(0);
  await expectAccessible(page);
});

test('an outcome tells from what it is made, and the keyboard stays in the answer', async ({ page }) => {
  await page.getByRole('button', { name: /^Compare Support assistant/ }).click();
  const figure = outcomes(page)
    .getByRole('button', { name: /from what\?/ })
    .first();
  await figure.click();
  const answer = page.getByRole('dialog');
  await expect(answer.getByRole('heading', { name: 'Cost of the horizon' })).toBeVisible();
  // An estimate says so here too.
  await expect(answer.getByText(/^≈ USD/)).toBeVisible();
  await answer.getByRole('button', { name: 'units of h100' }).click();
  await expect(answer.getByRole('heading', { name: 'Cost of pool h100' })).toBeFocused();
  await answer.getByRole('button', { name: 'Cost of the horizon' }).click();
  await expect(answer.getByRole('heading', { name: 'Cost of the horizon' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(answer).toBeHidden();
  await expect(figure).toBeFocused();
});

test('a comparison of estimates says so before and after it is exported', async ({ page }) => {
  await page.getByRole('button', { name: /^Compare Support assistant/ }).click();
  await expect(outcomes(page)).toBeVisible();
  await page.keyboard.press('ControlOrMeta+e');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('≈ These are quick estimates')).toBeVisible();
  const downloaded = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'JSON' }).click();
  expect((await downloaded).suggestedFilename()).toMatch(/-comparison-quick-estimate\.json$/);
});
