/** So many names stand in a sentence; the others are counted. */
const MOST_NAMES = 3;

/** Names in a sentence, those to name first before the others: `A, B, C and 5 others`. */
export function someNames(names: readonly string[]): string {
  const others = names.length - MOST_NAMES;
  if (others <= 0) return names.join(', ');
  return `${names.slice(0, MOST_NAMES).join(', ')} and ${others} ${others === 1 ? 'other' : 'others'}`;
}
