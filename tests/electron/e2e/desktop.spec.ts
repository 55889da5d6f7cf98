import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { exportComparison } from '../../app/exportComparison.ts';
import { countClicks } from '../../app/fixtures.ts';
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
  await expect(page.getByRole('main')).toContainText('Support assistant');
});

test('an exported comparison is three clicks from the start', async () => {
  const filePath = join(data.path, 'comparison.html');
  // The system's own dialog is no page: the person answers it here.
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, filePath);
  await page.getByRole('tab', { name: 'Home' }).click();
  const clicks = await countClicks(page);
  await page.reload();
  await exportComparison(page);
  await expect.poll(() => existsSync(filePath)).toBe(true);
  expect(readFileSync(filePath, 'utf8').includes('Support assistant on H100, 1 replica')).toBe(true);
  expect(clicks()).toBeGreaterThan(0);
  expect(clicks()).toBeLessThanOrEqual(3);
});

test('keeps where its window was', async () => {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => existsSync(join(data.path, 'desktop', 'window.json'))).toBe(true);
});
