import type { ArrivalSpec, SimulationSpec } from '../scenario/spec.ts';
import { type FleetDays, fleetDays } from './fleetDays.ts';

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

/** How many requests arrive between two instants, seconds of the horizon. */
export type ExpectedRequests = (fromSeconds: number, toSeconds: number) => number;

/**
 * Cuts the horizon into windows, replication by replication, in the order in which they merge.
 *
 * A scenario that replays a trace, or asks for `windows: one`, is one window. Otherwise a day is
 * one: every day (`every`), or `daysPerMonth` of each kind in each calendar month (`sample`), each
 * standing for a stretch of days of its kind with itself in the middle. Kinds are weekday and
 * weekend (UTC), apart again by the events, batch jobs and what is written of fleets (`fleetDays`) that touch the day, so that
 * a rare day never stands for an ordinary one; a last day that is not whole stands for itself.
 */
export function planWindows(
  spec: SimulationSpec,
  warmUpSeconds: number,
  expected: ExpectedRequests,
): readonly WindowPlan[] {
  const { stretches, hours } = stretchesOf(spec);
  return plansOf(spec, stretches, hours, warmUpSeconds, expected);
}

/** How many windows a replication has, and of how many hours at most: what planning would take, before it is done. */
export function windowsOfReplication(spec: SimulationSpec): {
  readonly windows: number;
  readonly hours: number;
} {
  const { stretches, hours } = stretchesOf(spec);
  return { windows: stretches.length, hours: Math.min(hours, spec.hours) };
}

function stretchesOf(spec: SimulationSpec): {
  readonly stretches: readonly Stretch[];
  readonly hours: number;
} {
  const oneWindow =
    spec.fidelity.windows === 'one' || spec.workloads.some(({ arrivals }) => isOneWindow(arrivals));
  if (!oneWindow && spec.fidelity.mode === 'sample') {
    return { stretches: sampledDays(spec, true), hours: DAY_HOURS };
  }
  const stretches = (oneWindow ? [0] : days(spec)).map((firstHour) => ({
    firstHour,
    standsForHours: [firstHour],
  }));
  return { stretches, hours: oneWindow ? spec.hours : DAY_HOURS };
}

/** `sample`: windows of days that stand for others of their kind, apart by calendar month or not. */
export function planSampledDays(
  spec: SimulationSpec,
  warmUpSeconds: number,
  expected: ExpectedRequests,
  { apartByMonth }: { readonly apartByMonth: boolean },
): readonly WindowPlan[] {
  return plansOf(spec, sampledDays(spec, apartByMonth), DAY_HOURS, warmUpSeconds, expected);
}

interface Stretch {
  readonly firstHour: number;
  readonly standsForHours: readonly number[];
}

/** A window a stretch and replication, of so many hours or what the horizon has left. */
function plansOf(
  spec: SimulationSpec,
  stretches: readonly Stretch[],
  length: number,
  warmUpSeconds: number,
  expected: ExpectedRequests,
): readonly WindowPlan[] {
  const windows = stretches.map(({ firstHour, standsForHours }) => {
    const hours = Math.min(length, spec.hours - firstHour);
    const warmUp = Math.min(warmUpSeconds, firstHour * HOUR);
    const expectedRequests = expected(firstHour * HOUR - warmUp, (firstHour + hours) * HOUR);
    return { firstHour, hours, warmUpSeconds: warmUp, standsForHours, expectedRequests };
  });
  return Array.from({ length: spec.fidelity.replications }, (_, replication) =>
    windows.map((window) => ({
      key: `replication ${replication}, hours ${window.firstHour} to ${window.firstHour + window.hours}`,
      replication,
      ...window,
    })),
  ).flat();
}

function days(spec: SimulationSpec): number[] {
  return Array.from({ length: Math.ceil(spec.hours / DAY_HOURS) }, (_, day) => day * DAY_HOURS);
}

function sampledDays(spec: SimulationSpec, apartByMonth: boolean): readonly Stretch[] {
  const strata = new Map<string, number[]>();
  const fleets = spec.pools.map((pool) => fleetDays(spec, pool));
  for (const firstHour of days(spec)) {
    const kind = kindOfDay(spec, fleets, firstHour, apartByMonth);
    const stratum = strata.get(kind);
    if (stratum === undefined) strata.set(kind, [firstHour]);
    else stratum.push(firstHour);
  }
  const chosen: Stretch[] = [];
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

/** A trace is read once; and a job may go on past midnight, with replicas that no other window knows of. */
function isOneWindow({ kind }: ArrivalSpec): boolean {
  return kind === 'trace' || kind === 'job';
}

/** Days with the same text differ only by chance and by growth (within the month, where months are apart). */
function kindOfDay(
  spec: SimulationSpec,
  fleets: readonly FleetDays[],
  firstHour: number,
  apartByMonth: boolean,
): string {
  if (firstHour + DAY_HOURS > spec.hours) return 'rest';
  const from = firstHour * HOUR;
  const until = from + DAY_HOURS * HOUR;
  const date = new Date((spec.startEpochSeconds + from) * 1000);
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  const special = spec.workloads.flatMap(({ id, arrivals }) => {
    if (arrivals.kind === 'batch') return (firstHour / DAY_HOURS) % arrivals.everyDays === 0 ? [id] : [];
    if (arrivals.kind !== 'synthetic') return [];
    return arrivals.rate.events.flatMap(({ startSeconds, endSeconds }, index) =>
      startSeconds < until && endSeconds > from ? [`${id} ${index}`] : [],
    );
  });
  const month = apartByMonth ? [date.getUTCFullYear(), date.getUTCMonth()] : [];
  return JSON.stringify([month, weekend, special, ...fleets.flatMap((of) => of(from, until))]);
}
