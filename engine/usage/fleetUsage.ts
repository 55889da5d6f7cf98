import { canBeShort } from '../scenario/living/capacity/canBeShort.ts';
import { nodesOf } from '../scenario/living/capacity/paidNode.ts';
import type { PoolSpec } from '../scenario/spec.ts';
import {
  FLEET_COLUMNS,
  FLEET_COUNTS,
  GONE_COLUMN,
  fleetColumn,
  noFleetCounts,
  RESERVED_USED_COLUMN,
  type FleetColumn,
  type FleetCount,
  type FleetRecorder,
} from './fleetRecorder.ts';
import type { JobUsage } from './jobUsage.ts';
import { nodesToPay } from './nodesToPay.ts';
import { type PaidHours, steadyPaid } from './paidHours.ts';
import { closePaid, createPaidRecorder, type PaidRecorder, setPaid } from './paidRecorder.ts';

const HOUR = 3600;

/** What a living pool adds to its usage: replica-seconds an hour by where replicas stood, and what happened to them. */
export interface FleetUsage extends Readonly<Record<FleetColumn, Float64Array>> {
  readonly paid: PaidHours;
  /** Where something may be gone. */
  readonly goneSeconds?: Float64Array;
  /** Where there is reserved capacity: node-seconds of it that replicas were on. */
  readonly reservedUsedSeconds?: Float64Array;
  readonly fleetCounts: Readonly<Record<FleetCount, number>>;
  /** Times that clients asked again; absent where none do. */
  readonly retries?: number;
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
    ...(pool.living?.reserved && { reservedUsedSeconds: fleetColumn(recorder, RESERVED_USED_COLUMN) }),
    fleetCounts: Object.fromEntries(
      FLEET_COUNTS.map((name, index) => [name, recorder.counts[index]]),
    ) as Record<FleetCount, number>,
    ...(recorder.retries !== undefined && { retries: recorder.retries }),
  };
}

/** Of hours that were not simulated: the replicas of the start were there. */
export function steadyFleet(
  pool: PoolSpec,
  firstHour: number,
  hours: number,
  clientsRetry: boolean,
): FleetUsage {
  const { replicas } = pool;
  const column = (level: number): Float64Array => new Float64Array(hours).fill(3600 * level);
  return {
    paid: reservedPaid(pool, firstHour, hours) ?? steadyPaid(nodesOf(pool, replicas), firstHour, hours),
    wantedSeconds: column(replicas),
    requestedSeconds: column(0),
    startingSeconds: column(0),
    readySeconds: column(replicas),
    drainingSeconds: column(0),
    atMostSeconds: column(0),
    ...(canBeShort(pool) && { goneSeconds: column(0) }),
    ...(pool.living?.reserved && { reservedUsedSeconds: column(0) }),
    fleetCounts: noFleetCounts(),
    ...(clientsRetry && { retries: 0 }),
  };
}

/** The same beside what is reserved, which is paid as it is dated. */
function reservedPaid(pool: PoolSpec, firstHour: number, hours: number): PaidHours | undefined {
  const { reserved } = pool.living ?? {};
  if (reserved === undefined) return undefined;
  const recorder = createPaidRecorder(firstHour, hours);
  const end = (firstHour + hours) * HOUR;
  const borders = reserved.flatMap(({ fromSecond, untilSecond }) => [fromSecond, untilSecond]);
  const instants = [0, ...borders.filter((second) => second > 0 && second < end).sort((a, b) => a - b)];
  for (const second of instants) {
    for (const [kind, nodes] of [nodesOf(pool, pool.replicas), 0, 0].entries())
      setPaid(recorder, kind, second, nodesToPay(reserved, kind, nodes, second));
  }
  return closePaid(recorder, end);
}
