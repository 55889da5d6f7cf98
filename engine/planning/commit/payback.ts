/** A purchase's payments: so much an hour over its hours, a share of all of it at the start. */
export interface PaidOver {
  readonly hourly: number;
  readonly fromHour: number;
  readonly untilHour: number;
  readonly upfrontShare: number;
}

/**
 * Months until what purchases cost in cash has come back as on-demand charges that are not paid any more: the first
 * instant at which the sum of savings − payments is not negative again for the rest of the horizon, by linear
 * interpolation within its month. 0 where it never is negative, null where it is at the end.
 * `saved` is, by month, what the purchases save in on-demand charges; `monthStarts` their first hours.
 */
export function paybackMonths(
  purchases: readonly PaidOver[],
  saved: readonly number[],
  monthStarts: readonly number[],
  hours: number,
): number | null {
  let sum = 0;
  let payback: number | null = 0;
  saved.forEach((savings, month) => {
    const from = monthStarts[month];
    const until = monthStarts[month + 1] ?? hours;
    let change = savings;
    for (const { hourly, fromHour, untilHour, upfrontShare } of purchases) {
      if (fromHour >= from && fromHour < until) sum -= hourly * (untilHour - fromHour) * upfrontShare;
      const held = Math.max(0, Math.min(until, untilHour) - Math.max(from, fromHour));
      change -= hourly * held * (1 - upfrontShare);
    }
    const after = sum + change;
    // Cents of rounding are no debt.
    if (after < -0.01) payback = null;
    else if (payback === null || sum < 0) {
      payback = sum < 0 && change > 0 ? month - sum / change : month;
    }
    sum = after;
  });
  return payback;
}
