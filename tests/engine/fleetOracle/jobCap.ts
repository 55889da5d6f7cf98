import type { CapPriceSpec } from '../../../engine/scenario/jobs/jobSpec.ts';
import { PAID_KINDS } from '../../../engine/usage/paidHours.ts';
import { secondsByHour } from './bookPaid.ts';
import type { JobRun } from './fleetTypes.ts';
import { gpusPerNode } from './capacity/nodes.ts';
import type { PoolState } from './poolState.ts';

/**
 * What a job's fleet owes: of each kind, for as long as n or more units are paid one after the other, the n-th unit's seconds at the
 * price of their hours, and what is short of its minimum at the price of the hour in which it ends.
 */

const HOUR_SECONDS = 3600;

interface Spell {
  readonly price: CapPriceSpec;
  readonly from: number;
  /** Infinity while it goes on. */
  readonly to: number;
}

function priceAt({ pricePerUnitSecond }: CapPriceSpec, at: number): number {
  if (typeof pricePerUnitSecond === 'number') return pricePerUnitSecond;
  return pricePerUnitSecond[Math.min(Math.floor(at / HOUR_SECONDS), pricePerUnitSecond.length - 1)];
}

/** How many nodes of a kind more than now. */
export type Started = readonly number[];
const NOTHING_STARTED: Started = PAID_KINDS.map(() => 0);

/** Spells at each number of units up to now, as if so many nodes had started now. */
function spells(pool: PoolState, run: JobRun, started: Started): Spell[] {
  return PAID_KINDS.flatMap((kind, k) => {
    const price = run.job.cap?.byKind.at(k);
    // Of what is paid anyway there is none.
    if (price === undefined) return [];
    const unitsOf = (nodes: number): number => Math.ceil((nodes * gpusPerNode(pool)) / price.gpusPerUnit);
    const changes = [
      ...pool.paidChanges[kind].filter(({ at }) => at >= run.startsAt),
      { at: pool.now, level: pool.paidNodes[kind] + started[k] },
    ];
    // Of one instant what they come to.
    const levels = changes.filter(({ at }, i) => changes[i + 1]?.at !== at);
    const top = Math.max(...levels.map(({ level }) => unitsOf(level)));
    return Array.from({ length: top }, (_, below) => below + 1).flatMap((units) => {
      const found: Spell[] = [];
      let from: number | undefined;
      for (const { at, level } of levels) {
        if (unitsOf(level) >= units) from ??= at;
        else if (from !== undefined) {
          found.push({ price, from, to: at });
          from = undefined;
        }
      }
      if (from !== undefined) found.push({ price, from, to: Number.POSITIVE_INFINITY });
      return found;
    });
  });
}

/** If all that is paid ended at that instant. */
function owedFor({ price, from, to }: Spell, at: number): number {
  const end = Math.min(to, at);
  const short = Math.max(0, price.minimumSeconds - (end - from)) * priceAt(price, end);
  if (typeof price.pricePerUnitSecond === 'number') return (end - from) * price.pricePerUnitSecond + short;
  const hours = secondsByHour(from, end, Math.ceil(end / HOUR_SECONDS));
  return hours.reduce((total, seconds, hour) => total + seconds * priceAt(price, hour * HOUR_SECONDS), short);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function owedAt(pool: PoolState, run: JobRun, at: number, started = NOTHING_STARTED): number {
  return sum(spells(pool, run, started).map((spell) => owedFor(spell, at)));
}

/** Whether so many nodes more would take what is owed past the cap. */
export function wouldPassCap(pool: PoolState, started: Started): boolean {
  const { capped } = pool;
  if (capped?.job.cap === undefined || capped.state === 'stopped') return false;
  return owedAt(pool, capped, pool.now, started) > capped.job.cap.amount;
}

/** When the cap is reached if nothing else happens: from one instant at which its speed may change to the next. */
export function capReachedAt(pool: PoolState): number {
  const { capped, now } = pool;
  if (capped?.job.cap === undefined || capped.state === 'stopped') return Number.POSITIVE_INFINITY;
  const { amount } = capped.job.cap;
  const all = spells(pool, capped, NOTHING_STARTED);
  const running = all.filter(({ to }) => to === Number.POSITIVE_INFINITY);
  const isPricedByHour = running.some(({ price }) => typeof price.pricePerUnitSecond !== 'number');
  const owed = (at: number): number => sum(all.map((spell) => owedFor(spell, at)));
  for (let at = now; ; ) {
    if (owed(at) >= amount) return at;
    const nextHour = (Math.floor(at / HOUR_SECONDS) + 1) * HOUR_SECONDS;
    const until = Math.min(
      isPricedByHour ? nextHour : Number.POSITIVE_INFINITY,
      ...running.map(({ from, price }) => from + price.minimumSeconds).filter((end) => end > at),
    );
    const speed = sum(
      running
        .filter(({ from, price }) => from + price.minimumSeconds <= at)
        .map(({ price }) => priceAt(price, at)),
    );
    const reached = speed > 0 ? at + (amount - owed(at)) / speed : Number.POSITIVE_INFINITY;
    if (reached <= until) return reached;
    if (until === Number.POSITIVE_INFINITY || running.length === 0) return Number.POSITIVE_INFINITY;
    at = until;
  }
}
