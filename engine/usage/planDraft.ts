import type { SimulationSpec } from '../scenario/spec.ts';
import { type ExpectedRequests, planSampledDays, planWindows, type WindowPlan } from './planWindows.ts';

const DAY_HOURS = 24;
const HOUR = 3600;

/** Into how many blocks of equal length a day is cut, each simulated by one hour in its middle: fewer cost less. */
const BLOCKS_OF_A_DAY = [12, 8, 6, 4, 3, 2, 1];

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
 * the month, and where that is still too much, single hours of these days, each standing for the
 * hours around it. Queues that build up over hours are then not seen. A horizon that replays a trace
 * in one piece cannot be cut: undefined where it is too long.
 */
export function planDraft(
  spec: SimulationSpec,
  mostRequests: number,
  warmUpSeconds: number,
  expected: ExpectedRequests,
): DraftPlan | undefined {
  const whole = planWindows(spec, warmUpSeconds, expected);
  if (requestsOf(whole) <= mostRequests) return { spec, plans: whole, isApproximate: false };
  if (spec.workloads.some(({ arrivals }) => arrivals.kind === 'trace')) return undefined;

  const draft: SimulationSpec = {
    ...spec,
    fidelity: { mode: 'sample', daysPerMonth: 1, replications: 1, windows: 'days' },
  };
  const days = planSampledDays(draft, warmUpSeconds, expected, { apartByMonth: false });
  let plans = days;
  // An hour of a batch job's day would hold the whole batch or nothing of it.
  const canCutDays = spec.workloads.every(({ arrivals }) => arrivals.kind === 'synthetic');
  for (const blocks of canCutDays ? BLOCKS_OF_A_DAY : []) {
    if (requestsOf(plans) <= mostRequests) break;
    plans = days.flatMap((day) => hoursOf(day, DAY_HOURS / blocks, warmUpSeconds / 4, expected));
  }
  return { spec: draft, plans, isApproximate: true };
}

function requestsOf(plans: readonly WindowPlan[]): number {
  return plans.reduce((sum, { expectedRequests }) => sum + expectedRequests, 0);
}

/** A day's window cut into blocks of `length` hours, one hour of each simulated. */
function hoursOf(
  day: WindowPlan,
  length: number,
  warmUpSeconds: number,
  expected: ExpectedRequests,
): readonly WindowPlan[] {
  const blocks = Array.from({ length: Math.ceil(day.hours / length) }, (_, index) => index * length);
  return blocks.map((from) => {
    const hours = Array.from({ length: Math.min(length, day.hours - from) }, (_, index) => from + index);
    const firstHour = day.firstHour + hours[hours.length >> 1];
    const warmUp = Math.min(warmUpSeconds, firstHour * HOUR);
    return {
      ...day,
      key: `draft, hour ${firstHour}`,
      firstHour,
      hours: 1,
      warmUpSeconds: warmUp,
      standsForHours: day.standsForHours.flatMap((start) => hours.map((hour) => start + hour)),
      expectedRequests: expected(firstHour * HOUR - warmUp, (firstHour + 1) * HOUR),
    };
  });
}
