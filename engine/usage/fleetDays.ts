import { nextScheduleEntry, scheduledReplicas } from '../scenario/living/autoscale/scheduledReplicas.ts';
import {
  BLOCK_ENDS_EARLY_SECONDS,
  BLOCK_NOTICE_SECONDS,
  type ReservedSpec,
  type TracedSupply,
} from '../scenario/living/capacity/capacitySpec.ts';
import type { PoolSpec, SimulationSpec } from '../scenario/spec.ts';

/** What is written of a pool's replicas for a stretch of the horizon; those are asked for in order of time. Equal texts: nothing tells them apart. */
export type FleetDays = (from: number, until: number) => readonly string[];

/**
 * What is written of a pool's replicas: drills, each a day of its own; the numbers of a schedule; machines that are recorded to come and go,
 * beside those that are there when the day begins; what is reserved; rollouts.
 */
export function fleetDays(spec: SimulationSpec, { id, living }: PoolSpec): FleetDays {
  const drills = (living?.failures?.at ?? []).map(({ second, replica }) => ({
    second,
    text: `${id} ${second} ${replica}`,
  }));
  const rollouts = (living?.rollout?.seconds ?? []).map((second) => ({
    second,
    text: `${id} rollout ${second}`,
  }));
  const supply = living?.spot?.supply;
  const parts: FleetDays[] = [
    (from, until) => within([...drills, ...rollouts], from, until).map(({ text }) => text),
    scheduleDays(spec, living?.controller, id),
    ...(supply === undefined || supply.kind === 'lives' ? [] : [recordedDays(supply, `${id} spot`)]),
    ...(living?.stock === undefined ? [] : [recordedDays(living.stock, `${id} stock`)]),
    ...(living?.reserved ?? []).map((each, i) => reservedDays(each, `${id} reserved ${i}`)),
  ];
  return (from, until) => parts.flatMap((part) => part(from, until));
}

type Controller = NonNullable<PoolSpec['living']>['controller'];

function scheduleDays(
  { startEpochSeconds }: SimulationSpec,
  controller: Controller,
  name: string,
): FleetDays {
  if (controller?.kind !== 'schedule') return () => [];
  return (from, until) => {
    const entries: string[] = [];
    for (let at = from; at < until; at = nextScheduleEntry(controller, startEpochSeconds, at))
      entries.push(`${at - from} ${scheduledReplicas(controller, startEpochSeconds, 0, at)}`);
    return [`${name} ${entries.join(', ')}`];
  };
}

/** Read once from its first row to its last, of which there may be a million. */
function recordedDays(supply: TracedSupply, name: string): FleetDays {
  const { seconds } = supply;
  const there = new Set<number>();
  let count = 0;
  let row = 0;
  /** What the next row changes, if anything. */
  const read = (): string | undefined => {
    const at = row++;
    if (supply.kind === 'counts') {
      const before = count;
      count = supply.nodes[at];
      return count === before ? undefined : String(count);
    }
    const node = supply.node[at];
    const isThere = supply.isThere[at];
    if (there.has(node) === isThere) return undefined;
    if (isThere) there.add(node);
    else there.delete(node);
    return `${isThere ? '+' : '-'}${node}`;
  };
  return (from, until) => {
    // What changes as a day begins is of that day; what is there from the first is no change.
    while (row < seconds.length && (seconds[row] < from || seconds[row] <= 0)) read();
    const first = supply.kind === 'counts' ? String(count) : [...there].join(' ');
    const entries: string[] = [];
    while (row < seconds.length && seconds[row] < until) {
      const second = seconds[row] - from;
      const change = read();
      if (change !== undefined) entries.push(`${second} ${change}`);
    }
    return [`${name} ${[first, ...entries].join(', ')}`];
  };
}

/** Whether it is there when the day begins, and what becomes of it within the day. */
function reservedDays({ kind, fromSecond, untilSecond }: ReservedSpec, name: string): FleetDays {
  const goneSecond = untilSecond - BLOCK_ENDS_EARLY_SECONDS;
  const borders = [
    { second: fromSecond, text: 'begins' },
    ...(kind === 'capacity-block'
      ? [
          { second: goneSecond - BLOCK_NOTICE_SECONDS, text: 'has notice' },
          { second: goneSecond, text: 'is gone' },
        ]
      : []),
    { second: untilSecond, text: 'ends' },
  ];
  return (from, until) => {
    // What has not begun is as what has ended.
    const last = borders.findLast(({ second }) => second <= from)?.text ?? 'ends';
    const touched = within(borders, from, until).map(({ second, text }) => `${second - from} ${text}`);
    return [`${name} ${[last, ...touched].join(', ')}`];
  };
}

function within<Dated extends { readonly second: number }>(
  dated: readonly Dated[],
  from: number,
  until: number,
): readonly Dated[] {
  return dated.filter(({ second }) => second >= from && second < until);
}
