import type { JobFigures } from '../finance/fleets/jobFigures.ts';
import type { Forecast } from '../forecast.ts';

/** What a deployment is asked: its service levels, its jobs to be done in time, and to keep up with its demand. */
type Asked = Pick<Forecast, 'slo' | 'overloaded' | 'givenUp' | 'jobs'>;

/**
 * Whether a deployment keeps what it promises: every service level that was judged, its jobs and its load. An overloaded one
 * never does, whatever its horizon shows; nor one that leaves items of a job undone, be it for the job's own cap. Null where nothing was asked of it, or nothing could be judged.
 */
export function keepsPromise({ slo, overloaded, givenUp, jobs = [] }: Asked): boolean | null {
  if (overloaded || givenUp !== undefined) return false;
  const judged = [...slo.map(({ met }) => met), ...jobs.map(jobInTime)].filter((met) => met !== null);
  return judged.length === 0 ? null : judged.every((met) => met);
}

/** Whether all of a job is done, by its deadline if it has one. Null where nothing says when. */
export function jobInTime({ runs, items, done, deadline }: JobFigures): boolean | null {
  if (runs === 0) return null;
  if (done < items) return false;
  return deadline === null ? null : deadline.lateRuns === 0;
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
