import type { SimulationSpec } from '../scenario/spec.ts';

const DAY_HOURS = 24;
const HOUR = 3600;

/** One independent piece of the simulation: a stretch of the horizon in one replication. */
export interface WindowPlan {
  /** Readable and unique within a scenario: `replication 0, hours 24 to 48`. */
  readonly key: string;
  readonly replication: number;
  readonly firstHour: number;
  readonly hours: number;
  /** Simulated before the window, from the same streams as the window before, and not counted. */
  readonly warmUpSeconds: number;
  /** First hours of the real days it stands for, ascending, itself among them. */
  readonly standsForHours: readonly number[];
  /** Requests that it should simulate, warm-up included: for progress, never for a result. */
  readonly expectedRequests: number;
}

/**
 * Cuts the horizon into windows, replication by replication, in the order in which they merge.
 *
 * A scenario that replays a trace, or asks for `windows: one`, is one window. Otherwise a day is
 * one: every day (`every`), or `daysPerMonth` of each kind in each calendar month (`sample`), each
 * standing for a stretch of days of its kind with itself in the middle. Kinds are weekday and
 * weekend (UTC), apart again by the events and batch jobs that touch the day, so that a rare day
 * never stands for an ordinary one; a last day that is not whole stands for itself.
 * `expected` says how many requests arrive between two instants.
 */
export function planWindows(
  spec: SimulationSpec,
  warmUpSeconds: number,
  expected: (fromSeconds: number, toSeconds: number) => number,
): readonly WindowPlan[] {
  const oneWindow =
    spec.fidelity.windows === 'one' || spec.workloads.some(({ arrivals }) => arrivals.kind === 'trace');
  const stretches = oneWindow
    ? [{ firstHour: 0, standsForHours: [0] }]
    : spec.fidelity.mode === 'every'
      ? days(spec).map((firstHour) => ({ firstHour, standsForHours: [firstHour] }))
      : sampledDays(spec);
  const plans: WindowPlan[] = [];
  for (let replication = 0; replication < spec.fidelity.replications; replication++) {
    for (const { firstHour, standsForHours } of stretches) {
      const hours = oneWindow ? spec.hours : Math.min(DAY_HOURS, spec.hours - firstHour);
      const warmUp = firstHour === 0 ? 0 : warmUpSeconds;
      plans.push({
        key: `replication ${replication}, hours ${firstHour} to ${firstHour + hours}`,
        replication,
        firstHour,
        hours,
        warmUpSeconds: warmUp,
        standsForHours,
        expectedRequests: expected(firstHour * HOUR - warmUp, (firstHour + hours) * HOUR),
      });
    }
  }
  return plans;
}

function days(spec: SimulationSpec): number[] {
  return Array.from({ length: Math.ceil(spec.hours / DAY_HOURS) }, (_, day) => day * DAY_HOURS);
}

function sampledDays(spec: SimulationSpec): { firstHour: number; standsForHours: number[] }[] {
  const strata = new Map<string, number[]>();
  for (const firstHour of days(spec)) {
    const kind = kindOfDay(spec, firstHour);
    const stratum = strata.get(kind);
    if (stratum === undefined) strata.set(kind, [firstHour]);
    else stratum.push(firstHour);
  }
  const chosen: { firstHour: number; standsForHours: number[] }[] = [];
  for (const stratum of strata.values()) {
    const count = Math.min(spec.fidelity.daysPerMonth, stratum.length);
    for (let i = 0; i < count; i++) {
      const standsForHours = stratum.slice(
        Math.floor((i * stratum.length) / count),
        Math.floor(((i + 1) * stratum.length) / count),
      );
      chosen.push({ firstHour: standsForHours[standsForHours.length >> 1], standsForHours });
    }
  }
  return chosen.sort((a, b) => a.firstHour - b.firstHour);
}

/** Days with the same text differ only by chance and by growth within the month. */
function kindOfDay(spec: SimulationSpec, firstHour: number): string {
  if (firstHour + DAY_HOURS > spec.hours) return 'rest';
  const from = firstHour * HOUR;
  const until = from + DAY_HOURS * HOUR;
  const date = new Date((spec.startEpochSeconds + from) * 1000);
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  const special = spec.workloads.flatMap(({ id, arrivals }) => {
    if (arrivals.kind === 'batch') return (firstHour / DAY_HOURS) % arrivals.everyDays === 0 ? [id] : [];
    if (arrivals.kind === 'trace') return [];
    return arrivals.rate.events.flatMap(({ startSeconds, endSeconds }, index) =>
      startSeconds < until && endSeconds > from ? [`${id} ${index}`] : [],
    );
  });
  return JSON.stringify([date.getUTCFullYear(), date.getUTCMonth(), weekend, special]);
}
