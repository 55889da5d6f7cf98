import { expect, type Page } from '@playwright/test';

/** What an architect does first, with the mouse: compare an example with a variant, and export that as HTML. */
export async function exportComparison(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Compare Support assistant/ }).click();
  await expect(page.getByRole('tab', { name: 'Compare' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: 'HTML report' }).click();
}
