import { expect, type Page, test } from './fixtures.ts';

const field = (page: Page, name: string) => page.getByLabel(new RegExp(`^${name}( \\(changed\\))?$`));

test('a new scenario says what binds; an encoder in it is asked for no output and has no figures of any', async ({
  page,
  server,
}) => {
  await page.goto(server.address);
  await page.getByRole('button', { name: 'New scenario' }).first().click();
  const panel = page.getByRole('main');
  // Its KV cache is full at some moment, and requests give way.
  await expect(panel.getByText(/^KV cache memory binds: .*preemptions.*at most 100% full/)).toBeVisible();
  await expect(panel.getByText(/Nothing binds/)).toHaveCount(0);
  await expect(panel.getByText('time with a request in hand: one is enough')).toBeVisible();

  await page
    .getByRole('button', { name: /^Workload/ })
    .first()
    .click();
  await expect(field(page, 'Output tokens')).toBeVisible();
  await field(page, 'Model').first().click();
  await field(page, 'Model').first().fill('bge-m3');
  await page.getByRole('option', { name: 'bge-m3' }).first().click();
  await expect(panel.getByText('Time to vector, p95')).toBeVisible();
  await expect(field(page, 'Output tokens')).toHaveCount(0);
  for (const none of ['TPOT, p95', 'TTFT, p95', 'Per million output tokens', 'Headroom, KV cache'])
    await expect(panel.getByText(none)).toHaveCount(0);
  await expect(
    panel.getByText(/is an encoder: it gives back a vector and generates no tokens/),
  ).toBeVisible();
});
