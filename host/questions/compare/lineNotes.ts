import type { CompareLine } from './compareResult.ts';

/** So many sentences stand beneath a table; the others are counted. */
const MOST_NOTES = 6;

/** What of their traces is not simulated: once where it is so of every line, else with the line’s name. */
export function lineNotes(lines: readonly Pick<CompareLine, 'label' | 'notes'>[]): readonly string[] {
  const told = new Map<string, string[]>();
  for (const { label, notes = [] } of lines) {
    for (const note of notes) told.set(note, [...(told.get(note) ?? []), label]);
  }
  const sentences = [...told].map(([note, labels]) =>
    labels.length === lines.length ? `Trace of ${note}` : `${labels.join(', ')}: trace of ${note}`,
  );
  const left = sentences.length - MOST_NOTES;
  return left <= 0
    ? sentences
    : [...sentences.slice(0, MOST_NOTES), `${left} more such sentences are in the JSON.`];
}
