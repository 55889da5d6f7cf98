import { expect, type Page } from './fixtures.ts';

/** Opens a scenario of its own on the Model screen, whose answer is then there. */
export async function openText(page: Page, address: string, name: string, text: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: 'New scenario' }).click();
  await page.getByText('YAML', { exact: true }).first().click();
  await page.locator('.cm-content').fill(text);
  await expect(page.getByText(name).first()).toBeVisible();
  await expect(page.getByText('These figures answer the scenario as it stands.')).toBeVisible();
}
