import type { SimulationSpec } from '../scenario/spec.ts';
import type { DraftPlan } from './planDraft.ts';
import { type ExpectedRequests, planSampledDays, type WindowPlan } from './planWindows.ts';

const HOUR = 3600;

/** A day's window by itself, and what is simulated of it. */
export interface DayPlan extends Pick<DraftPlan, 'spec'> {
  readonly plan: WindowPlan;
  /** False where only the hours before and after its peak are: the whole day would be too much. */
  readonly isWhole: boolean;
}

/**
 * The day of a horizon that asks for most, of one replication, standing for nothing but itself; where that is more than
 * `mostRequests`, as many of its hours as are not, the last of them that of its peak: an autoscaler is seen while demand rises.
 * Of equal days one that has another before it, from which its fleet comes. Undefined where a trace is replayed, which is no days.
 */
export function planDay(
  spec: SimulationSpec,
  mostRequests: number,
  warmUpSeconds: number,
  expected: ExpectedRequests,
): DayPlan | undefined {
  if (spec.workloads.some(({ arrivals }) => arrivals.kind === 'trace')) return undefined;
  const daily: SimulationSpec = {
    ...spec,
    fidelity: { mode: 'sample', daysPerMonth: 1, replications: 1, windows: 'days' },
  };
  const days = planSampledDays(daily, warmUpSeconds, expected, { apartByMonth: true });
  const demand = (firstHour: number, hours: number): number =>
    // Sums of profiles differ in their last digits.
    Number(expected(firstHour * HOUR, (firstHour + hours) * HOUR).toPrecision(9));
  const busiest = days.reduce((best, day) => {
    const more = demand(day.firstHour, day.hours) - demand(best.firstHour, best.hours);
    return more > 0 || (more === 0 && best.firstHour === 0) ? day : best;
  });
  const hours = Array.from({ length: busiest.hours }, (_, i) => busiest.firstHour + i);
  const peak = hours.reduce((best, hour) => (demand(hour, 1) > demand(best, 1) ? hour : best));
  let firstHour = busiest.firstHour;
  let last = busiest.firstHour + busiest.hours - 1;
  const isTooMuch = (): boolean => demand(firstHour, last + 1 - firstHour) > mostRequests;
  while (isTooMuch() && last > peak) last -= 1;
  while (isTooMuch() && last > firstHour) firstHour += 1;
  const warmUp = Math.min(warmUpSeconds, firstHour * HOUR);
  const plan: WindowPlan = {
    key: `hours ${firstHour} to ${last + 1}`,
    replication: 0,
    firstHour,
    hours: last + 1 - firstHour,
    warmUpSeconds: warmUp,
    standsForHours: [firstHour],
    expectedRequests: expected(firstHour * HOUR - warmUp, (last + 1) * HOUR),
  };
  return { spec: daily, plan, isWhole: plan.hours === busiest.hours };
}
