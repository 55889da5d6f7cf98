import type { Forecast } from '../forecast.ts';

/** What a deployment is asked: its service levels, and to keep up with its demand. */
type Asked = Pick<Forecast, 'slo' | 'overloaded' | 'givenUp'>;

/**
 * Whether a deployment keeps what it promises: every service level that was judged, and its load. An overloaded one
 * never does, whatever its horizon shows. Null where nothing was asked of it, or nothing could be judged.
 */
export function keepsPromise({ slo, overloaded, givenUp }: Asked): boolean | null {
  if (overloaded || givenUp !== undefined) return false;
  const judged = slo.filter(({ met }) => met !== null);
  return judged.length === 0 ? null : judged.every(({ met }) => met === true);
}

/**
 * By how much more than asked the service level with the least room is kept, as a share of requests (0.02: two points
 * of a hundred); negative where it is missed, null where none was judged.
 */
export function promiseMargin({ slo }: Pick<Forecast, 'slo'>): number | null {
  const margins = slo.flatMap(({ attained, percentile }) =>
    attained === null ? [] : [attained - percentile],
  );
  return margins.length === 0 ? null : Math.min(...margins);
}
