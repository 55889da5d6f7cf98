import { duration, grouped, percent } from '../../../engine/finance/plainText.ts';
import type { Forecast } from '../../../engine/forecast.ts';
import type { SimulationSpec, TraceArrivalSpec, WorkloadSpec } from '../../../engine/scenario/spec.ts';
import { expectedArrivals } from '../../../engine/workload/expectedArrivals.ts';
import { each } from './each.ts';

const HOUR = 3600;
const DAY = 86_400;
/** Hours are looked at one by one up to here; of longer horizons, those at the end, where growth has brought most. */
const MOST_HOURS = 8784;

/** How many requests arrive: their mean rate and that of the busiest hour, by workload. */
export function demandText(spec: SimulationSpec): string {
  const text = each(
    spec.workloads,
    ({ id }) => id,
    (workload) => workloadDemand(spec, workload),
  );
  const isOfRates = spec.workloads.some(({ arrivals }) => arrivals.kind === 'synthetic');
  return `${isOfRates ? 'Requests on average (in the busiest hour): ' : ''}${text}.`;
}

/** Requests a second of all workloads: mean of the horizon, or of a trace while it lasts. */
function meanRate(spec: SimulationSpec): number {
  const seconds = spec.hours * HOUR;
  return spec.workloads.reduce(
    (sum, { arrivals }) =>
      sum +
      (arrivals.kind === 'trace'
        ? traceRate(arrivals)
        : expectedArrivals(spec, arrivals, 0, seconds) / seconds),
    0,
  );
}

function traceRate({ summary, rateScale }: TraceArrivalSpec): number {
  const { rows, firstSeconds, lastSeconds } = summary;
  return rows / Math.max(1, (lastSeconds - firstSeconds) / rateScale);
}

/** What the figures of a run stand for. */
export function horizonText({ horizon, replications }: Pick<Forecast, 'horizon' | 'replications'>): string {
  const means = replications === 1 ? '' : `; means of ${grouped(replications)} simulated replications`;
  return `${hoursText(horizon.hours)} from ${horizon.start}, UTC${means}`;
}

/** So many times the demand in figures: requests a second, at once where all of them are batches, items where all are jobs. */
export function demandTimes(spec: SimulationSpec, factor: number): string {
  const counts = spec.workloads.map(({ arrivals }) =>
    arrivals.kind === 'batch' ? arrivals.count : undefined,
  );
  if (counts.every((count) => count !== undefined))
    return `${grouped(Math.round(factor * counts.reduce((sum, count) => sum + count, 0)))} requests at once`;
  const items = spec.workloads.map(({ arrivals }) => (arrivals.kind === 'job' ? arrivals.items : undefined));
  if (items.every((count) => count !== undefined))
    return `${grouped(Math.round(factor * items.reduce((sum, count) => sum + count, 0)))} items${items.length === 1 ? ' a run' : ', a run of each job'}`;
  return `${rateText(factor * meanRate(spec))} requests a second on average`;
}

/** A span of hours, as in `1 hour`, `168 hours (7 days)`. */
export function hoursText(hours: number): string {
  const days = hours / 24;
  return `${grouped(hours)} ${hours === 1 ? 'hour' : 'hours'}${Number.isInteger(days) && days > 1 ? ` (${grouped(days)} days)` : ''}`;
}

/** A rate with three digits that say something. */
function rateText(rate: number): string {
  if (rate === 0) return '0';
  return grouped(rate, rate >= 100 ? 0 : Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(rate)))));
}

function workloadDemand(spec: SimulationSpec, { arrivals }: WorkloadSpec): string {
  if (arrivals.kind === 'batch') {
    const { count, atSeconds, everyDays } = arrivals;
    const often = everyDays === 1 ? 'every day' : `every ${grouped(everyDays)} days`;
    return `${grouped(count)} requests at once at ${clock(atSeconds)} UTC ${often}`;
  }
  if (arrivals.kind === 'job') {
    const { items, firstSecond, everySeconds } = arrivals;
    const often =
      everySeconds === undefined
        ? 'once'
        : everySeconds === DAY
          ? 'every day'
          : `every ${grouped(everySeconds / DAY)} days`;
    return `a job of ${grouped(items)} items at ${clock(firstSecond)} UTC ${often}`;
  }
  const seconds = spec.hours * HOUR;
  const mean = expectedArrivals(spec, arrivals, 0, seconds) / seconds;
  if (arrivals.kind === 'trace') {
    const { rows, firstSeconds, lastSeconds } = arrivals.summary;
    const span = (lastSeconds - firstSeconds) / arrivals.rateScale;
    return `${grouped(rows)} requests of a recorded trace over ${duration(span)}${arrivals.repeat ? ', over and over' : ''}, ${rateText(traceRate(arrivals))} a second`;
  }
  const first = Math.max(0, spec.hours - MOST_HOURS);
  let peak = 0;
  for (let hour = first; hour < spec.hours; hour++)
    peak = Math.max(peak, expectedArrivals(spec, arrivals, hour * HOUR, (hour + 1) * HOUR) / HOUR);
  const growth = arrivals.rate.growthPerMonth;
  return (
    `${rateText(mean)} a second` +
    (peak > 1.005 * mean ? ` (${rateText(peak)})` : ' in every hour') +
    (growth === 0 ? '' : `, ${growth > 0 ? 'growing' : 'shrinking'} by ${percent(Math.abs(growth))} a month`)
  );
}

function clock(atSeconds: number): string {
  return new Date((atSeconds % DAY) * 1000).toISOString().slice(11, 16);
}
