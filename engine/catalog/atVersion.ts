import { coerce, compare } from 'semver';

/**
 * The generation that a version belongs to: of `generations`, oldest first, the last whose `from` is not after it.
 * A version that is not told, or that is no number (`nightly`), is the newest; one older than all is the oldest.
 */
export function atVersion<Generation extends { readonly from: string }>(
  generations: readonly [Generation, ...Generation[]],
  version: string,
): Generation {
  const wanted = coerce(version);
  const newest = generations[generations.length - 1];
  if (wanted === null) return newest;
  const isPast = ({ from }: Generation) => compare(coerce(from) ?? '0.0.0', wanted) <= 0;
  return generations.findLast(isPast) ?? generations[0];
}
