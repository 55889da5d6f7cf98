import { distance } from 'fastest-levenshtein';
import { thousands } from './thousands.ts';

/** So many names are listed. */
const MOST_LISTED = 30;

/** Nobody mistypes a longer name; and to compare two takes the product of their lengths. */
const LONGEST_NAME = 1000;

/** The candidate most like `name` (a few letters wrong, or one within the other), if any is alike at all. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const allowed = Math.max(2, Math.floor(candidate.length * 0.4));
    const longer = Math.abs(wanted.length - other.length);
    const within = wanted.length > 2 && (other.includes(wanted) || wanted.includes(other));
    // They are at least as far apart as one is longer; and one that is within the other exactly so far.
    if (!within && longer > allowed) continue;
    const apart = within ? Math.min(2, longer) : distance(wanted, other);
    if (apart < least && apart <= allowed) {
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
  if (candidates.length === 0) return 'there are none';
  const more = candidates.length - MOST_LISTED;
  const listed = candidates.slice(0, MOST_LISTED).join(', ');
  return `there are: ${listed}${more > 0 ? ` and ${thousands(more)} more` : ''}`;
}
