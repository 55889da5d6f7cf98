import { isMissedByRejections } from '../../finance/serviceLevel.ts';
import { workloadLatencyName } from '../../finance/generation.ts';
import { duration, percent } from '../../finance/plainText.ts';
import type { Forecast } from '../../forecast.ts';

/** Whether a deployment keeps every service level, keeps up, and turns nobody away without having been promised to. */
export function keepsPromises({ overloaded, slo, requests }: Forecast): boolean {
  if (overloaded || slo.some(({ met }) => met === false)) return false;
  return slo.length > 0 || requests.rejected === 0;
}

/**
 * How far a deployment is from its promises: the largest share of requests that is missing; 0 where it keeps them, 1 where it
 * was given up as overloaded.
 */
export function shortfall({ givenUp, slo, requests }: Forecast): number {
  if (givenUp !== undefined) return 1;
  if (slo.length === 0) return requests.rejected / Math.max(1, requests.arrived);
  return Math.max(0, ...slo.map(({ attained, percentile }) => percentile - (attained ?? percentile)));
}

/** What binds a deployment: in a word or two, and as a sentence with the figures. */
export interface Binding {
  readonly short: string;
  readonly sentence: string;
}

/** What a deployment that does not keep its promises is short of; its sentence goes on from another. */
export function whatBinds(forecast: Forecast): Binding {
  const { overloaded, slo, requests, bottleneck } = forecast;
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
