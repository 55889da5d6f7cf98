import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectAccessible, type Page, test } from './fixtures.ts';
import { openText } from './openText.ts';

const SLEEPING = readFileSync(
  join(import.meta.dirname, '..', '..', 'scenarios', 'sleeping-assistant', 'hpa.yaml'),
  'utf8',
);

const panel = (page: Page) => page.getByRole('region', { name: /^Policy of/ });
const figure = (page: Page, id: string) => panel(page).locator(`[data-figure="${id}"] dd`).first();
const slider = (page: Page, name: RegExp) => panel(page).getByRole('slider', { name });

async function settled(page: Page): Promise<void> {
  await expect(panel(page).locator('[aria-busy="true"]')).toHaveCount(0);
  await expect(figure(page, 'cost')).toBeVisible();
}

test('a policy is dragged: a day of it follows, and the document once it is applied', async ({
  page,
  server,
}) => {
  await openText(page, server.address, 'Sleeping assistant, HPA', SLEEPING);
  await panel(page).getByRole('button', { name: 'Try policies' }).click();
  await settled(page);
  await expect(panel(page).getByText(/^≈ 2026-01-\d\d, the day that asks for most/)).toBeVisible();
  await expect(panel(page).locator('[data-chart="policy"] .js-plotly-plot')).toBeVisible();
  const cost = (await figure(page, 'cost').textContent()) ?? '';

  // A higher target is fewer replicas.
  const target = slider(page, /^Target: requests in hand/);
  await expect(target).toHaveAttribute('aria-valuetext', '10 a replica');
  const track = await target
    .locator('xpath=ancestor::*[contains(@class,"mantine-Slider-root")]')
    .boundingBox();
  if (track === null) throw new Error('the slider has no place');
  const thumb = await target.boundingBox();
  if (thumb === null) throw new Error('the thumb has no place');
  await page.mouse.move(thumb.x + thumb.width / 2, thumb.y + thumb.height / 2);
  await page.mouse.down();
  await page.mouse.move(track.x + 0.8 * track.width, thumb.y + thumb.height / 2, { steps: 8 });
  await page.mouse.up();
  await expect(target).not.toHaveAttribute('aria-valuetext', '10 a replica');
  await settled(page);
  await expect(figure(page, 'cost')).not.toHaveText(cost);
  await expect(panel(page).locator('[data-figure="cost"]')).toContainText(`was ${cost.replace('≈ ', '')}`);
  const moved = (await target.getAttribute('aria-valuetext'))?.replace(/\D/g, '') ?? '';

  // The manifest follows, and so does the document when it is asked to.
  await panel(page).getByText('Manifest for a cluster').click();
  await expect(panel(page).getByLabel('Manifest of h100')).toContainText(
    new RegExp(`averageValue: "?${moved}\\b`),
  );
  await slider(page, /^Down: window/).press('ArrowLeft');
  await settled(page);
  await expectAccessible(page);
  await panel(page).getByRole('button', { name: 'Apply' }).click();
  const undo = page.getByRole('button', { name: /^Undo: policy of h100: target: requests in hand 10 → / });
  await expect(undo).toBeEnabled();
  await expect(page.locator('.cm-content')).toContainText(`averageValue: ${moved}`);
  await expect(page.locator('.cm-content')).toContainText('stabilizationWindowSeconds: 180');
  await undo.click();
  await expect(page.locator('.cm-content')).toContainText('averageValue: 10');

  // Spot comes under all but some.
  await slider(page, /^On demand always/).press('Home');
  await slider(page, /^On demand always/).press('ArrowRight');
  await settled(page);
  await expect(figure(page, 'spot')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Reset' }).click();
  await expect(figure(page, 'spot')).toHaveCount(0);
  await expect(figure(page, 'cost')).toHaveText(cost);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
});

test('a pool with a fixed number can be given an autoscaler', async ({ page, server }) => {
  const fixed = SLEEPING.replace(/ {4}autoscale:[\s\S]*?(?= {4}startUp)/, '    replicas: 4\n');
  await openText(page, server.address, 'Sleeping assistant, HPA', fixed);
  await panel(page).getByRole('button', { name: 'Try policies' }).click();
  await settled(page);
  await panel(page).getByRole('button', { name: 'Apply' }).click();
  await expect(page.locator('.cm-content')).toContainText('autoscale: { kind: hpa, min: 1, max: 8, start: 4');
});
