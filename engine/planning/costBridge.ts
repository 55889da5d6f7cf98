import { HOURS_PER_MONTH } from '../finance/verdict.ts';
import type { Forecast } from '../forecast.ts';
import {
  amountMicros,
  fromMicros,
  type Micros,
  microsOfText,
  minusMicros,
  plusMicros,
  totalMicros,
  writtenMicros,
} from '../pricing/money.ts';

/**
 * What can make one deployment dearer than another. `hours` is `work` and `idle` in one, where the one only makes up for
 * the other.
 */
export type BridgeCause = 'demand' | 'work' | 'price' | 'idle' | 'hours';

/** One step of the way from the baseline's monthly cost to the other's. */
export interface CostStep {
  readonly cause: BridgeCause;
  /** Currency a month, whole micro-units. */
  readonly amount: number;
  /** The amount as a decimal, where the number rounds it. */
  readonly exactAmount?: string;
}

/** The four factors of a monthly cost: price × (demand × work + idle). */
type Factor = Exclude<BridgeCause, 'hours'>;
type Factors = Readonly<Record<Factor, number>>;

const FACTORS = ['demand', 'work', 'price', 'idle'] as const satisfies readonly Factor[];
const SHOWN = ['demand', 'work', 'hours', 'price', 'idle'] as const satisfies readonly BridgeCause[];
/** Paid hours that differ by a smaller share are the same, added up in another order. */
const SAME_HOURS = 1e-9;
/** A step is shown in whole units of money; of small amounts, one in two hundred of the largest step is too little to see. */
const LEAST_STEP = 0.5;
const LEAST_SHARE = 1 / 200;
const MICROS = 1e6;

/**
 * Why two deployments differ in monthly cost, as steps that add up to the difference exactly; none where they cost the
 * same. The cost is price × (demand × work + idle): a paid GPU-hour's price, millions of tokens a month, GPU-hours at
 * work a million tokens, and GPU-hours a month that nobody used. Each factor's step is its Shapley
 * value: its effect averaged over all orders in which the factors could change, so that no order is
 * preferred (Shapley 1953; Sun 1998 for decompositions).
 *
 * Every hour of a fleet is paid, at work or idle: an hour less at work is one more idle, unless the fleet is smaller. So
 * where the paid hours are the same the price alone can differ, and has the whole difference; and where work and idle
 * pull in opposite directions, they are one step, `hours`: what the fleet has in paid hours more or less. Steps too
 * small to be seen, and what rounding leaves, go to the largest step. Undefined where a cost is unknown or 0, or no
 * token was served.
 */
export function costBridge(baseline: Forecast, other: Forecast): readonly CostStep[] | undefined {
  const from = factorsOf(baseline);
  const to = factorsOf(other);
  if (from === undefined || to === undefined) return undefined;
  const whole = minusMicros(monthlyMicros(other), monthlyMicros(baseline));
  if (Number(whole) === 0) return [];
  const steps = withoutSmall(stepsOf(from, to));
  const largest = steps.reduce((a, b) => (Math.abs(b.amount) > Math.abs(a.amount) ? b : a));
  const micros = steps.map(({ amount }) => wholeMicros(amount));
  const at = steps.indexOf(largest);
  micros[at] = plusMicros(micros[at], minusMicros(whole, totalMicros(micros)));
  return steps.map(({ cause }, i) => {
    const written = writtenMicros(micros[i]);
    return {
      cause,
      amount: fromMicros(micros[i]),
      ...(typeof written === 'string' ? { exactAmount: written } : {}),
    };
  });
}

interface Step {
  readonly cause: BridgeCause;
  readonly amount: number;
}

function stepsOf(from: Factors, to: Factors): readonly Step[] {
  const [before, after] = [paidHours(from), paidHours(to)];
  if (Math.abs(after - before) <= SAME_HOURS * Math.max(before, after)) {
    return [{ cause: 'price', amount: costOf(to) - costOf(from) }];
  }
  const amounts = Object.fromEntries(FACTORS.map((cause) => [cause, shapley(cause, from, to)])) as Record<
    BridgeCause,
    number
  >;
  if (amounts.work * amounts.idle < 0) {
    amounts.hours = amounts.work + amounts.idle;
    amounts.work = 0;
    amounts.idle = 0;
  }
  return SHOWN.flatMap((cause) => (amounts[cause] === undefined ? [] : [{ cause, amount: amounts[cause] }]));
}

/** Without steps that round to nothing; the largest stays, whatever it is. */
function withoutSmall(steps: readonly Step[]): readonly Step[] {
  const most = Math.max(...steps.map(({ amount }) => Math.abs(amount)));
  return steps.filter(({ amount }) => Math.abs(amount) >= Math.min(LEAST_STEP, LEAST_SHARE * most));
}

function monthlyMicros({ costPerMonth, exactAmounts }: Forecast): Micros {
  const exact = exactAmounts?.['costPerMonth'];
  return exact === undefined ? amountMicros(costPerMonth ?? 0, 1) : microsOfText(exact);
}

/** An estimate to about the nearest micro-unit. */
function wholeMicros(amount: number): Micros {
  const micros = Math.round(amount * MICROS);
  return Number.isSafeInteger(micros) ? micros : BigInt(micros);
}

function factorsOf({ cost, pools, tokens, horizon }: Forecast): Factors | undefined {
  const { total, idle } = cost;
  const paid = pools.reduce((sum, { gpuHoursPaid }) => sum + (gpuHoursPaid ?? 0), 0);
  const millions = (tokens.prompt + (tokens.output ?? 0)) / 1e6;
  if (total === null || idle === null || !(total > 0) || !(paid > 0) || !(millions > 0)) return undefined;
  const price = total / paid;
  const perMonth = HOURS_PER_MONTH / horizon.hours;
  return {
    price,
    demand: millions * perMonth,
    work: (total - idle) / price / millions,
    idle: (idle / price) * perMonth,
  };
}

function costOf(factors: Factors): number {
  return factors.price * paidHours(factors);
}

function paidHours({ demand, work, idle }: Factors): number {
  return demand * work + idle;
}

/** The average, over all orders of change, of what changing `cause` does to the cost. */
function shapley(cause: Factor, from: Factors, to: Factors): number {
  const rest = FACTORS.filter((other) => other !== cause);
  const n = FACTORS.length;
  let sum = 0;
  for (let set = 0; set < 1 << rest.length; set++) {
    const changed = rest.filter((_, i) => (set >> i) & 1);
    const before: Record<Factor, number> = { ...from };
    for (const other of changed) before[other] = to[other];
    const effect = costOf({ ...before, [cause]: to[cause] }) - costOf(before);
    sum += (factorial(changed.length) * factorial(n - changed.length - 1) * effect) / factorial(n);
  }
  return sum;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
