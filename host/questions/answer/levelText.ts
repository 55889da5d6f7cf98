import type { Forecast } from '../../../engine/forecast.ts';
import { workloadLatencyName } from '../../../engine/finance/generation.ts';
import { duration, percent } from '../../../engine/finance/plainText.ts';
import { isMissedByRejections } from '../../../engine/finance/serviceLevel.ts';
import { jobInTime } from '../../../engine/planning/promise.ts';
import { whatBinds } from '../../../engine/planning/size/sizeVerdict.ts';
import type { SimulationSpec } from '../../../engine/scenario/spec.ts';
import { deadlinesText } from './jobText.ts';
import { each } from './each.ts';

type Level = Forecast['slo'][number];

/** The promises of a scenario, by workload. */
export function levelsText({ workloads }: SimulationSpec, forecast: Forecast): string {
  const { slo } = forecast;
  const deadlines = deadlinesText({ workloads });
  const asked = workloads.filter(({ arrivals }) => arrivals.kind !== 'job').length;
  // Of a job nobody asks how quick an answer is.
  const isDated = workloads.some(
    ({ arrivals }) => arrivals.kind === 'job' && arrivals.deadlineSeconds !== undefined,
  );
  if (asked === 0 && isDated) return deadlines.trimStart();
  if (slo.length === 0) return `0 are set: nothing says how quick an answer must be.${deadlines}`;
  const without = asked - slo.length;
  const levels = each(
    slo,
    ({ workload }) => workload,
    ({ workload, percentile, limits }) =>
      `${percent(percentile)} of requests with ${limits.map(({ latency, seconds }) => `${workloadLatencyName(forecast, workload, latency).long} up to ${duration(seconds)}`).join(' and ')}`,
  );
  return `${levels}${without > 0 ? `; ${without} of ${asked} workloads ${without === 1 ? 'has' : 'have'} none` : ''}.${deadlines}`;
}

/** The service level with the least room; undefined where none was judged. */
export function closestLevel({ slo }: Forecast): (Level & { readonly attained: number }) | undefined {
  return slo
    .flatMap((level) => (level.attained === null ? [] : [{ ...level, attained: level.attained }]))
    .sort((a, b) => a.attained - a.percentile - (b.attained - b.percentile))
    .at(0);
}

/** Whether the closest service level is broken half as often as it may be at most; true where none was judged. */
export function hasRoom(forecast: Forecast): boolean {
  const closest = closestLevel(forecast);
  return closest === undefined || 1 - closest.attained <= (1 - closest.percentile) / 2;
}

/** What there is to say of the levels of one that keeps them, to stand in a cell or a sentence. */
export function keptText(forecast: Forecast): string {
  const late = forecast.jobs?.find((job) => jobInTime(job) === false);
  if (late !== undefined && forecast.slo.every(({ met }) => met !== false))
    return `job ${late.id} is late or not done`;
  const closest = closestLevel(forecast);
  if (closest === undefined && forecast.slo.length === 0 && forecast.jobs !== undefined)
    return 'jobs in time';
  if (closest === undefined) return forecast.slo.length === 0 ? 'none is set' : 'none was judged';
  return `${percent(closest.attained)} of ${closest.workload}, ${percent(closest.percentile)} asked`;
}

/** What is not kept, in words that need no key; a sentence goes on with it. */
export function missedText(forecast: Forecast): string {
  const { givenUp, slo, overloaded, bottleneck, requests } = forecast;
  if (givenUp !== undefined) return `pool ${givenUp.pool} cannot keep up, and its queue grows without end`;
  const missed = slo
    .filter(({ met }) => met === false)
    .sort((a, b) => (a.attained ?? 0) - a.percentile - ((b.attained ?? 0) - b.percentile))
    .at(0);
  if (missed === undefined || (requests.rejected > 0 && isMissedByRejections(missed)))
    return overloaded && bottleneck.pool !== null
      ? `pool ${bottleneck.pool} cannot keep up`
      : whatBinds(forecast).sentence;
  const worst = [...missed.limits].sort((a, b) => (a.within ?? 1) - (b.within ?? 1)).at(0);
  const limit =
    worst === undefined
      ? 'their limits'
      : `their ${workloadLatencyName(forecast, missed.workload, worst.latency).long} within ${duration(worst.seconds)}`;
  return `only ${percent(missed.attained ?? 0)} of ${missed.workload} requests have ${limit}${missed.limits.length > 1 ? ' and the other limits' : ''}, ${percent(missed.percentile)} are asked`;
}
