import { expect } from 'vitest';
import { ANSWER_FACTS, ANSWER_HEADINGS } from '../../host/report/answerPage.ts';

/** What a page says below each of its headings, and beside each label of what it rests on; as text. */
export function saidOn(page: string): {
  readonly headings: Map<string, string>;
  readonly facts: Map<string, string>;
} {
  const main = page.slice(page.indexOf('<main'), page.indexOf('</main>'));
  const sections = main.split('<section><h2>').slice(1);
  const headings = new Map(
    sections.map((section) => {
      const [heading, content] = section.split('</h2>');
      return [heading, textOf(content.split('</section>')[0])] as const;
    }),
  );
  const facts = new Map(
    [...main.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(
      ([, label, text]) => [textOf(label), textOf(text)] as const,
    ),
  );
  return { headings, facts };
}

/** Fails unless every heading and every label of a page for management is answered with a figure, and the page says `words`. */
export function expectAnswered(page: string, words: readonly string[]): void {
  const { headings, facts } = saidOn(page);
  expect([...headings.keys()]).toEqual(Object.values(ANSWER_HEADINGS));
  expect([...facts.keys()]).toEqual(Object.values(ANSWER_FACTS));
  for (const [heading, text] of headings) expect(text, heading).toMatch(/\d/);
  for (const [label, text] of facts) {
    expect(text.length, label).toBeGreaterThan(15);
    // Step times of one’s own are of no engine, and what is left out is a list.
    if (label !== ANSWER_FACTS.engine && label !== ANSWER_FACTS.excluded) expect(text, label).toMatch(/\d/);
  }
  const all = textOf(page.slice(page.indexOf('<main')));
  for (const word of words) expect(all).toContain(word);
  expect(all).not.toMatch(/undefined|NaN|Infinity|\[object/);
  expect(page).not.toContain('<script');
}

function textOf(markup: string): string {
  return markup
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/\s+/g, ' ')
    .trim();
}
