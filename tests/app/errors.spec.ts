import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { enter, expect, type Page, test } from './fixtures.ts';
import { startServer } from './server.ts';

async function openExample(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: /^Open Support assistant/ }).click();
  await expect(page.getByRole('heading', { name: /USD [\d,]+ a month/ })).toBeVisible();
}

/** What a browser says of a host killed while it asks, or loads something; and of its old key at the next one. */
const HOST_GONE =
  /WebSocket|ERR_CONNECTION_(REFUSED|RESET)|ERR_CONTENT_LENGTH_MISMATCH|ERR_EMPTY_RESPONSE|401|403/;

const replicas = (page: Page) => page.getByRole('textbox', { name: /^Replicas/ });

test('a mistake stands at its field once it is entered, and the last figures stay', async ({
  page,
  server,
}) => {
  await openExample(page, server.address);
  await enter(replicas(page), 'two');
  await expect(replicas(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText(/must be a whole number|must be a number/).first()).toBeVisible();
  await expect(page.getByText(/figures of before the last edits/)).toBeVisible();
  await expect(page.getByRole('heading', { name: /129,195 a month/ })).toBeVisible();
  await enter(replicas(page), '2');
  await expect(page.getByText(/figures of before the last edits/)).toBeHidden();
});

test('what only the host can know stands at its field, too', async ({ page, server }) => {
  await openExample(page, server.address);
  await page.getByText('YAML', { exact: true }).first().click();
  await page.locator('.cm-content').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(
    [
      'fleetcast: 1',
      'name: Wrong',
      'horizon: { start: 2026-01-05, days: 1 }',
      'workloads: [{ id: w, arrivals: { trace: /etc/passwd, format: csv, columns: { arrivalSeconds: a, promptTokens: b, outputTokens: c } }, target: p }]',
      'pools: [{ id: p, model: llama-3.1-8x, accelerator: l4-24gb }]',
    ].join('\n'),
  );
  await expect(page.getByText(/nobody chose it/).first()).toBeVisible();
  await expect(page.getByText(/llama-3\.1-8b/).first()).toBeVisible();
});

test('a host that is gone is said, what is seen stays, and its return is noticed', async ({
  page,
  server,
  faults,
}) => {
  faults.allow(HOST_GONE);
  await openExample(page, server.address);
  server.process.kill('SIGKILL');
  await expect(page.getByText('Fleetcast does not answer')).toBeVisible();
  await expect(page.getByRole('heading', { name: /129,195 a month/ })).toBeVisible();
});

test('a run that was killed with its host is offered for resuming, and ends', async ({
  page,
  server,
  faults,
}) => {
  faults.allow(HOST_GONE);
  await openExample(page, server.address);
  await page.keyboard.press('F5');
  await expect(page.getByText(/Simulating every request: ([5-9]|[1-9]\d)%/)).toBeVisible();
  server.process.kill('SIGKILL');
  await expect(page.getByText('Fleetcast does not answer')).toBeVisible();
  const again = await startServer(server.dataDirectory);
  try {
    await page.evaluate(() => sessionStorage.clear());
    await page.goto(again.address);
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect(page.getByText(/Simulated in full: [\d,]+ requests/)).toBeVisible();
  } finally {
    await again.stop();
  }
});

test('a damaged database: the app works, and says that nothing is kept', async ({ page, server, faults }) => {
  // Of its end, while the page still looks for it.
  faults.allow(/WebSocket|ERR_CONNECTION_REFUSED/);
  const data = join(server.dataDirectory, 'damaged');
  mkdirSync(data);
  writeFileSync(join(data, 'fleetcast.sqlite'), 'no database');
  const damaged = await startServer(data);
  try {
    await page.goto(damaged.address);
    await expect(page.getByText('Nothing is kept this time')).toBeVisible();
    await expect(page.getByText(/USD [\d,]+ a month/).first()).toBeVisible();
  } finally {
    await damaged.stop();
  }
});

test('without the key there is a sentence that says where it is', async ({ page, server, faults }) => {
  faults.allow(/401/);
  await page.goto(server.address.replace(/\?.*/, ''));
  await expect(page.getByText(/Open the address that Fleetcast printed last in the terminal/)).toBeVisible();
});
