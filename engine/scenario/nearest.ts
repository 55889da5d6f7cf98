import { distance } from 'fastest-levenshtein';

/** The candidate most like `name` (a few letters wrong, or one within the other), if any is alike at all. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const within = wanted.length > 2 && (other.includes(wanted) || wanted.includes(other));
    const apart = within ? Math.min(2, distance(wanted, other)) : distance(wanted, other);
    if (apart < least && apart <= Math.max(2, Math.floor(candidate.length * 0.4))) {
      least = apart;
      best = candidate;
    }
  }
  return best;
}

/** How a suggestion of one name begins. */
export const DID_YOU_MEAN = 'did you mean';

/** “did you mean …?”, or the list of what there is. */
export function suggestFrom(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates);
  if (near !== undefined) return `${DID_YOU_MEAN} ${near}?`;
  return candidates.length === 0 ? 'there are none' : `there are: ${candidates.join(', ')}`;
}
