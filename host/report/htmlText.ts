import { visible, visibleLines } from '../terminal/visible.ts';

/** Escapes text for HTML, in elements and in quoted attributes alike; what turns or hides writing is shown. */
export function html(value: string): string {
  return visibleLines(value).replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

/** JSON that may stand in a script element: no `<` can end it or open a comment, and it is the same value. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Chart labels take a little HTML (`<b>`, `<a>`): a name must not. */
export function chartText(value: string): string {
  return visible(value).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
