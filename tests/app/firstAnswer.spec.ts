import { machinePace } from '../tooling/machinePace.ts';
import { expect, test } from './fixtures.ts';
import { makeDataDirectory, startServer } from './server.ts';

const FIRST_ANSWER_MS = 2_000;
/** Time is measured on a machine that has other things to do, too: its pace is taken out, and the best of some first starts counts. */
const ATTEMPTS = 5;

// A trace takes pictures all the time, which slows what is measured.
test.use({ trace: 'off', screenshot: 'off' });

test('the first answer is there two seconds after the server, with nothing stored', async ({ page }) => {
  // The browser's own start is no part of it.
  await page.goto('about:blank');
  const took: number[] = [];
  while (took.length < ATTEMPTS && !took.some((ms) => ms < FIRST_ANSWER_MS)) {
    const data = makeDataDirectory();
    const server = await startServer(data.path);
    const before = machinePace();
    const start = performance.now();
    await page.goto(server.address);
    await page
      .getByText(/USD [\d,.]+ a month/)
      .first()
      .waitFor();
    const wall = performance.now() - start;
    took.push(wall / ((before + machinePace()) / 2));
    await page.goto('about:blank');
    await server.stop();
    data.remove();
  }
  expect(Math.min(...took), took.join(', ')).toBeLessThan(FIRST_ANSWER_MS);
});
