// `npm run screenshots`: the pictures of docs/images, taken of a new server with full results.
import { globSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { findChromium } from '../tooling/findChromium.ts';
import { makeDataDirectory, startServer } from './server.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const IMAGES = join(ROOT, 'docs', 'images');
const THEMES = ['light', 'dark'] as const;
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];
/** How many come with Fleetcast; Home shows them all. */
const EXAMPLES = globSync('scenarios/*.yaml', { cwd: ROOT }).length;
const RUN_MS = 120_000;

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

/** Runs every example in full, and the variant that the first is compared with: their results are kept. */
async function simulateInFull(chrome: Browser): Promise<void> {
  const page = await chrome.newPage();
  await page.goto(server.address);
  const opens = page.getByRole('button', { name: /^Open .+/ });
  for (let example = 0; example < EXAMPLES; example++) {
    // They come one by one, and the large ones first whenever they come.
    await opens.nth(EXAMPLES - 1).waitFor();
    await opens.nth(example).click();
    await page.getByText('Demand, capacity').first().waitFor();
    await page.keyboard.press('F5');
    await untilExact(page);
    await page.getByRole('tab', { name: 'Home' }).click();
  }
  await page.getByRole('button', { name: /^Compare Support assistant/ }).click();
  await page.getByText('Cost against latency').first().waitFor();
  await page.getByRole('button', { name: 'Run all in full' }).click();
  await untilExact(page);
  await page.close();
}

/** Waits until there is an answer, nothing runs, and no figure is an estimate. */
async function untilExact(page: Page): Promise<void> {
  const isExact = () => {
    const text = document.querySelector('main')?.innerText ?? '';
    return text.includes('USD') && !/≈|Simulating/.test(text);
  };
  await page.waitForFunction(isExact, undefined, { timeout: RUN_MS });
}

async function takePictures(
  chrome: Browser,
  colorScheme: (typeof THEMES)[number],
  viewport: (typeof SIZES)[number],
): Promise<void> {
  const context = await chrome.newContext({ colorScheme, viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(server.address);
  await page
    .getByRole('button', { name: /^Open .+/ })
    .nth(EXAMPLES - 1)
    .waitFor();
  await take(page, 'home');
  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.locator('.js-plotly-plot .main-svg').first().waitFor();
  await take(page, 'compare');
  await page.getByRole('tab', { name: 'Home' }).click();
  await page.getByRole('button', { name: /^Open Support assistant/ }).click();
  await page.locator('.js-plotly-plot .main-svg').first().waitFor();
  await take(page, 'model');
  await page.getByRole('tab', { name: 'Home' }).click();
  await page.getByRole('button', { name: /^Plan commitments for / }).click();
  await page.locator('.js-plotly-plot .main-svg').first().waitFor({ timeout: RUN_MS });
  await take(page, 'decide');
  await context.close();

  async function take(shown: Page, screen: string): Promise<void> {
    const { width, height } = viewport;
    await untilExact(shown);
    // Off whatever was pressed, which would say its hint.
    await shown.mouse.move(width / 2, 1);
    // Fonts and charts have been laid out once the page had two frames with nothing to do.
    await shown.evaluate(
      () => new Promise((done) => requestIdleCallback(() => requestAnimationFrame(() => done(undefined)))),
    );
    await shown.screenshot({ path: join(IMAGES, `${screen}-${colorScheme}-${width}x${height}.png`) });
  }
}
