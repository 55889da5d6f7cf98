import { enter, expect, type Page, test } from './fixtures.ts';

/** The long example: its full run takes some seconds, its draft does not. */
async function openLong(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: /^Open Support assistant/ }).click();
  await expect(page.getByRole('heading', { name: /USD [\d,]+ a month/ })).toBeVisible();
}

const replicas = (page: Page) => page.getByRole('textbox', { name: /^Replicas/ });
const verdict = (page: Page) => page.getByRole('heading', { name: /a month/ });
const isMarked = (page: Page) => verdict(page).textContent();

test('edit, draft, run, cancel, run', async ({ page, server }) => {
  await openLong(page, server.address);
  expect(await isMarked(page)).toMatch(/≈/);
  await enter(replicas(page), '3');
  // Three instances at 64,598 a month each.
  await expect(verdict(page)).toContainText('193,793');
  await page.getByRole('button', { name: /^Run/ }).first().click();
  await expect(page.getByRole('progressbar').first()).toBeVisible();
  // What is known stays in sight while the new run goes.
  await expect(verdict(page)).toContainText('193,793');
  await page.keyboard.press('Escape');
  await expect(page.getByText('The run was cut short')).toBeVisible();
  await page.keyboard.press('F5');
  await expect(page.getByText(/Simulated in full: [\d,]+ requests, 2 replications/)).toBeVisible();
  expect(await isMarked(page)).not.toMatch(/≈/);
  await expect(verdict(page)).toContainText('193,793');
});

test('undo and redo, by name, in the form and in the YAML', async ({ page, server }) => {
  await openLong(page, server.address);
  await enter(replicas(page), '4');
  await expect(page.getByRole('button', { name: 'Undo: replicas of h100: 2 → 4' })).toBeEnabled();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(replicas(page)).toHaveValue('2');
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(replicas(page)).toHaveValue('4');
  await page.getByText('YAML', { exact: true }).first().click();
  await expect(page.locator('.cm-content')).toContainText('replicas: 4');
});

test('the YAML and the form are one document', async ({ page, server }) => {
  await openLong(page, server.address);
  await page.getByText('YAML', { exact: true }).first().click();
  const editor = page.locator('.cm-content');
  await expect(editor).toContainText('# A support assistant in a week of ordinary days');
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(
    [
      'fleetcast: 1',
      'name: Typed',
      'horizon: { start: 2026-01-05, days: 1 }',
      'workloads: [{ id: w, arrivals: { process: poisson, ratePerSecond: 1 }, promptTokens: 100, outputTokens: 10, target: p }]',
      'pools: [{ id: p, model: llama-3.1-8b, accelerator: l4-24gb, replicas: 2, price: { perGpuHour: 1 } }]',
    ].join('\n'),
  );
  await expect(verdict(page)).toContainText('USD 1,460 a month');
  await page.getByText('Form', { exact: true }).first().click();
  await expect(replicas(page)).toHaveValue('2');
  await enter(replicas(page), '3');
  await expect(verdict(page)).toContainText('USD 2,190 a month');
});

test('what is typed is kept without being asked, and survives a reload', async ({ page, server }) => {
  await openLong(page, server.address);
  await enter(replicas(page), '3');
  await expect(verdict(page)).toContainText('193,793');
  await page.waitForTimeout(700);
  await page.reload();
  await expect(replicas(page)).toHaveValue('3');
  await expect(page.getByText('edited').first()).toBeVisible();
});

test('a reload in mid-run finds the run again', async ({ page, server }) => {
  await openLong(page, server.address);
  await page.keyboard.press('F5');
  await expect(page.getByText(/Simulating every request/)).toBeVisible();
  await page.reload();
  await expect(page.getByText(/Simulating every request|Simulated in full:/).first()).toBeVisible();
  await expect(page.getByText(/Simulated in full: [\d,]+ requests/)).toBeVisible();
});

test('two windows on one database: one sees what the other wrote, and neither is overwritten unasked', async ({
  page,
  context,
  server,
}) => {
  await openLong(page, server.address);
  const other = await context.newPage();
  await openLong(other, server.address.replace(/\?.*/, ''));
  await enter(replicas(page), '3');
  await expect(replicas(other)).toHaveValue('3');
  await expect(verdict(other)).toContainText('193,793');
  // Both write within the moment that autosave takes: the second one is asked.
  await Promise.all([enter(replicas(page), '4'), enter(replicas(other), '5')]);
  const asked = await Promise.race(
    [page, other].map((one) =>
      one
        .getByText('Another window changed this scenario')
        .waitFor()
        .then(() => one),
    ),
  );
  await asked.getByRole('button', { name: 'Load the other' }).click();
  const winner = asked === page ? '5' : '4';
  await expect(replicas(page)).toHaveValue(winner);
  await expect(replicas(other)).toHaveValue(winner);
});
