import type { CapPriceSpec, JobCapSpec } from '../../../scenario/jobs/jobSpec.ts';

const HOUR = 3600;

/**
 * What a job's replicas owe, as they come and go: of each kind the u-th unit is there while at least u are, is paid by the second at the price of
 * its hours, and for its minimum at least, at the price of the hour in which it ends.
 */
export interface CapMeter {
  readonly cap: JobCapSpec;
  readonly gpusPerNode: number;
  /** Since when each unit is there, by kind. */
  readonly since: number[][];
  /** What units that are gone came to. */
  owed: number;
  /** Levels at the last instant of a change, which may change further. */
  now: number;
  readonly level: number[];
  /** Changes with each change: an instant that was worked out before is void. */
  version: number;
}

/** Of a job that begins at an instant: nothing is owed. */
export function createCapMeter(cap: JobCapSpec, gpusPerNode: number, now: number): CapMeter {
  return {
    cap,
    gpusPerNode,
    since: cap.byKind.map(() => []),
    owed: 0,
    now,
    level: cap.byKind.map(() => 0),
    version: 0,
  };
}

/** From `now` on so many nodes of a kind are paid; changes of one instant count as their net. */
export function meterPaid(meter: CapMeter, kind: number, now: number, nodes: number): void {
  if (now > meter.now) {
    settle(meter);
    meter.now = now;
  }
  meter.level[kind] = nodes;
  meter.version++;
}

/** What is owed if all that is paid ended at `at` (no earlier than the last change), with so many nodes more of each kind that start then. */
export function owedAt(meter: CapMeter, at: number, started?: readonly number[]): number {
  let owed = meter.owed;
  for (const { price, since } of unitsNow(meter, at, started)) owed += costOf(price, since, at);
  // What ends and starts at one instant never ended.
  return owed + endedNow(meter, at === meter.now ? started : undefined);
}

/** When the cap is reached if nothing changes; Infinity: never. */
export function capReachedAt(meter: CapMeter): number {
  const { amount } = meter.cap;
  const units = unitsNow(meter, meter.now);
  let at = meter.now;
  for (;;) {
    const owed = owedAt(meter, at);
    if (owed >= amount) return at;
    // Until the next instant at which a minimum is over, or a price may change, what is owed rises evenly.
    let until = Number.POSITIVE_INFINITY;
    let perSecond = 0;
    for (const { price, since } of units) {
      const minimumEnds = since + price.minimumSeconds;
      if (minimumEnds > at) until = Math.min(until, minimumEnds);
      else perSecond += priceAt(price, at);
      if (typeof price.pricePerUnitSecond !== 'number') {
        until = Math.min(until, (Math.floor(at / HOUR) + 1) * HOUR);
      }
    }
    const reached = perSecond > 0 ? at + (amount - owed) / perSecond : Number.POSITIVE_INFINITY;
    if (reached <= until) return reached;
    if (until === Number.POSITIVE_INFINITY) return until;
    at = until;
  }
}

interface Unit {
  readonly price: CapPriceSpec;
  readonly since: number;
}

/** Units that are there with the levels of the last change, and those that more nodes need which start at an instant. */
function unitsNow(
  { cap, gpusPerNode, since, level, now }: CapMeter,
  startsAt: number,
  started?: readonly number[],
): Unit[] {
  return cap.byKind.flatMap((price, kind) => {
    const there = unitsOf(price, gpusPerNode, level[kind]);
    const units = unitsOf(price, gpusPerNode, level[kind] + (started?.[kind] ?? 0));
    return Array.from(
      { length: units },
      (_, u): Unit => ({ price, since: u < there || startsAt === now ? (since[kind][u] ?? now) : startsAt }),
    );
  });
}

/** What units come to that end at the last instant of a change. */
function endedNow({ cap, gpusPerNode, since, level, now }: CapMeter, started?: readonly number[]): number {
  return cap.byKind.reduce((sum, price, kind) => {
    const left = unitsOf(price, gpusPerNode, level[kind] + (started?.[kind] ?? 0));
    return since[kind].slice(left).reduce((total, from) => total + costOf(price, from, now), sum);
  }, 0);
}

/** The levels of the last instant are final. */
function settle(meter: CapMeter): void {
  meter.owed += endedNow(meter);
  meter.cap.byKind.forEach((price, kind) => {
    const units = unitsOf(price, meter.gpusPerNode, meter.level[kind]);
    const since = meter.since[kind];
    since.length = Math.min(since.length, units);
    while (since.length < units) since.push(meter.now);
  });
}

function unitsOf({ gpusPerUnit }: CapPriceSpec, gpusPerNode: number, nodes: number): number {
  return Math.ceil((nodes * gpusPerNode) / gpusPerUnit);
}

/** One unit from an instant to another, its minimum included. */
function costOf(price: CapPriceSpec, from: number, to: number): number {
  const short = Math.max(0, price.minimumSeconds - (to - from)) * priceAt(price, to);
  const { pricePerUnitSecond } = price;
  if (typeof pricePerUnitSecond === 'number') return (to - from) * pricePerUnitSecond + short;
  let cost = short;
  for (let at = from; at < to; ) {
    const end = Math.min(to, (Math.floor(at / HOUR) + 1) * HOUR);
    cost += (end - at) * priceAt(price, at);
    at = end;
  }
  return cost;
}

function priceAt({ pricePerUnitSecond }: CapPriceSpec, at: number): number {
  if (typeof pricePerUnitSecond === 'number') return pricePerUnitSecond;
  return pricePerUnitSecond[Math.min(Math.floor(at / HOUR), pricePerUnitSecond.length - 1)];
}
