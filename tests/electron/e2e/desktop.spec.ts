import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { makeDataDirectory } from '../../app/server.ts';
import { runTool } from '../../tooling/runTool.ts';
import { electronRuntime } from './electronRuntime.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const runtime = electronRuntime(ROOT);
test.skip('missing' in runtime, 'missing' in runtime ? runtime.missing : '');

let data: ReturnType<typeof makeDataDirectory>;
let app: ElectronApplication;
let page: Page;

test.beforeAll(async () => {
  if ('missing' in runtime) return;
  const { status, output } = runTool('npm', ['run', '--silent', 'build:desktop']);
  expect(status, output).toBe(0);
  data = makeDataDirectory();
  app = await _electron.launch({
    executablePath: runtime.executable,
    args: [ROOT],
    cwd: ROOT,
    env: { ...(process.env as Record<string, string>), FLEETCAST_DATA: data.path },
  });
  page = await app.firstWindow();
});
test.afterAll(async () => {
  await app?.close();
  data?.remove();
});

test('shows our page, and lets nothing of Node into it', async () => {
  expect(page.url()).toBe('app://fleetcast/index.html');
  const kinds = await page.evaluate(() => {
    const names = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'];
    return names.map((name) => typeof (globalThis as Record<string, unknown>)[name]);
  });
  expect(kinds).toEqual(kinds.map(() => 'undefined'));
});

test('lets no request out, and no page or window in', async () => {
  const [https, neighbour, opened] = await page.evaluate(async () => [
    await fetch('https://example.com/').then(
      () => 'answered',
      () => 'refused',
    ),
    await fetch('app://elsewhere/index.html').then(
      () => 'answered',
      () => 'refused',
    ),
    window.open('https://example.com/') === null ? 'refused' : 'opened',
  ]);
  expect([https, neighbour, opened]).toEqual(['refused', 'refused', 'refused']);
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  expect(page.url()).toBe('app://fleetcast/index.html');
});

test('reaches the host: Home shows the examples', async () => {
  await expect(page.getByRole('main')).toContainText('Support assistant', { timeout: 30_000 });
});

test('keeps where its window was', async () => {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => existsSync(join(data.path, 'desktop', 'window.json'))).toBe(true);
});
