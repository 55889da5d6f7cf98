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
/** For whatever is waited for: a full run takes minutes on a machine that has much else to do. */
const RUN_MS = 10 * 60_000;
/** What the comparison varies. */
const VARIED = [
  ['Accelerators', 'h100, h200, b200, mi300x'],
  ['GPUs per replica', '4, 8'],
] as const;

/** How each screen is come to, from Home, until it has what it is shown for. */
const SCREENS = {
  home: (page: Page) =>
    page
      .getByRole('button', { name: /^Open .+/ })
      .nth(EXAMPLES - 1)
      .waitFor(),
  compare: async (page: Page) => {
    await page.getByRole('tab', { name: 'Compare' }).click();
    await page.locator('.js-plotly-plot .main-svg').first().waitFor();
  },
  model: async (page: Page) => {
    await page
      .getByRole('button', { name: /^Open Support assistant/ })
      .first()
      .click();
    await page.locator('.js-plotly-plot .main-svg').first().waitFor();
  },
  decide: async (page: Page) => {
    await page.getByRole('button', { name: /^Plan commitments for / }).click();
    // Its figures come after the plan's own charts.
    await page.getByLabel('What this amount comes to').waitFor();
    await page.locator('.js-plotly-plot .main-svg').first().waitFor();
  },
} as const;

mkdirSync(IMAGES, { recursive: true });
const found = findChromium();
if ('missing' in found) throw new Error(found.missing);
const data = makeDataDirectory();
const server = await startServer(data.path);
const browser = await chromium.launch({ executablePath: found.executable });
try {
  await simulateInFull(browser);
  // As it is met: what is compared afterwards would stand on it as one's own.
  await takePictures(browser, ['home']);
  await makeComparison(browser);
  await takePictures(browser, ['compare', 'model', 'decide']);
} finally {
  await browser.close();
  await server.stop();
  data.remove();
}

/** Runs every example in full: their results are kept. */
async function simulateInFull(chrome: Browser): Promise<void> {
  const page = await chrome.newPage();
  page.setDefaultTimeout(RUN_MS);
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
  await page.close();
}

/** Varies the first example, each variant sized to its service levels, and runs them all in full. */
async function makeComparison(chrome: Browser): Promise<void> {
  const page = await chrome.newPage();
  page.setDefaultTimeout(RUN_MS);
  await page.goto(server.address);
  await page
    .getByRole('button', { name: /^Open Support assistant/ })
    .first()
    .click();
  await page.getByRole('tab', { name: 'Home' }).click();
  await page.getByRole('button', { name: 'Compare deployments' }).click();
  const dialog = page.getByRole('dialog');
  for (const [field, text] of VARIED) {
    const entry = dialog.getByRole('combobox', { name: field, exact: true });
    await entry.fill(text);
    await entry.press('Enter');
  }
  await dialog.getByRole('button', { name: /^Make \d+ rows/ }).click();
  await dialog.waitFor({ state: 'hidden' });
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
  await page.waitForFunction(isExact);
}

async function takePictures(chrome: Browser, screens: readonly (keyof typeof SCREENS)[]): Promise<void> {
  for (const colorScheme of THEMES) {
    for (const viewport of SIZES) {
      const context = await chrome.newContext({ colorScheme, viewport, reducedMotion: 'reduce' });
      const page = await context.newPage();
      page.setDefaultTimeout(RUN_MS);
      await page.goto(server.address);
      for (const screen of screens) {
        await page.getByRole('tab', { name: 'Home' }).click();
        await SCREENS[screen](page);
        await take(page, `${screen}-${colorScheme}-${viewport.width}x${viewport.height}.png`);
      }
      await context.close();
    }
  }
}

async function take(page: Page, file: string): Promise<void> {
  await untilExact(page);
  // Off whatever was pressed, which would say its hint.
  await page.mouse.move((page.viewportSize()?.width ?? 0) / 2, 1);
  // Fonts and charts have been laid out once the page had two frames with nothing to do.
  await page.evaluate(
    () => new Promise((done) => requestIdleCallback(() => requestAnimationFrame(() => done(undefined)))),
  );
  await page.screenshot({ path: join(IMAGES, file) });
}
