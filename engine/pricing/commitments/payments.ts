import { amountMicros, type Micros, minusMicros, timesMicros } from '../money.ts';
import type { HeldCommitment } from './heldCommitment.ts';

/** What a commitment is paid in hours [from, until) of the horizon, micro-units: at its start, and as it goes. */
export interface Payments {
  readonly upfrontMicros: Micros;
  readonly recurringMicros: Micros;
}

/**
 * Cash: the upfront share of all hours of the term in the hour it begins (before the horizon: never), the rest hour by hour. Over
 * a whole term both add up exactly to what its hours cost.
 */
export function paymentsOf(commitment: HeldCommitment, from: number, until: number): Payments {
  const { fromHour, untilHour, upfrontShare, hourly } = commitment;
  const perHour = amountMicros(hourly, 1);
  // Whole: a term has an even number of hours, and the share is none, half or all.
  const upfront = timesMicros(perHour, (untilHour - fromHour) * upfrontShare);
  // The half micro-unit of an odd number of hours is paid with the hour after it.
  const recurringUntil = (hour: number): Micros => {
    const hours = Math.min(hour, untilHour) - fromHour;
    return minusMicros(timesMicros(perHour, hours), timesMicros(perHour, hours * upfrontShare));
  };
  const first = Math.max(from, fromHour);
  return {
    upfrontMicros: fromHour >= from && fromHour < until ? upfront : 0,
    recurringMicros:
      first < Math.min(until, untilHour) ? minusMicros(recurringUntil(until), recurringUntil(first)) : 0,
  };
}
