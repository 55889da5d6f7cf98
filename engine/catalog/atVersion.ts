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

/** What `ofVersion` needs to know of a generation. */
interface ReleasedGeneration {
  readonly from: string;
  readonly released?: string | undefined;
  readonly unversioned?: true | undefined;
}

/**
 * `atVersion`, but for versions told by a month or day (`2024-11`, `nightly-dev-20260216`) the last that was out, and
 * where no version is told (an empty one) the generation that says so of itself, if one does.
 */
export function ofVersion<Generation extends ReleasedGeneration>(
  generations: readonly [Generation, ...Generation[]],
  version: string,
): Generation {
  const untold = version === '' ? generations.find(({ unversioned }) => unversioned) : undefined;
  if (untold !== undefined) return untold;
  const [, year, month] = /(?:^|-)(20\d\d)-?(0[1-9]|1[0-2])/.exec(version) ?? [];
  if (year === undefined) return atVersion(generations, version);
  const isOut = ({ released }: Generation) => released === undefined || released <= `${year}-${month}`;
  return generations.findLast(isOut) ?? generations[0];
}
