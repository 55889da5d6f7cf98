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
  for (const table of await panel.getByRole('region', { name: /: table$/ }).all()) {
    const [wide, seen] = await table.evaluate((each) => [each.scrollWidth, each.clientWidth]);
    expect(wide).toBeLessThanOrEqual(seen);
  }
  // However wide the table is: without scrolling it.
  await panel.getByRole('rowheader').first().scrollIntoViewIfNeeded();
  await expect(panel.getByRole('button', { name: /^Use / }).first()).toBeInViewport();
  await panel.getByRole('button', { name: /^Use / }).first().click();
  const asked = page.getByRole('dialog', { name: /^Use / });
  await expect(asked.getByText('The comparison does not hold this scenario')).toBeVisible();
  // The name says the accelerator: it follows.
  await expect(asked.getByRole('textbox', { name: 'Name' })).not.toHaveValue(/A10G$/);
  await asked.getByRole('textbox', { name: 'Name' }).fill('Captions, right-sized');
  await asked.getByRole('button', { name: 'Use it' }).click();
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

test('a search takes what is chosen, names what is left out, and its answer joins the comparison', async ({
  page,
  server,
}) => {
  await open(page, server.address, 'Nightly image captions on A10G');
  const panel = page.getByRole('region', { name: 'Right-size a10g' });
  await panel.getByRole('button', { name: 'Choose what is searched' }).click();
  const accelerators = panel.getByRole('combobox', { name: 'Accelerators' });
  // Several at one entry; what is not understood is said, and stays to be put right.
  await accelerators.fill('a10g, L4, t4, h1000');
  await accelerators.press('Enter');
  await expect(panel.getByText(/“h1000” is none of those there are/)).toBeVisible();
  await expect(accelerators).toHaveValue('h1000');
  await accelerators.fill('');
  await panel.getByRole('combobox', { name: 'GPUs per replica' }).fill('1');
  await panel.getByRole('combobox', { name: 'Providers' }).fill('aws');
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Search deployments' }).click();
  await expect(panel.getByText(/is the cheapest that keeps every service level/)).toBeVisible();
  const rows = panel.getByRole('rowheader');
  for (const row of await rows.allTextContents()) expect(row).toMatch(/1 × (a10g|l4|t4)/);
  await panel.getByRole('button', { name: /^Use / }).last().click();
  const asked = page.getByRole('dialog', { name: /^Use / });
  await asked.getByRole('radio', { name: /^As a scenario of its own/ }).check();
  await expect(asked.getByText('both make a comparison, with this one as the baseline')).toBeVisible();
  await asked.getByRole('textbox', { name: 'Name' }).fill('Captions elsewhere');
  await expectAccessible(page);
  await asked.getByRole('button', { name: 'Use it' }).click();
  await page.getByRole('tab', { name: 'Compare' }).click();
  await expect(page.getByText('Captions elsewhere').first()).toBeVisible();
  await expect(page.getByText('Nightly image captions on A10G').first()).toBeVisible();
});
