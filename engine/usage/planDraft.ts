import { ckmeans } from 'simple-statistics';
import type { SimulationSpec } from '../scenario/spec.ts';
import { type ExpectedRequests, planSampledDays, planWindows, type WindowPlan } from './planWindows.ts';

const HOUR = 3600;

/** By how many hours a day may be simulated, each standing for hours of like demand: fewer cost less. */
const HOURS_OF_A_DAY = [12, 8, 6, 4, 3, 2, 1];
/** Whole days of a living pool may take so many times what a draft may: its replicas follow a day, not an hour. */
const PATIENCE_FOR_DAYS = 4;

/** What a draft simulates instead of the whole horizon. */
export interface DraftPlan {
  /** The scenario with as many replications as the draft has. */
  readonly spec: SimulationSpec;
  readonly plans: readonly WindowPlan[];
  /** False where the draft is the whole run. */
  readonly isApproximate: boolean;
}

/**
 * Plans a quick estimate of at most about `mostRequests`, one replication: the whole run where that
 * is small enough, else a day of each kind (weekday, weekend, and days of the same events), whatever
 * the month, and where that is still too much, single hours of these days, `fewestHours` at the least, each
 * standing for hours of like demand. Queues that build up over hours are then not seen; replicas that come and go are drafted
 * by days unless that is far too much, and their hours then warm up as long as days do. A horizon that replays a
 * trace in one piece cannot be cut: undefined where it is too long.
 */
export function planDraft(
  spec: SimulationSpec,
  mostRequests: number,
  warmUpSeconds: number,
  expected: ExpectedRequests,
  fewestHours = 1,
): DraftPlan | undefined {
  const whole = planWindows(spec, warmUpSeconds, expected);
  if (requestsOf(whole) <= mostRequests) return { spec, plans: whole, isApproximate: false };
  if (spec.workloads.some(({ arrivals: { kind } }) => kind === 'trace' || kind === 'job')) return undefined;

  const draft: SimulationSpec = {
    ...spec,
    fidelity: { mode: 'sample', daysPerMonth: 1, replications: 1, windows: 'days' },
  };
  const days = planSampledDays(draft, warmUpSeconds, expected, { apartByMonth: false });
  let plans = days;
  // An hour of a batch job's day would hold the whole batch or nothing of it.
  const canCutDays = spec.workloads.every(({ arrivals }) => arrivals.kind === 'synthetic');
  const isLiving = spec.pools.some(({ living }) => living !== undefined);
  if (isLiving && requestsOf(days) <= PATIENCE_FOR_DAYS * mostRequests) {
    return { spec: draft, plans: days, isApproximate: true };
  }
  const hourWarmUp = isLiving ? warmUpSeconds : warmUpSeconds / 4;
  for (const hours of canCutDays ? HOURS_OF_A_DAY : []) {
    if (requestsOf(plans) <= mostRequests || hours < fewestHours) break;
    plans = days.flatMap((day) => hoursOf(day, hours, hourWarmUp, expected));
  }
  return { spec: draft, plans, isApproximate: true };
}

function requestsOf(plans: readonly WindowPlan[]): number {
  return plans.reduce((sum, { expectedRequests }) => sum + expectedRequests, 0);
}

/** A day's window as so many of its hours, each standing for those of its day whose demand is like its own. */
function hoursOf(
  day: WindowPlan,
  count: number,
  warmUpSeconds: number,
  expected: ExpectedRequests,
): readonly WindowPlan[] {
  const demand = Array.from({ length: day.hours }, (_, hour) => {
    const from = (day.firstHour + hour) * HOUR;
    return expected(from, from + HOUR);
  });
  return alike(demand, Math.min(count, day.hours)).map((hours) => {
    const firstHour = day.firstHour + middling(hours, demand);
    const warmUp = Math.min(warmUpSeconds, firstHour * HOUR);
    const standsForHours = day.standsForHours.flatMap((start) => hours.map((hour) => start + hour));
    return {
      ...day,
      key: `draft, hour ${firstHour}`,
      firstHour,
      hours: 1,
      warmUpSeconds: warmUp,
      standsForHours: standsForHours.sort((a, b) => a - b),
      expectedRequests: expected(firstHour * HOUR - warmUp, (firstHour + 1) * HOUR),
    };
  });
}

/** Hours in so many groups of like demand (natural breaks); groups of equal demand are cut in the order of the day. */
function alike(demand: readonly number[], count: number): readonly (readonly number[])[] {
  // Sums of profiles differ in their last digits.
  const rounded = demand.map((requests) => Number(requests.toPrecision(9)));
  const sorted = demand.map((_, hour) => hour).sort((a, b) => rounded[a] - rounded[b] || a - b);
  const groups: number[][] = [];
  let from = 0;
  for (const { length } of ckmeans(rounded, Math.min(count, new Set(rounded).size))) {
    groups.push(sorted.slice(from, from + length));
    from += length;
  }
  while (groups.length < count) {
    const largest = groups.reduce((most, group, at) => (group.length > groups[most].length ? at : most), 0);
    const group = groups[largest];
    groups.splice(largest, 1, group.slice(0, group.length >> 1), group.slice(group.length >> 1));
  }
  return groups;
}

/** The hour whose demand is nearest to the mean of all; of equals the one nearest to the middle of them. */
function middling(hours: readonly number[], demand: readonly number[]): number {
  const mean = hours.reduce((sum, hour) => sum + demand[hour], 0) / hours.length;
  const middle = hours.length >> 1;
  const off = (at: number) => Number(Math.abs(demand[hours[at]] - mean).toPrecision(6));
  const nearer = (best: number, at: number) =>
    off(at) < off(best) || (off(at) === off(best) && Math.abs(at - middle) < Math.abs(best - middle))
      ? at
      : best;
  return hours[hours.reduce((best, _hour, at) => nearer(best, at), 0)];
}
