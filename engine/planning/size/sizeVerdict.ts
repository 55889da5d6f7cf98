import { jobClause } from '../../finance/fleets/jobClause.ts';
import type { JobFigures } from '../../finance/fleets/jobFigures.ts';
import { isMissedByRejections } from '../../finance/serviceLevel.ts';
import { workloadLatencyName } from '../../finance/generation.ts';
import { duration, percent } from '../../finance/plainText.ts';
import type { Forecast } from '../../forecast.ts';
import { jobInTime } from '../promise.ts';

/** Whether a deployment keeps every service level, has its jobs done in time, keeps up, and turns nobody away without having been promised to. */
export function keepsPromises({ overloaded, slo, requests, jobs = [] }: Forecast): boolean {
  if (jobs.some((job) => jobInTime(job) === false)) return false;
  if (overloaded || slo.some(({ met }) => met === false)) return false;
  return slo.length > 0 || requests.rejected === 0;
}

/**
 * How far a deployment is from its promises: the largest share of requests, or of a job's runs or items, that is missing; 0 where it keeps them, 1 where it
 * was given up as overloaded.
 */
export function shortfall({ givenUp, slo, requests, jobs = [] }: Forecast): number {
  if (givenUp !== undefined) return 1;
  const ofJobs = Math.max(0, ...jobs.map(jobShortfall));
  if (slo.length === 0) return Math.max(ofJobs, requests.rejected / Math.max(1, requests.arrived));
  return Math.max(ofJobs, ...slo.map(({ attained, percentile }) => percentile - (attained ?? percentile)));
}

/** Share of runs that are late, or of items that are left. */
function jobShortfall({ runs, items, done, deadline }: JobFigures): number {
  if (runs === 0) return 0;
  return Math.max(1 - done / items, (deadline?.lateRuns ?? 0) / runs);
}

/** What binds a deployment: in a word or two, and as a sentence with the figures. */
export interface Binding {
  readonly short: string;
  readonly sentence: string;
}

/** What a deployment that does not keep its promises is short of; its sentence goes on from another. */
export function whatBinds(forecast: Forecast): Binding {
  const { overloaded, slo, requests, bottleneck, jobs = [] } = forecast;
  const turnedAway = {
    short: 'refused requests',
    sentence: `${percent(requests.rejected / Math.max(1, requests.arrived))} of requests are too long and turned away`,
  };
  const capacity = `it cannot keep up (${bottleneck.kind})`;
  const missed = slo
    .filter(({ met }) => met === false)
    .sort((a, b) => (a.attained ?? 0) - (b.attained ?? 0))
    .at(0);
  if (missed === undefined) {
    const late = jobs.find((job) => jobInTime(job) === false);
    if (!overloaded && late !== undefined)
      return { short: `job ${late.id}`, sentence: jobClause(late, forecast.cost.currency) };
    return overloaded ? { short: `capacity (${bottleneck.kind})`, sentence: capacity } : turnedAway;
  }
  if (!overloaded && requests.rejected > 0 && isMissedByRejections(missed)) return turnedAway;
  const worst = [...missed.limits].sort((a, b) => (a.within ?? 1) - (b.within ?? 1)).at(0);
  const name =
    worst === undefined
      ? 'its service level'
      : workloadLatencyName(forecast, missed.workload, worst.latency).short;
  const limit = worst === undefined ? name : `${name} within ${duration(worst.seconds)}`;
  return {
    short: `${overloaded ? 'capacity, ' : ''}${name} of ${missed.workload}`,
    sentence:
      `${missed.workload} keeps ${limit} for ${percent(missed.attained ?? 0)} of requests, ${percent(missed.percentile)} are asked` +
      (overloaded ? `; ${capacity}` : ''),
  };
}
