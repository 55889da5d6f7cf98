import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderAnswer } from '../../host/report/answerHtml.ts';
import { crowdedAnswer } from '../host/crowdedAnswer.ts';
import { expect, type Page, test } from './fixtures.ts';

const ANSWERS = join(import.meta.dirname, '..', '..', 'docs', 'answers');
/** CSS pixels of nine points. */
const NINE_POINTS = 12;

/** Pages of paper that a page prints on, as the browser counts them. */
async function sheets(page: Page, format: 'A4' | 'Letter'): Promise<number> {
  const pdf = (await page.pdf({ format, preferCSSPageSize: true, printBackground: true })).toString('latin1');
  return pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

/** Fails unless what is shown fits one sheet of either paper, can be read on it, and is dark on white. */
async function expectOneSheet(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const { smallest, paper, ink } = await page.evaluate(() => ({
    smallest: Math.min(
      ...[...document.querySelectorAll('main *')]
        .filter(({ childNodes }) => [...childNodes].some(({ nodeType }) => nodeType === Node.TEXT_NODE))
        .map((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
    ),
    paper: getComputedStyle(document.body).backgroundColor,
    ink: getComputedStyle(document.body).color,
  }));
  expect(smallest).toBeGreaterThanOrEqual(NINE_POINTS);
  expect(paper).toBe('rgb(255, 255, 255)');
  expect(ink).toBe('rgb(30, 41, 59)');
  expect(await sheets(page, 'A4')).toBe(1);
  expect(await sheets(page, 'Letter')).toBe(1);
}

test('the page for management of every example is one sheet of paper, also where the screen is dark', async ({
  browser,
}) => {
  const page = await browser.newPage();
  const files = readdirSync(ANSWERS);
  expect(files.length).toBeGreaterThan(6);
  for (const file of files) {
    await page.goto(pathToFileURL(join(ANSWERS, file)).href);
    await test.step(file, () => expectOneSheet(page));
  }
  await page.close();
});

test('a page of which there is more to say than has room is one sheet, too', async ({ browser }) => {
  const page = await browser.newPage();
  const crowded = await crowdedAnswer();
  const { recommendation, risks } = crowded;
  await page.setContent(renderAnswer({ ...crowded, risks: [...risks, ...recommendation, ...risks] }));
  await expectOneSheet(page);
  // What is counted are sheets: of text that is not fitted there are two.
  await page.evaluate(() =>
    document.querySelector('main')?.append(document.querySelector('dl')?.cloneNode(true) ?? ''),
  );
  await page.evaluate(() =>
    document.querySelector('main')?.append(document.querySelector('ul')?.cloneNode(true) ?? ''),
  );
  expect(await sheets(page, 'A4')).toBe(2);
  await page.close();
});
