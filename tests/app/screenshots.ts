// `npm run screenshots`: the pictures of docs/images, taken of a new server with full results.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { findChromium } from '../tooling/findChromium.ts';
import { makeDataDirectory, startServer } from './server.ts';

const IMAGES = join(import.meta.dirname, '..', '..', 'docs', 'images');
const THEMES = ['light', 'dark'] as const;
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];
const RUN_MS = 300_000;

mkdirSync(IMAGES, { recursive: true });
const found = findChromium();
if ('missing' in found) throw new Error(found.missing);
const data = makeDataDirectory();
const server = await startServer(data.path);
const browser = await chromium.launch({ executablePath: found.executable });
try {
  await simulateInFull(browser);
  for (const theme of THEMES) for (const size of SIZES) await takePictures(browser, theme, size);
} finally {
  await browser.close();
  await server.stop();
  data.remove();
}

/** Compares the first example with its variant and runs both in full: their results are kept. */
async function simulateInFull(chrome: Browser): Promise<void> {
  const page = await chrome.newPage();
  await page.goto(server.address);
  await page.getByRole('button', { name: /^Compare Support assistant/ }).click();
  await page.getByRole('button', { name: 'Run all in full' }).click();
  await page.getByText('≈').first().waitFor({ state: 'detached', timeout: RUN_MS });
  await page.close();
}

async function takePictures(
  chrome: Browser,
  colorScheme: (typeof THEMES)[number],
  viewport: (typeof SIZES)[number],
): Promise<void> {
  const context = await chrome.newContext({ colorScheme, viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(server.address);
  await page.getByText('Simulating').first().waitFor({ state: 'detached', timeout: RUN_MS });
  await take(page, 'home');
  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.locator('.js-plotly-plot .main-svg').first().waitFor();
  await take(page, 'compare');
  await page.getByRole('tab', { name: 'Home' }).click();
  await page.getByRole('button', { name: /^Open Support assistant/ }).click();
  await page.locator('.js-plotly-plot .main-svg').first().waitFor();
  await take(page, 'model');
  await context.close();

  async function take(shown: Page, screen: string): Promise<void> {
    const { width, height } = viewport;
    // Fonts and charts have been laid out once the page had two frames with nothing to do.
    await shown.evaluate(
      () => new Promise((done) => requestIdleCallback(() => requestAnimationFrame(() => done(undefined)))),
    );
    await shown.screenshot({ path: join(IMAGES, `${screen}-${colorScheme}-${width}x${height}.png`) });
  }
}
