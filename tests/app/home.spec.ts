import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from './fixtures.ts';

const EXAMPLES = globSync('scenarios/*.yaml', { cwd: join(import.meta.dirname, '..', '..') }).length;

/** What is known of the buttons of cards: how many there were to be pressed, and where one moved to. */
interface Watched {
  buttons: number;
  readonly moves: string[];
}

/** Looks, in every frame that is shown, whether a button that can be pressed is where it was. */
function watchMoves(): void {
  const places = new Map<Element, string>();
  const watched: Watched = { buttons: 0, moves: [] };
  const look = (): void => {
    for (const button of document.querySelectorAll('article button:enabled')) {
      const { x, y } = button.getBoundingClientRect();
      const place = `${Math.round(x + scrollX)}, ${Math.round(y + scrollY)}`;
      const before = places.get(button);
      if (before !== undefined && before !== place) {
        watched.moves.push(`${button.getAttribute('aria-label')}: ${before} → ${place}`);
      }
      places.set(button, place);
    }
    watched.buttons = places.size;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  Object.assign(window, { fleetcastWatched: watched });
}

const watchedOf = (page: Page): Promise<Watched> =>
  page.evaluate(() => (window as unknown as { fleetcastWatched: Watched }).fleetcastWatched);

// A press that begins on a button and ends beside it, as that has moved meanwhile, does nothing.
for (const width of [1920, 1280, 900, 390]) {
  test(`answers that come move nothing that can be pressed, at ${width} px`, async ({ page, server }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.addInitScript(watchMoves);
    await page.goto(server.address);
    // The last answer is there.
    await expect(page.locator('article dl')).toHaveCount(EXAMPLES);
    expect(await watchedOf(page)).toEqual({ buttons: 2 * EXAMPLES, moves: [] });
  });
}
