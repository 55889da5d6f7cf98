import type { Page } from '@playwright/test';
import { countClicks, expect, test } from './fixtures.ts';

/** Presses Tab until what has the focus is the one that is looked for; says where it went if it never is. */
async function tabTo(page: Page, role: string, name: RegExp, most = 60): Promise<void> {
  const way: string[] = [];
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    const isThere = await focused.and(page.getByRole(role as 'button', { name })).count();
    if (isThere > 0) return;
    way.push(await focused.evaluate((element) => element.getAttribute('aria-label') ?? element.textContent));
  }
  throw new Error(`Tab never came to ${role} ${name}: ${way.join(' → ')}`);
}

test.beforeEach(async ({ page, server }) => {
  await page.goto(server.address);
  await expect(page.getByText(/USD [\d,.]+ a month/).first()).toBeVisible();
});

test('the architect’s flow needs no mouse', async ({ page }) => {
  const clicks = await countClicks(page);
  await tabTo(page, 'button', /^Compare Support assistant/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeEnabled();
  await page.keyboard.press('ControlOrMeta+e');
  const downloaded = page.waitForEvent('download');
  await tabTo(page, 'button', /^HTML report/, 10);
  await page.keyboard.press('Enter');
  expect((await downloaded).suggestedFilename()).toMatch(/\.html$/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(clicks()).toBe(0);
});

test('edit, run, cancel and undo need no mouse', async ({ page }) => {
  await tabTo(page, 'button', /^Open Support assistant/);
  await page.keyboard.press('Enter');
  const replicas = page.getByRole('textbox', { name: /^Replicas/ });
  await replicas.focus();
  const before = await replicas.inputValue();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await expect(page.getByText('edited').first()).toBeVisible();
  await page.keyboard.press('F5');
  await expect(page.getByRole('button', { name: 'Cancel', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  await page.getByRole('tab', { name: 'Model' }).focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(replicas).toHaveValue(before);
});

test('the first Tab offers to skip to the content', async ({ page }) => {
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus')).toHaveText('Skip to the content');
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
});

test('keys show the screens, the shortcuts and the commands', async ({ page }) => {
  for (const [key, screen] of [
    ['2', 'Model'],
    ['3', 'Compare'],
    ['1', 'Home'],
  ]) {
    await page.keyboard.press(`ControlOrMeta+${key}`);
    await expect(page.getByRole('tab', { name: screen })).toHaveAttribute('aria-selected', 'true');
  }
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('F5');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('Compare');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Compare' })).toHaveAttribute('aria-selected', 'true');
});

test('whatever Tab comes to on Home shows that it has the focus', async ({ page }) => {
  const seen: string[] = [];
  const unseen: string[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body || element.hasAttribute('data-seen'))
        return undefined;
      element.setAttribute('data-seen', '');
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const isShown =
        (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
      return { isShown, html: element.outerHTML.slice(0, 120) };
    });
    // Past the last one: out of the page, or round to the first.
    if (stop === undefined) break;
    (stop.isShown ? seen : unseen).push(stop.html);
  }
  expect(unseen).toEqual([]);
  expect(seen.length).toBeGreaterThan(10);
});
