import { pathToFileURL } from 'node:url';
import { openInBrowser } from '../../host/cli/openInBrowser.ts';
import { expect, type Page, test } from './fixtures.ts';

/** The addresses that the window can go back to, this one included. */
async function historyOf(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  return entries.map(({ url }) => url);
}

test('the key of an address goes from address bar and history, and serves once', async ({
  page,
  server,
  browser,
  faults,
}) => {
  faults.allow(/401/);
  const { address } = server;
  await page.goto(address);
  await expect(page.getByRole('tab', { name: 'Home' })).toBeVisible();
  expect(page.url()).toBe(new URL('/', address).href);
  expect((await historyOf(page)).join()).not.toContain('key');
  // In the same browser the address goes on working, with the old key and without.
  await page.goto(address);
  await expect(page.getByRole('tab', { name: 'Home' })).toBeVisible();
  const other = await browser.newPage();
  await other.goto(address);
  await expect(other.getByText(/Each lets one browser in, once/)).toBeVisible();
  expect(server.address).not.toBe(address);
  await other.goto(server.address);
  await expect(other.getByRole('tab', { name: 'Home' })).toBeVisible();
  await other.context().close();
});

test('a browser is led in by a file, and its key leaves no trace', async ({ page, server, faults }) => {
  faults.allow(/left the machine: file:/);
  await openInBrowser(
    () => server.address,
    (path) => page.goto(pathToFileURL(path).href),
  );
  await expect(page.getByRole('tab', { name: 'Home' })).toBeVisible();
  expect(page.url()).toBe(new URL('/', server.address).href);
  expect((await historyOf(page)).join()).not.toContain('key');
});
