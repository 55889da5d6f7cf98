import type { Page } from '@playwright/test';
import { ROUTES } from '../../renderer/state/routes.ts';
import { enter, expect, expectAccessible, test } from './fixtures.ts';

/** Every place that a person can get to, and how. */
const PLACES: readonly [name: string, go: (page: Page) => Promise<unknown>][] = [
  ['Home', () => Promise.resolve()],
  ['Home, importing a trace', (page) => page.getByRole('button', { name: 'Import a trace…' }).click()],
  ['Model', openExample],
  [
    'Model, as YAML',
    async (page) => {
      await openExample(page);
      await page.getByText('YAML', { exact: true }).first().click();
      await expect(page.locator('.cm-content')).toBeVisible();
    },
  ],
  [
    'Model, with a mistake in it',
    async (page) => {
      // Another example than the other places show: its mistake stays in the shared server's draft.
      await openExample(page, 'Coding assistant');
      await enter(page.getByRole('textbox', { name: /^Replicas/ }), 'minus two');
      await page.getByRole('textbox', { name: /^Replicas/ }).blur();
      await expect(page.getByRole('textbox', { name: /^Replicas/ })).toHaveAttribute('aria-invalid', 'true');
    },
  ],
  [
    'From what?',
    async (page) => {
      await openExample(page);
      await page
        .getByRole('button', { name: /from what/i })
        .first()
        .click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  ],
  [
    'Export',
    async (page) => {
      await openExample(page);
      await page.keyboard.press('ControlOrMeta+e');
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  ],
  ['Compare', compareExample],
  ['Compare, without scenarios', (page) => page.getByRole('tab', { name: 'Compare' }).click()],
  [
    'Compare, exporting',
    async (page) => {
      await compareExample(page);
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
  ],
  [
    'Compare, adding',
    async (page) => {
      await compareExample(page);
      await page.getByRole('button', { name: 'Add a scenario' }).click();
      await expect(
        page.getByRole('dialog').getByRole('button', { name: /^Vary the baseline/ }),
      ).toBeVisible();
    },
  ],
  [
    'Compare, what varies',
    async (page) => {
      await page.getByRole('button', { name: 'Compare deployments' }).click();
      await expect(page.getByRole('button', { name: 'Make rows' })).toBeVisible();
    },
  ],
  [
    'Compare, what to do with a row',
    async (page) => {
      await compareExample(page);
      await page
        .getByRole('button', { name: /^What to do with/ })
        .last()
        .click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
  ],
  ['Decide', planExample],
  ['Decide, without a scenario', (page) => page.getByRole('tab', { name: 'Decide' }).click()],
  [
    'Decide, exporting',
    async (page) => {
      await planExample(page);
      await page.getByRole('button', { name: 'Export the memo' }).click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
  ],
  ['Shortcuts', (page) => page.keyboard.press('?')],
  ['Commands', (page) => page.keyboard.press('ControlOrMeta+k')],
];

test('no screen is left out', () => {
  const screens = Object.values(ROUTES);
  expect(screens.filter((screen) => !PLACES.some(([name]) => name.split(',')[0] === screen))).toEqual([]);
});

async function openExample(page: Page, name = 'Support assistant'): Promise<void> {
  await page
    .getByRole('button', { name: `Open ${name}` })
    .first()
    .click();
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  await expect(page.getByText(/USD [\d,.]+ a month/).first()).toBeVisible();
}

async function planExample(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Plan commitments for / }).click();
  await expect(page.getByRole('button', { name: 'Export the memo' })).toBeEnabled();
  await expect(page.getByLabel('What this amount comes to')).toBeVisible();
}

async function compareExample(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Compare Support assistant/ }).click();
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeEnabled();
}

// Seen at rest: half-way through an animation, colours are neither the one nor the other.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const THEMES = ['light', 'dark'] as const;

for (const [name, go] of PLACES) {
  test(`axe finds nothing: ${name}`, async ({ page, sharedServer }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(sharedServer.address);
    await expect(page.getByText(/USD [\d,.]+ a month/).first()).toBeVisible();
    await go(page);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
      await expectAccessible(page);
    }
  });
}

for (const theme of THEMES) {
  // A server of its own: one that has the result already has nothing to wait for.
  test(`axe finds nothing: Model, while it runs, ${theme}`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto(server.address);
    await openExample(page);
    await page.keyboard.press('F5');
    await expect(page.getByRole('button', { name: 'Cancel', exact: true })).toBeVisible();
    await expectAccessible(page);
  });
}
