import { expect, expectAccessible, type Page, test } from './fixtures.ts';

async function open(page: Page, address: string, name: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: `Open ${name}` }).click();
  await expect(page.getByRole('button', { name: 'Search deployments' })).toBeVisible();
}

test('a cheaper deployment is found, taken over in one step, and given back', async ({ page, server }) => {
  await open(page, server.address, 'Nightly image captions on A10G');
  await page.getByRole('button', { name: 'Search deployments' }).click();
  const panel = page.getByRole('region', { name: 'Right-size a10g' });
  await expect(panel.getByText(/is the cheapest that keeps every service level/)).toBeVisible();
  await expectAccessible(page);
  const accelerator = page.getByRole('combobox', { name: 'Accelerator' }).first();
  const before = await accelerator.inputValue();
  // However wide the table is: without scrolling it.
  await panel.getByRole('rowheader').first().scrollIntoViewIfNeeded();
  await expect(panel.getByRole('button', { name: /^Use / }).first()).toBeInViewport();
  await panel.getByRole('button', { name: /^Use / }).first().click();
  await expect(accelerator).not.toHaveValue(before);
  await expect(panel.getByText('Searched before the last edits.')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(accelerator).toHaveValue(before);
});

test('a search can be cancelled, and begun again', async ({ page, server }) => {
  await open(page, server.address, 'Support assistant on H100');
  await page.getByRole('button', { name: 'Search deployments' }).click();
  await expect(page.getByRole('progressbar', { name: 'Progress of the search' })).toBeAttached();
  await page.getByRole('button', { name: 'Cancel the search' }).click();
  await expect(page.getByRole('button', { name: 'Search deployments' })).toBeVisible();
  await expect(page.getByRole('alert')).toBeHidden();
  await page.getByRole('button', { name: 'Search deployments' }).click();
  await expect(page.getByText(/configurations, \d+ simulations/)).toBeVisible();
});
