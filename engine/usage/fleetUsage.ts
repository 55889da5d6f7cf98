import { canBeShort } from '../scenario/living/capacity/canBeShort.ts';
import { nodesOf } from '../scenario/living/capacity/paidNode.ts';
import type { PoolSpec } from '../scenario/spec.ts';
import {
  FLEET_COLUMNS,
  FLEET_COUNTS,
  GONE_COLUMN,
  fleetColumn,
  noFleetCounts,
  type FleetColumn,
  type FleetCount,
  type FleetRecorder,
} from './fleetRecorder.ts';
import type { JobUsage } from './jobUsage.ts';
import { type PaidHours, steadyPaid } from './paidHours.ts';
import { closePaid, type PaidRecorder } from './paidRecorder.ts';

/** What a living pool adds to its usage: replica-seconds an hour by where replicas stood, and what happened to them. */
export interface FleetUsage extends Readonly<Record<FleetColumn, Float64Array>> {
  readonly paid: PaidHours;
  /** Where something may be gone. */
  readonly goneSeconds?: Float64Array;
  readonly fleetCounts: Readonly<Record<FleetCount, number>>;
  /** Runs of the pool's jobs; absent where it has none. */
  readonly jobs?: readonly JobUsage[];
}

/** The plain value of what was booked of a pool until `untilSeconds`, the window's end. */
export function fleetUsage(
  pool: Pick<PoolSpec, 'living'>,
  recorder: FleetRecorder,
  paid: PaidRecorder,
  untilSeconds: number,
): FleetUsage {
  return {
    paid: closePaid(paid, untilSeconds),
    ...(Object.fromEntries(FLEET_COLUMNS.map((name) => [name, fleetColumn(recorder, name)])) as Record<
      FleetColumn,
      Float64Array
    >),
    ...(canBeShort(pool) && { goneSeconds: fleetColumn(recorder, GONE_COLUMN) }),
    fleetCounts: Object.fromEntries(
      FLEET_COUNTS.map((name, index) => [name, recorder.counts[index]]),
    ) as Record<FleetCount, number>,
  };
}

/** Of hours that were not simulated: the replicas of the start were there. */
export function steadyFleet(pool: PoolSpec, firstHour: number, hours: number): FleetUsage {
  const { replicas } = pool;
  const column = (level: number): Float64Array => new Float64Array(hours).fill(3600 * level);
  return {
    paid: steadyPaid(nodesOf(pool, replicas), firstHour, hours),
    wantedSeconds: column(replicas),
    requestedSeconds: column(0),
    startingSeconds: column(0),
    readySeconds: column(replicas),
    drainingSeconds: column(0),
    atMostSeconds: column(0),
    ...(canBeShort(pool) && { goneSeconds: column(0) }),
    fleetCounts: noFleetCounts(),
  };
}
