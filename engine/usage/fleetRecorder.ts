const HOUR = 3600;

/** Replica-seconds of a living pool in an hour, a column each; a draining replica is neither requested nor ready. */
export const FLEET_COLUMNS = [
  /** Asked for by the document or the controller. */
  'wantedSeconds',
  /** Waiting for capacity, starting or in repair. */
  'requestedSeconds',
  /** Paid and not ready yet. */
  'startingSeconds',
  'readySeconds',
  'drainingSeconds',
  /** Seconds, of no replica: all are ready that the autoscaler may ask for. */
  'atMostSeconds',
] as const;
export type FleetColumn = (typeof FLEET_COLUMNS)[number];

/**
 * Seconds, of no replica: something of the pool was gone, a replica in repair or starting after it, spot that was taken away or
 * waited for. It ends when as many are ready as are wanted.
 */
export const GONE_COLUMN = 'goneSeconds';
/** Node-seconds of reserved capacity that replicas were on. */
export const RESERVED_USED_COLUMN = 'reservedUsedSeconds';
const RECORDED = [...FLEET_COLUMNS, GONE_COLUMN, RESERVED_USED_COLUMN] as const;

/** What happened to a living pool's replicas and the requests on them. */
export const FLEET_COUNTS = [
  /** Notices to spot nodes. */
  'interruptions',
  /** Replicas on demand while there was no spot. */
  'fallbacks',
  /** Items of jobs that a lost replica had completed and not saved. */
  'redone',
  'losses',
  'lostRequests',
  'lossRetries',
  'failures',
  'looks',
  /** Looks that asked for more replicas, and the replicas that were asked for. */
  'scaleUps',
  'requestedReplicas',
] as const;
export type FleetCount = (typeof FLEET_COUNTS)[number];

/** Nothing happened. */
export function noFleetCounts(): Record<FleetCount, number> {
  return Object.fromEntries(FLEET_COUNTS.map((name) => [name, 0])) as Record<FleetCount, number>;
}

/** Books where the replicas of one living pool stand while its window is simulated. */
export interface FleetRecorder {
  readonly firstHour: number;
  readonly hours: number;
  /** Up to here all is booked. */
  bookedUntil: number;
  /** FLEET_COLUMNS as they are now, replicas; then whether something is gone, and reserved nodes in use. */
  readonly now: Float64Array;
  /** A row of the same an hour. */
  readonly rows: Float64Array;
  readonly counts: Float64Array;
  /** Times that clients asked again; undefined where none do. */
  retries: number | undefined;
}

const COLUMNS = RECORDED.length;

/** An empty recorder for hours [firstHour, firstHour + hours) of the horizon. */
export function createFleetRecorder(firstHour: number, hours: number, clientsRetry: boolean): FleetRecorder {
  return {
    firstHour,
    hours,
    bookedUntil: Number.NEGATIVE_INFINITY,
    now: new Float64Array(COLUMNS),
    rows: new Float64Array(hours * COLUMNS),
    counts: new Float64Array(FLEET_COUNTS.length),
    retries: clientsRetry ? 0 : undefined,
  };
}

/** Books what stands now up to an instant, no earlier than the one before. What lies outside the window is not its own. */
export function bookFleet(recorder: FleetRecorder, untilSeconds: number): void {
  const { hours, now, rows } = recorder;
  const origin = recorder.firstHour * HOUR;
  let from = Math.max(0, recorder.bookedUntil - origin);
  const until = Math.min(hours * HOUR, untilSeconds - origin);
  recorder.bookedUntil = Math.max(recorder.bookedUntil, untilSeconds);
  while (from < until) {
    const hour = Math.floor(from / HOUR);
    const end = Math.min(until, (hour + 1) * HOUR);
    for (let c = 0; c < COLUMNS; c++) rows[hour * COLUMNS + c] += now[c] * (end - from);
    from = end;
  }
}

/** Counts something at an instant; what happens after the horizon belongs to its last hour, before the window to nobody. */
export function countFleet(
  recorder: FleetRecorder,
  what: FleetCount,
  atSeconds: number,
  isLast: boolean,
): void {
  if (isBooked(recorder, atSeconds, isLast)) recorder.counts[FLEET_COUNTS.indexOf(what)]++;
}

/** Counts that a client asks again; instants as in `countFleet`. */
export function countRetry(recorder: FleetRecorder, atSeconds: number, isLast: boolean): void {
  if (recorder.retries !== undefined && isBooked(recorder, atSeconds, isLast)) recorder.retries++;
}

function isBooked({ firstHour, hours }: FleetRecorder, atSeconds: number, isLast: boolean): boolean {
  const from = firstHour * HOUR;
  return atSeconds >= from && (isLast || atSeconds < from + hours * HOUR);
}

/** One column, an hour each. */
export function fleetColumn({ hours, rows }: FleetRecorder, column: (typeof RECORDED)[number]): Float64Array {
  const at = RECORDED.indexOf(column);
  return Float64Array.from({ length: hours }, (_, hour) => rows[hour * COLUMNS + at]);
}
