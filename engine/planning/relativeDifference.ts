import type { Forecast } from '../forecast.ts';

/** What a figure is measured against. */
export type ScaledForecast = Pick<Forecast, 'slo' | 'latencySeconds' | 'requests' | 'cost'>;

/** Durations are shown to hundredths of a millisecond: below ten of them, a share would be of rounding. */
const LEAST_SECONDS = 1e-4;
/** A baseline below this share of the other value, or of what the metric is measured against, is almost nothing. */
const ALMOST_NOTHING = {
  ofTheOther: 0.05,
  ofTheScale: 0.01,
  ofTheLimit: 0.001,
  ofTheRequests: 0.001,
} as const;

/**
 * A difference as a share of the baseline, or null where that says nothing: there is no baseline, or it is almost nothing.
 * That is so where it is less than a twentieth of the other value (the two values say more than +2,000 %), less than what
 * the metric is exact to, or nothing beside what it is a part of: a queue time beside the time to first token, a latency beside
 * its limit, rejections and preemptions beside the requests, idle cost beside the cost.
 */
export function relativeDifference(
  metric: string,
  from: number | null,
  to: number | null,
  forecasts: readonly ScaledForecast[],
): number | null {
  if (from === null || to === null || from === 0) return null;
  const size = Math.abs(from);
  if (size < ALMOST_NOTHING.ofTheOther * Math.abs(to)) return null;
  return size < leastBaseline(metric, forecasts) ? null : (to - from) / from;
}

/** A baseline has to be so much to have a share. */
function leastBaseline(metric: string, forecasts: readonly ScaledForecast[]): number {
  const [kind, name] = metric.split('.');
  const most = (values: readonly (number | null)[]): number =>
    Math.max(0, ...values.filter((v) => v !== null));
  if (kind === 'latencySeconds') {
    const limits = forecasts.flatMap(({ slo }) =>
      slo.flatMap((level) =>
        level.limits.filter(({ latency }) => latency === name).map(({ seconds }) => seconds),
      ),
    );
    const ofLimit = limits.length === 0 ? 0 : ALMOST_NOTHING.ofTheLimit * Math.min(...limits);
    const whole = name === 'queue' ? most(forecasts.map(({ latencySeconds }) => latencySeconds.ttft.p95)) : 0;
    return Math.max(LEAST_SECONDS, ofLimit, ALMOST_NOTHING.ofTheScale * whole);
  }
  if (metric === 'requests.rejected' || metric.endsWith('.preemptions')) {
    return ALMOST_NOTHING.ofTheRequests * most(forecasts.map(({ requests }) => requests.arrived));
  }
  if (metric === 'cost.idle')
    return ALMOST_NOTHING.ofTheScale * most(forecasts.map(({ cost }) => cost.total));
  if (metric.endsWith('.attained') || metric.endsWith('Share')) return ALMOST_NOTHING.ofTheScale;
  return 0;
}
