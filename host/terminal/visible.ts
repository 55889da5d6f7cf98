/**
 * What a terminal acts on or nobody sees: control characters, separators of lines, marks that turn the direction of writing,
 * tags, halves of characters.
 */
const UNSEEN = String.raw`[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029\ufeff\u{e0000}-\u{e007f}]`;
const EVERY = new RegExp(UNSEEN, 'gu');
/** Our own: line breaks and the colours of picocolors. */
const OURS = new RegExp(String.raw`(\n|\u001b\[[\d;]*m)|${UNSEEN}`, 'gu');
const IN_LINES = new RegExp(String.raw`([\n\t])|${UNSEEN}`, 'gu');

/** A name, a cell, a message: what is not seen in it stands as it is written in JSON (`\u001b`), line breaks too. */
export function visible(text: string): string {
  return text.replace(EVERY, escaped);
}

/** The same of a text that may have lines and tabs of its own. */
export function visibleLines(text: string): string {
  return text.replace(IN_LINES, (character, kept?: string) => kept ?? escaped(character));
}

/** The same of what we have laid out ourselves, in lines and colours. */
export function visibleLayout(text: string): string {
  return text.replace(OURS, (character, kept?: string) => kept ?? escaped(character));
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
  ).join('');
}
