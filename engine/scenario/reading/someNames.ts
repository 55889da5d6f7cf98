import { listed } from './listed.ts';

/**
 * Names in a sentence, as in `A, B and C`, those to name first before the others; of more than `most` the others are
 * counted: `A, B, C and 5 others`.
 */
export function someNames(names: readonly string[], most = 3): string {
  const others = names.length - most;
  if (others <= 0) return listed(names, 'and');
  return `${names.slice(0, most).join(', ')} and ${others} ${others === 1 ? 'other' : 'others'}`;
}
